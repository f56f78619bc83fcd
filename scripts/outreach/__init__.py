"""outreach: one set of Markdown files becomes everything a public information campaign needs."""
