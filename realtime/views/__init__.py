"""What is true, as each audience may see it: plain values for templates, no way to a table."""
