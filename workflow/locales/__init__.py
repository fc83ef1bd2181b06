"""What people decided: PO catalogs, merged with their sources, and the states of their entries."""
