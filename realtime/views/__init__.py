"""Views: the truth as each audience may see it, in plain values with no way to a table."""
