"""Golden values of crates/kernel/tests/funds.rs: conversions by exact fractions; reciprocity, density and rho by counting.

python3 tests/reference/funds.py [EDGES.csv]     with a file of network,from,to: the same measures of it, to compare by hand
"""

import csv
import sys
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

# amount in minor units, rate and places of its currency, rate and places of the other one
CONVERSIONS = [
    (25_000_000, "1.1463095238", 2, "0.7308", 2),
    (25_000_000, "0.0106", 2, "1.1463095238", 2),
    (1, "2", 2, "1", 2),
    (1, "1", 2, "2", 2),
    (3, "1", 2, "2", 2),
    (5, "1", 2, "2", 2),
    (-1, "1", 2, "2", 2),
    (-3, "1", 2, "2", 2),
    (123_457, "0.0050471405", 0, "0.7308", 2),
    (123_457, "0.7308", 2, "0.0050471405", 0),
    (999_999, "2.3613", 3, "0.0050471405", 0),
    (1_000_005, "0.0000020405", 2, "33.5794252775", 3),
    (1_000_000_000_000_000, "33.5794252775", 3, "0.7308", 2),
    (12_345_678, "0.333333333333333", 2, "0.7", 3),
    (7, "1", 0, "8", 0),
    (4, "1", 0, "8", 0),
    (12, "1", 0, "8", 0),
]
NETWORKS = {
    "CHAIN": (4, [(0, 1), (1, 2), (2, 3)]),
    "PAIR_AND_TWO": (4, [(0, 1), (1, 0), (1, 2), (2, 3), (3, 0)]),
    "HUB": (5, [(0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (2, 0)]),
    "DENSE": (4, [(i, j) for i in range(4) for j in range(4) if i != j and (i, j) != (0, 1)]),
    "COMPLETE": (3, [(i, j) for i in range(3) for j in range(3) if i != j]),
}


def converted(minor, rate, places, to_rate, to_places):
    exact = Fraction(minor, 10**places) * Fraction(rate) / Fraction(to_rate) * 10**to_places
    rounded = round(exact)  # Python rounds fractions half to even.
    above = rounded - exact
    cut = int(abs(above) * 10**18) * (1 if above >= 0 else -1)
    return rounded, cut


def basis_points(part):
    value = Decimal(part.numerator * 10_000) / Decimal(part.denominator)
    return int(value.to_integral_value(ROUND_HALF_EVEN))


def measures(members, links):
    links = {(a, b) for a, b in links if a != b}
    answered = sum((b, a) in links for a, b in links)
    possible = members * (members - 1)
    r = Fraction(answered, len(links)) if links else None
    density = Fraction(len(links), possible) if possible else None
    rho = (r - density) / (1 - density) if links and density != 1 else None
    return len(links), answered, *(None if it is None else basis_points(it) for it in (r, density, rho))


for it in CONVERSIONS:
    print(f"{it}: {converted(*it)}")
for name, (members, links) in NETWORKS.items():
    print(f"{name}: {measures(members, links)}")
if 1 < len(sys.argv):
    networks = defaultdict(list)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            values = list(row.values())
            networks[values[0]].append((values[1], values[2]))
    for name, links in networks.items():
        nodes = {node for link in links for node in link}
        print(f"{name}: {len(nodes)} {measures(len(nodes), links)}")
