"""Pure functions with sources (S-nn: the requirement that defines each). Numbers in, numbers out; nothing is rounded."""
