"""References: the programs that are asked the same as the product."""
