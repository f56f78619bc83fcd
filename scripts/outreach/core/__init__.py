"""Ground floor: findings, errors, lengths, hashing, tables with line numbers, strings per language."""
