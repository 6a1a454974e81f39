"""What we are compared with: the same questions, asked of other programs."""
