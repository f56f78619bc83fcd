"""The catalogue of published files, the stamp of a build, and the swap."""
