"""The site: the only modules that know MkDocs."""
