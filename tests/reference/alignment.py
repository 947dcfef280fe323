"""Golden values of crates/kernel/tests/alignment.rs: W, chi-square, p and tau-b by SciPy; exact p of W by trying all orders.

python3 -m venv /tmp/reference && /tmp/reference/bin/pip install scipy==1.17.1 numpy==2.4.6
/tmp/reference/bin/python tests/reference/alignment.py
"""

from itertools import permutations, product

import numpy as np
from scipy.stats import chi2, friedmanchisquare, kendalltau, rankdata

# One line a rater, one column a thing ranked: its tier, 1 first.
SETS = {
    "MANY_TIES": [[1, 1, 1, 2, 2, 3, 3, 3], [1, 2, 2, 2, 1, 3, 3, 1], [2, 2, 1, 1, 3, 3, 3, 3], [1, 1, 2, 3, 3, 3, 2, 2],
                  [1, 1, 1, 1, 1, 1, 2, 2]],
    "TWO_RATERS": [[1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]],
    "TWO_RATERS_TIED": [[1, 2, 2, 3, 4, 4, 5], [2, 1, 1, 3, 3, 4, 4]],
    "TWO_THINGS": [[1, 2], [1, 2], [2, 1], [1, 2]],
    "ALL_EQUAL": [[1, 2, 3, 4]] * 4,
    "ALL_OPPOSITE": [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]],
    "TWO_BLOCS": [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], [6, 5, 4, 3, 2, 1]],
    "TWO_BLOCS_NEARLY": [[1, 2, 3, 4, 5], [1, 2, 3, 5, 4], [5, 4, 3, 2, 1], [4, 5, 3, 2, 1]],
    "ONE_MISSING": [[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]],
    "ONE_ALL_TIED": [[1, 2, 3, 4], [2, 1, 3, 4], [1, 1, 1, 1]],
    "THREE_BY_SEVEN": [[1, 2, 3, 4, 5, 6, 7], [2, 1, 3, 5, 4, 7, 6], [1, 3, 2, 4, 6, 5, 7]],
    "SIX_BY_FOUR_TIED": [[1, 2, 2, 3], [1, 1, 2, 2], [2, 1, 3, 3], [1, 2, 3, 4], [4, 3, 2, 1], [1, 1, 1, 2]],
    "TEN_BY_TWELVE": [[(7 * i * (j + 1) + 3 * j) % (5 + j) + 1 for i in range(12)] for j in range(10)],
}
EXACT_ORDERS_MAX = 2_000_000


def concordance(tiers):
    ranks = np.array([rankdata(row) for row in tiers])
    m, n = ranks.shape
    ties = sum((c**3 - c) for row in tiers for c in np.unique(row, return_counts=True)[1])
    sums = ranks.sum(axis=0)
    s = ((sums - sums.mean()) ** 2).sum()
    w = 12 * s / (m**2 * (n**3 - n) - m * ties)
    chi_square = m * (n - 1) * w
    if 3 <= n:
        statistic, p = friedmanchisquare(*np.array(tiers, dtype=float).T)
        assert abs(statistic - chi_square) < 1e-9, (statistic, chi_square)
    else:
        p = chi2.sf(chi_square, n - 1)
    return w, chi_square, n - 1, p


def exact(tiers):
    """The part of all orders of every other rater's ranks that are as concordant as what was seen, or more."""
    ranks = [tuple(int(2 * it) for it in rankdata(row)) for row in tiers]
    if 6 < len(ranks[0]) and 2 < len(ranks) or 8 < len(ranks[0]):
        return None
    others = [sorted(set(permutations(row))) for row in ranks[1:]]
    if EXACT_ORDERS_MAX < np.prod([float(len(it)) for it in others]):
        return None
    mean = len(ranks) * (len(ranks[0]) + 1)
    def spread(rows):
        return sum((sum(column) - mean) ** 2 for column in zip(*rows))
    seen = spread(ranks)
    as_much = total = 0
    for rest in product(*others):
        total += 1
        as_much += seen <= spread((ranks[0], *rest))
    return as_much / total


for name, tiers in SETS.items():
    w, chi_square, df, p = concordance(tiers)
    print(f"{name}: {tiers}")
    print(f"  w {float(w)!r} chi_square {float(chi_square)!r} df {df} p {float(p)!r} exact {exact(tiers)!r}")
    taus = [kendalltau(a, b, variant="b") for i, a in enumerate(tiers) for b in tiers[i + 1:]]
    print("  tau-b", ", ".join(f"{float(it.statistic)!r}" for it in taus))
    if len(tiers) == 2:
        print(f"  p of tau-b {float(taus[0].pvalue)!r}")

print("p of tau-b, two orders of 40 without ties:", end=" ")
print(float(kendalltau(range(40), [(17 * i + 5) % 41 for i in range(40)]).pvalue))
print("p of tau-b, two orders of 12 without ties:", end=" ")
print(float(kendalltau(range(12), [0, 2, 1, 3, 6, 5, 4, 8, 7, 11, 10, 9]).pvalue))
print("chi-square survival:", [(x, df, float(chi2.sf(x, df))) for x, df in [(0.5, 1), (3, 2), (20, 7), (250, 199), (700, 199)]])
