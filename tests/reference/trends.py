"""Golden values of crates/kernel/tests/trends.rs and effects.rs, and of crates/evaluation/tests/rules/studying_effects.rs:
trends by pymannkendall and SciPy, effects by statsmodels and SciPy.

python3 -m venv /tmp/reference && /tmp/reference/bin/pip install scipy==1.17.1 statsmodels==0.15.0 pymannkendall==1.4.3
/tmp/reference/bin/python tests/reference/trends.py
"""

from datetime import date

import numpy as np
import pymannkendall
import statsmodels.api as sm
from scipy import stats

QUARTERS = ["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31",
            "2025-03-31", "2025-06-30"]
UNEVEN = ["2022-01-31", "2022-02-28", "2022-07-31", "2022-08-05", "2023-01-31", "2023-12-31", "2024-02-29", "2025-06-30",
          "2025-07-31"]
SERIES = {
    "RISING": (QUARTERS, [1210, 1254, 1302, 1290, 1345, 1412, 1420, 1419, 1502, 1533]),
    "TIES": (QUARTERS, [0.061, 0.058, 0.058, 0.055, 0.055, 0.055, 0.049, 0.052, 0.049, 0.049]),
    "EIGHT": (QUARTERS[:8], [5, 3, 4, 6, 2, 7, 1, 8]),
    "UNEVEN": (UNEVEN, [10, 12.5, 11, 18, 17.25, 26, 24.5, 30, 41]),
    "ONE_CHANGE": (QUARTERS[:8], [4, 4, 4, 4, 4, 4, 4, 5]),
    "BALANCED": (QUARTERS[:8], [1, 2, 3, 4, 4, 3, 2, 1]),
}

for name, (days, values) in SERIES.items():
    mk = pymannkendall.original_test(values)
    x = [(date.fromisoformat(it) - date.fromisoformat(days[0])).days for it in days]
    sen = stats.theilslopes(values, x, 0.95)
    # pymannkendall's own p is 2 * (1 - cdf(|z|)), which loses digits where z is large.
    p = 2 * stats.norm.sf(abs(mk.z))
    assert abs(p - mk.p) < 1e-12
    print(name, f"s {int(mk.s)} var {float(mk.var_s)!r} z {float(mk.z)!r} p {float(p)!r}")
    print("  slope", *(repr(float(it)) for it in (sen.slope, sen.low_slope, sen.high_slope, sen.intercept)))


def group(seed, n, mean, sd):
    rng = np.random.default_rng(seed)
    return rng.normal(mean, sd, n)


def did(name, groups, ses=None, units=None):
    """A saturated model with HC2 has exactly the sum of sd²/n as its variance; degrees of freedom by Satterthwaite."""
    tb, ta, cb, ca = groups
    y = np.concatenate(groups)
    treated = np.repeat([1, 1, 0, 0], [len(it) for it in groups])
    after = np.repeat([0, 1, 0, 1], [len(it) for it in groups])
    model = sm.OLS(y, sm.add_constant(np.column_stack([treated, after, treated * after]))).fit(cov_type="HC2")
    effect = model.params[3]
    v = np.array([it.var(ddof=1) / len(it) for it in groups]) if ses is None else np.array(ses) ** 2
    n = np.array([len(it) for it in groups] if units is None else units)
    se = np.sqrt(v.sum())
    if ses is None:
        assert abs(se - model.bse[3]) < 1e-12, (se, model.bse[3])
    df = v.sum() ** 2 / (v ** 2 / (n - 1)).sum()
    half = stats.t.ppf(0.975, df) * se
    p = 2 * stats.t.sf(abs(effect / se), df)
    print(name, "groups", [(len(it), float(it.mean()), float(it.std(ddof=1))) for it in groups])
    print("  effect", *(repr(float(it)) for it in (effect, se, df, effect - half, effect + half, p)))


CLIENTS = [group(1, 40, 100, 12), group(2, 38, 118, 15), group(3, 45, 101, 10), group(4, 30, 106, 20)]
did("CLIENTS", CLIENTS)
did("OWN", CLIENTS, ses=[3.5, 4.25, 2.75, 5.5])
did("OWN_CLUSTERS", CLIENTS, ses=[3.5, 4.25, 2.75, 5.5], units=[8, 8, 6, 5])
did("CLUSTERS", [group(5, 8, 100, 6), group(6, 8, 111, 7), group(7, 6, 99, 5), group(8, 5, 102, 9)])
did("TWO_EACH", [np.array(it, dtype=float) for it in ([1, 2], [4, 6], [1, 3], [2, 2.5])])
# The same interval as Welch's test, where nothing varied in the comparison.
one, other = CLIENTS[0], CLIENTS[1]
interval = sm.stats.CompareMeans.from_data(other, one).tconfint_diff(usevar="unequal")
print("WELCH", *(repr(float(it)) for it in interval), repr(float(stats.ttest_ind(other, one, equal_var=False).pvalue)))


def interval(name, groups, level):
    """The same difference in differences, as sure as a study asks."""
    v = np.array([it.var(ddof=1) / len(it) for it in groups])
    n = np.array([len(it) for it in groups])
    df = v.sum() ** 2 / (v ** 2 / (n - 1)).sum()
    tb, ta, cb, ca = (it.mean() for it in groups)
    effect, half = (ta - tb) - (ca - cb), stats.t.ppf(0.5 + level / 2, df) * np.sqrt(v.sum())
    print(name, level, repr(float(effect - half)), repr(float(effect + half)))


for level in (0.5, 0.9, 0.99):
    interval("CLIENTS", CLIENTS, level)


def study(name, cells, level, own=None, clusters=None):
    """Of a study's own figures, as crates/evaluation/tests/rules/studying_effects.rs has them: (people, mean, sd)."""
    people, mean, sd = (np.array(it, dtype=float) for it in zip(*cells))
    units = people if clusters is None else np.array(clusters, dtype=float)
    v = sd ** 2 / units if own is None else np.array(own) ** 2
    effect, se = (mean[1] - mean[0]) - (mean[3] - mean[2]), np.sqrt(v.sum())
    df = v.sum() ** 2 / (v ** 2 / (units - 1)).sum()
    low, high = stats.t.interval(level, df, loc=effect, scale=se)
    print(name, *(repr(float(it)) for it in (effect, se, df, low, high, 2 * stats.t.sf(abs(effect / se), df))))


INCOMES = [(120, 1250.5, 310.25), (112, 1475.75, 342.5), (98, 1240.25, 295.75), (90, 1302.5, 305.125)]
study("STUDY", INCOMES, 0.95)
study("STUDY_90", INCOMES, 0.9)
study("STUDY_CLUSTERS", INCOMES, 0.95, clusters=[12, 12, 9, 8])
study("STUDY_OWN", INCOMES, 0.95, own=[41.5, 44.25, 39.75, 43.125])
