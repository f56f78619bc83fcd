"""Units' kits: sheets with each unit's name, number and link, in a ZIP on a page of its own."""
