"""Commands: what people do to a run, each within the unit of work of its caller."""
