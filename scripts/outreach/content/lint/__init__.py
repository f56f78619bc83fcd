"""Faults of sources: pages, alternative texts, tables and drawings, each with its line."""
