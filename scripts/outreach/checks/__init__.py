"""Checks of finished files, made before anything is published."""
