"""The campaign as data: facts, units, channels, materials, templates, codes."""
