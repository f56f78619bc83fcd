"""A material becomes files: plan, slots, copyfit, composition, production, layout check."""
