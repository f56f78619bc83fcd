"""The one reader of content."""
