"""Groups of people that are large enough to be told about.

Every dimension (department, length of service …) cuts the people of a window into
groups. Small ones are merged into “Other” until each has at least the smallest number,
and a dimension is told only if it can be told together with those before it.

Hidden people are those whose answers nobody reads, not even exit officers, because they
chose “only in totals”. An exit officer who reads everybody else's answers can subtract
them, so among the hidden people every group must be empty or large enough as well.
"""

from .stat_audit import find_joint_leak, is_pair_leaking

# No bucket of a dimension is called so.
OTHER = "+other"


def split(people, buckets):
    """Group `people` by their bucket; whoever has none is in the bucket ``""``."""
    groups = {}
    for person in people:
        groups.setdefault(buckets.get(person) or "", set()).add(person)
    return groups


def is_small(group, minimum, hidden=frozenset()):
    """Whether so few people, or so few hidden people, are in a group."""
    return len(group) < minimum or 0 < len(group & hidden) < minimum


def merge_small(groups, minimum, hidden=frozenset()):
    """Merge small groups into “Other”, and the smallest ones with it while it is small.

    :param groups: bucket to set of people
    :return: the same with large enough groups only; empty when nothing but all people
        together is large enough
    """
    kept = dict(sorted(groups.items(), key=lambda item: (len(item[1]), item[0])))
    other = set()
    for bucket, group in groups.items():
        if is_small(group, minimum, hidden):
            other |= kept.pop(bucket)
    while other and is_small(other, minimum, hidden):
        if not kept:
            return {}
        other |= kept.pop(next(iter(kept)))
    if other:
        kept[OTHER] = other
    return kept if len(kept) > 1 else {}


def get_counted(people, minimum, hidden):
    """People who may be counted together: without the hidden ones if too few are.

    >>> sorted(get_counted({1, 2, 3, 4}, 2, {4}))
    [1, 2, 3]
    """
    return people - hidden if 0 < len(people & hidden) < minimum else people


def get_published_groups(people, dimensions, minimum, hidden=frozenset()):
    """Which groups of these people may be told, dimension by dimension.

    A dimension whose groups would, by subtraction from those before it, leave fewer
    people than the smallest number is left out; all people together are always told.

    :param dimensions: dimension to bucket of each person, the most important first
    :return: dimension to bucket to set of people
    """
    told = {}
    for dimension, buckets in dimensions.items():
        groups = merge_small(split(people, buckets), minimum, hidden)
        if groups and not any(
            is_pair_leaking(groups, other, minimum)
            or is_pair_leaking(
                _restrict(groups, hidden), _restrict(other, hidden), minimum
            )
            for other in told.values()
        ):
            told[dimension] = groups
    while find_joint_leak([*told.values()], minimum) or find_joint_leak(
        [_restrict(groups, hidden) for groups in told.values()], minimum
    ):
        told.popitem()
    return told


def _restrict(groups, people):
    """The groups as far as they consist of these people, without empty ones."""
    inside = {bucket: group & people for bucket, group in groups.items()}
    return {bucket: group for bucket, group in inside.items() if group}
