"""Measuring: the real server beside references, in one run, with phones that speak the protocol."""
