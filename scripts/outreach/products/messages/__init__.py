"""Messages: SMS series, posts and e-mail."""
