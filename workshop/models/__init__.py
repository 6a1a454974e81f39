"""Mapped classes of the domain, and the functions that need one or two of them."""
