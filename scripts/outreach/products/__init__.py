"""One module per medium."""
