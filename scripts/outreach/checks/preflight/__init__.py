"""Preflight rules, one a file, found by folder: `check(inspection)` gives findings, repairs nothing."""
