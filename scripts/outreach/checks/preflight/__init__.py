"""Preflight rules, one a file, found by folder: `check(document, rasters, demands)` gives findings, repairs nothing."""
