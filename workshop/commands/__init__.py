"""Commands that touch several models: planning, joining, moderating, piling, counting hands."""
