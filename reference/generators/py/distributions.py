"""Distribution functions from their definitions in arbitrary precision (mpmath).

Every argument that comes from a float is taken as the exact binary value of
that double, so that a program that receives the same double can be compared
to the last digit.
"""

from mpmath import mp, mpf

mp.dps = 60


def exact(x):
    """The exact value of the double nearest to x."""
    return mpf(float(x))


def normal_sf(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def normal_pdf(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def normal_upper_quantile(p):
    """z with P(Z > z) = p."""
    if p > mpf(1) / 2:
        return -normal_upper_quantile(1 - p)
    if p == mpf(1) / 2:
        return mpf(0)
    return _solve(normal_sf, normal_pdf, p, mpf(0), mpf(60))


def t_sf(t, df):
    if t < 0:
        return 1 - t_sf(-t, df)
    if t == 0:
        return mpf(1) / 2
    return mp.betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def t_pdf(t, df):
    log = (mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
           - (df + 1) / 2 * mp.log1p(t * t / df))
    return mp.exp(log)


def t_upper_quantile(p, df):
    """t with P(T > t) = p."""
    if p > mpf(1) / 2:
        return -t_upper_quantile(1 - p, df)
    if p == mpf(1) / 2:
        return mpf(0)
    high = mpf(2)
    while t_sf(high, df) > p:
        high *= 4
    return _solve(lambda t: t_sf(t, df), lambda t: t_pdf(t, df), p, mpf(0), high)


def chi2_sf(x, df):
    return mp.gammainc(df / 2, x / 2, mp.inf, regularized=True)


def chi2_cdf(x, df):
    return mp.gammainc(df / 2, 0, x / 2, regularized=True)


def chi2_pdf(x, df):
    return mp.exp((df / 2 - 1) * mp.log(x) - x / 2 - df / 2 * mp.log(2) - mp.loggamma(df / 2))


def chi2_upper_quantile(p, df):
    """x with P(X > x) = p."""
    high = df + 2
    while chi2_sf(high, df) > p:
        high *= 2
    low = mpf(df)
    while chi2_sf(low, df) < p:
        low /= 16
    return _solve(lambda x: chi2_sf(x, df), lambda x: chi2_pdf(x, df), p, low, high)


def beta_cdf(x, a, b):
    return mp.betainc(a, b, 0, x, regularized=True)


def beta_sf(x, a, b):
    # From the mirrored lower tail: the difference of two values near one would cancel.
    return mp.betainc(b, a, 0, 1 - x, regularized=True)


def beta_pdf(x, a, b):
    return mp.exp((a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x)
                  - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))


def beta_quantile(p, a, b):
    """x with I_x(a, b) = p. Solved for whichever of x and 1 - x is below one half."""
    half = mpf(1) / 2
    if beta_cdf(half, a, b) < p:
        return 1 - beta_quantile(1 - p, b, a)
    return _solve(lambda x: beta_sf(x, a, b), lambda x: beta_pdf(x, a, b), 1 - p,
                  mpf(10) ** -40, mpf(3) / 5)


def hedges_j(m):
    """Exact small-sample factor for m degrees of freedom."""
    return mp.exp(mp.loggamma(m / 2) - mp.loggamma((m - 1) / 2) - mp.log(m / 2) / 2)


def _solve(sf, pdf, p, low, high):
    """Root of a decreasing survival function: bisection, then Newton inside the bracket."""
    for _ in range(60):
        middle = (low + high) / 2 if low <= 0 or high / low < 4 else mp.sqrt(low * high)
        if sf(middle) > p:
            low = middle
        else:
            high = middle
    x = (low + high) / 2
    for _ in range(12):
        value = sf(x)
        step = (value - p) / pdf(x)
        x_new = x + step
        if not low <= x_new <= high:
            x_new = (low + high) / 2
        if value > p:
            low = x
        else:
            high = x
        if abs(step) <= abs(x) * mpf(10) ** (-40):
            return x_new
        x = x_new
    raise ArithmeticError("quantile did not converge")
