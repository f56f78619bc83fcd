"""Commands: options in, findings out."""
