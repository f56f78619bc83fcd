"""Products: a folder for each thing that people take away."""
