"""The audit: can a group that is too small be worked out from those that are told?

Somebody who knows who is in which group, which in a company everybody does, knows of
each group the sum of its answers, as if it were told exactly. What follows from that by
adding and subtracting is the row space of the matrix with one row for each group and
one column for each person. The question is whether this space holds something other
than nothing that concerns fewer people than the smallest number:

* of one dimension: never, since its groups are large and have nobody in common;
* of two dimensions: the groups are the nodes of a graph and each person is an edge
  between the two groups he or she is in. What concerns a set of people only exists
  exactly when taking these edges away cuts the graph apart. So the smallest cut must
  not be smaller than the smallest number (Stoer and Wagner, 1997). This is exact;
* of all dimensions: a set of people is concerned exactly when their columns in the null
  space are linearly dependent. Single people and pairs are looked for in full, larger
  sets as long as that is affordable, and beyond that among the reduced rows of the
  matrix in several orders.

People in the same groups throughout cannot be told apart and are one cell.
"""

import random
from collections import Counter
from itertools import combinations

from .stat_cut import has_small_cut

# Numbers modulo a prime this large behave like fractions, and stay short.
PRIME = (1 << 61) - 1
# How many steps the search for larger sets may take, and the one for reduced rows.
SEARCH_STEPS = 200_000
ORDER_STEPS = 3_000_000
ORDERS = 6


def find_leak(cuts, minimum):
    """Say what could be worked out about fewer than `minimum` people, or None.

    :param cuts: list of dimensions, each the same people cut into groups: bucket to set
    :return: name of the check that has failed: group, pair, people or rows
    """
    if any(has_small_group(groups, minimum) for groups in cuts):
        return "group"
    if any(is_pair_leaking(*pair, minimum) for pair in combinations(cuts, 2)):
        return "pair"
    return find_joint_leak(cuts, minimum)


def has_small_group(groups, minimum):
    """Whether a dimension has a group that is too small as it is."""
    return any(len(group) < minimum for group in groups.values())


def is_pair_leaking(first, second, minimum):
    """Whether two dimensions together tell of fewer people; exact."""
    if not first or not second:
        return False
    return has_small_cut(_get_cells([first, second]), minimum)


def find_joint_leak(cuts, minimum):
    """What three or more dimensions tell together that no two of them do, or None."""
    cells = _get_cells(cuts)
    if len(cuts) < 3 or not cells:
        return None
    # The same people get the same verdict, however often they are asked about.
    chance = random.Random(len(cells))
    columns = list(cells)
    weights = [cells[column] for column in columns]
    vectors = _get_null_vectors(columns, minimum - 1, chance)
    small = [
        (vector, weight)
        for vector, weight in zip(vectors, weights, strict=True)
        if weight < minimum
    ]
    depth = _get_affordable_depth(len(small), minimum)
    if _has_dependent(small, minimum - 1, depth):
        return "people"
    if depth < minimum - 1 and _has_short_row(columns, weights, minimum, chance):
        return "rows"
    return None


def _get_cells(cuts):
    """Count the people by their groups, one of each dimension."""
    places = {}
    for number, groups in enumerate(cuts):
        for bucket, group in groups.items():
            for person in group:
                places.setdefault(person, []).append((number, bucket))
    return Counter(map(tuple, places.values()))


def _get_null_vectors(columns, size, chance):
    """For each column its coordinates in `size` random members of the null space.

    With M the matrix, W a random diagonal and g a random vector, g - M'y is in the null
    space of MW when (MWM')y = MWg: that is a system with as many unknowns as there are
    groups, which are few, whereas people may be many.
    """
    index = {}
    for column in columns:
        for group in column:
            index.setdefault(group, len(index))
    places = [[index[group] for group in column] for column in columns]
    width = len(index)
    rows = [[0] * (width + size) for _ in range(width)]
    factors = [chance.randrange(1, PRIME) for _ in columns]
    starts = [[chance.randrange(PRIME) for _ in range(size)] for _ in columns]
    for place, factor, start in zip(places, factors, starts, strict=True):
        for i in place:
            row = rows[i]
            for j in place:
                row[j] = (row[j] + factor) % PRIME
            for t, value in enumerate(start):
                row[width + t] = (row[width + t] + factor * value) % PRIME
    solution = _solve(rows, width)
    return [
        tuple(
            factor
            * (value - sum(solution[i][t] for i in place if i in solution))
            % PRIME
            for t, value in enumerate(start)
        )
        for place, factor, start in zip(places, factors, starts, strict=True)
    ]


