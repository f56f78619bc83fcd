"""Ground floor: findings, lengths, hashing, cache, tables with line numbers, strings per language."""
