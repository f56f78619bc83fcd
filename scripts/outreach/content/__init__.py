"""Content: Markdown pages read, checked, and taken apart for pages and sheets."""
