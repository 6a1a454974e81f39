"""The truth as each audience may see it: plain values for templates, with no way back to a table."""
