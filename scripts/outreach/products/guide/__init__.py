"""The guide: embed pages, fragments, snippets, their check, PDF, ZIP and text."""
