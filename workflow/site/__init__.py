"""The site that `exports/` is: what stands on it, read as a browser reads it, verified, and served for a look before it is public."""
