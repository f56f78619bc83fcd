"""Units' sheets: set once as a base, then stamped with each unit's record."""