def _solve(rows, width):
    """Solve equations modulo the prime: unknown to its values, the free ones left out.

    :param rows: coefficients of `width` unknowns, then the right-hand sides
    """
    pivots = {}
    for column in range(width):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        inverse = pow(pivot[column], -1, PRIME)
        pivot = [value * inverse % PRIME for value in pivot]
        for row in (*rows, *pivots.values()):
            _subtract(row, pivot, column)
        pivots[column] = pivot
    return {column: row[width:] for column, row in pivots.items()}


def _subtract(row, pivot, column):
    """Take as much of `pivot` from `row` as makes it zero in `column`."""
    factor = row[column]
    if factor:
        for i, value in enumerate(pivot):
            if value:
                row[i] = (row[i] - factor * value) % PRIME


def _get_affordable_depth(count, minimum):
    """Up to how many columns at a time the search for dependent ones may take."""
    depth, steps = 2, count
    while depth < minimum - 1:
        steps = steps * count // depth
        if steps > SEARCH_STEPS:
            break
        depth += 1
    return depth


def _has_dependent(columns, people, depth):
    """Whether linearly dependent columns stand for at most so many people.

    :param columns: pairs of a vector and how many people it stands for
    :param depth: at most so many columns at a time
    """
    if any(weight <= people and not any(vector) for vector, weight in columns):
        return True
    if depth < 2 or people < 2:
        return False
    if min(depth, people) == 2:
        return _has_parallel(columns, people)
    rest = [column for column in columns if any(column[0])]
    for i, (vector, weight) in enumerate(rest):
        later = [column for column in rest[i + 1 :] if weight + column[1] <= people]
        quotient = [(_reduce(other, vector), count) for other, count in later]
        if _has_dependent(quotient, people - weight, depth - 1):
            return True
    return False


def _reduce(vector, by):
    """`vector` modulo `by`, without the coordinate that has become zero throughout."""
    place = next(i for i, value in enumerate(by) if value)
    factor, scale = vector[place], by[place]
    return tuple(
        (value * scale - factor * other) % PRIME
        for i, (value, other) in enumerate(zip(vector, by, strict=True))
        if i != place
    )


def _has_parallel(columns, people):
    """Whether two columns that are multiples of each other are so few people."""
    least = {}
    for vector, weight in columns:
        lead = next((value for value in vector if value), None)
        if lead is None:
            continue
        inverse = pow(lead, -1, PRIME)
        direction = tuple(value * inverse % PRIME for value in vector)
        if direction in least and least[direction] + weight <= people:
            return True
        least[direction] = min(weight, least.get(direction, weight))
    return False


def _has_short_row(columns, weights, minimum, chance):
    """Whether a reduced row of the matrix concerns fewer people than the minimum."""
    groups = sorted({group for column in columns for group in column})
    cost = max(1, len(groups) ** 2 * len(columns) // 4)
    for _ in range(max(1, min(ORDERS, ORDER_STEPS // cost))):
        order = list(range(len(columns)))
        chance.shuffle(order)
        rows = [[int(group in columns[i]) for i in order] for group in groups]
        for row in _get_reduced_rows(rows):
            people = sum(
                weights[i] for i, value in zip(order, row, strict=True) if value
            )
            if people < minimum:
                return True
    return False


def _get_reduced_rows(rows):
    reduced = []
    for column in range(len(rows[0])):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        inverse = pow(pivot[column], -1, PRIME)
        pivot = [value * inverse % PRIME for value in pivot]
        for row in (*rows, *reduced):
            _subtract(row, pivot, column)
        reduced.append(pivot)
        if not rows:
            break
    return reduced
