"""Reading what a run left: comparisons, breakdowns, turnouts, and what may be told of it."""
