"""Folders of runs and studies: written whole, read back, exported."""
