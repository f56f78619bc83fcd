"""One library per module."""
