"""Translation and publishing workflow for press offices: `pipeline.py` is the table of contents."""
