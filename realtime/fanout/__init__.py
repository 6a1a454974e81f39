"""Telling audiences that something became true, in this process and in the others."""
