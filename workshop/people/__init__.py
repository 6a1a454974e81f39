"""Organisations: the companies whose runs and register rows are kept."""
