"""One module for each step; the newest is what `tables.py` says."""
