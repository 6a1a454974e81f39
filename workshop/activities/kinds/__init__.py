"""One file for each kind of activity."""
