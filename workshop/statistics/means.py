"""Means of marks, and how far another group like this may lie from them."""

import math

# Student's t at 97.5 % by degrees of freedom; beyond the table the normal's value is near enough.
T_QUANTILES_975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
NORMAL_QUANTILE_975 = 1.96


def margin(sd: float, n: int) -> float:
    """Half the 95 % interval of a mean of ``n`` marks, two or more, with this deviation."""
    t = T_QUANTILES_975[n - 2] if n - 2 < len(T_QUANTILES_975) else NORMAL_QUANTILE_975
    return t * sd / math.sqrt(n)
