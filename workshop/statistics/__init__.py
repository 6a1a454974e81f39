"""Pure functions, each with its source (S-nn names the requirement). Nothing is rounded here."""
