"""PDF files read, finished and put together: the modules of this folder are the adapter of pikepdf."""
