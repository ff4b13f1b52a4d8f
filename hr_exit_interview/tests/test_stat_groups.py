"""The promise itself: no group that is too small can be told, or worked out.

Hypothesis looks for companies that break it; what it is held against is the definition,
tried out on every set of people, which only small companies allow.
"""

import tempfile
from itertools import combinations

from hypothesis import configuration, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.hr_exit_interview.tools import stat_audit, stat_cut, stat_groups

from .stat_attack import _reduce

# Nothing of it is kept, neither here nor beside the addon.
configuration.set_hypothesis_home_dir(tempfile.gettempdir())
SETTINGS = settings(
    database=None, deadline=None, derandomize=True, max_examples=150, print_blob=False
)
MINIMUMS = st.integers(3, 5)


@st.composite
def companies(draw, most=11):
    """People, and up to four dimensions with up to four buckets each."""
    people = range(draw(st.integers(3, most)))
    buckets = st.sampled_from(["a", "b", "c", ""])
    return set(people), {
        f"d{number}": {person: draw(buckets) for person in people}
        for number in range(draw(st.integers(1, 4)))
    }


def is_worked_out(cuts, minimum):
    """Whether a set of fewer people can be worked out: by definition, set by set.

    Something that concerns only the people of a set can be worked out when there is
    less to know once they are gone.
    """
    groups = [group for groups in cuts for group in groups.values()]
    people = set().union(*groups) if groups else set()
    whole = _rank(groups, people)
    return any(
        _rank(groups, people - set(few)) < whole
        for count in range(1, minimum)
        for few in combinations(sorted(people), count)
    )


def _rank(groups, people):
    people = sorted(people)
    return len(_reduce([[int(p in group) for p in people] for group in groups]))


class TestStatGroups(BaseCase):
    @SETTINGS
    @given(companies(), MINIMUMS)
    def test_audit_is_right(self, company, minimum):
        """It finds every leak, and calls nothing a leak that is none."""
        people, dimensions = company
        cuts = [stat_groups.split(people, buckets) for buckets in dimensions.values()]
        self.assertEqual(
            bool(stat_audit.find_leak(cuts, minimum)), is_worked_out(cuts, minimum)
        )

    @SETTINGS
    @given(companies(18), MINIMUMS, st.sets(st.integers(0, 17)))
    def test_what_is_told_gives_nothing_away(self, company, minimum, hidden):
        people, dimensions = company
        hidden = frozenset(hidden & people)
        told = stat_groups.get_published_groups(people, dimensions, minimum, hidden)
        for groups in told.values():
            self.assertEqual(set().union(*groups.values()), people)
            self.assertEqual(sum(map(len, groups.values())), len(people))
            self.assertGreater(len(groups), 1)
            for group in groups.values():
                self.assertGreaterEqual(len(group), minimum)
                self.assertFalse(0 < len(group & hidden) < minimum)
        if len(people) <= 11:
            self.assertFalse(is_worked_out([*told.values()], minimum))
        # An exit officer reads the answers of all others, and takes them off.
        rest = [
            {bucket: group & hidden for bucket, group in groups.items()}
            for groups in told.values()
        ]
        rest = [{b: group for b, group in cut.items() if group} for cut in rest]
        if len(hidden) <= 11:
            self.assertFalse(is_worked_out(rest, minimum))

    @SETTINGS
    @given(companies(40), MINIMUMS)
    def test_more_dimensions_never_undo_the_first(self, company, minimum):
        people, dimensions = company
        told = stat_groups.get_published_groups(people, dimensions, minimum)
        again = stat_groups.get_published_groups(
            people, {name: dimensions[name] for name in told}, minimum
        )
        self.assertEqual(told, again)

    @SETTINGS
    @given(
        st.dictionaries(
            st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")),
            st.integers(1, 6),
        ),
        st.integers(1, 6),
    )
    def test_smallest_cut(self, edges, minimum):
        """A part is cut when some but not all of its nodes are on one side."""
        nodes = sorted(
            {(0, left) for left, _r in edges} | {(1, right) for _l, right in edges}
        )
        cuts = []
        for count in range(1, len(nodes)):
            for side in map(set, combinations(nodes, count)):
                cuts.append(
                    sum(
                        number
                        for (left, right), number in edges.items()
                        if ((0, left) in side) != ((1, right) in side)
                    )
                )
        smallest = min((cut for cut in cuts if cut), default=None)
        self.assertEqual(
            stat_cut.has_small_cut(edges, minimum),
            smallest is not None and smallest < minimum,
        )

    def test_merging(self):
        def merged(sizes, minimum=5, hidden=()):
            groups, start = {}, 0
            for bucket, size in sizes.items():
                groups[bucket] = set(range(start, start + size))
                start += size
            found = stat_groups.merge_small(groups, minimum, frozenset(hidden))
            return {bucket: len(group) for bucket, group in found.items()}

        other = stat_groups.OTHER
        for sizes, expected in (
            ({"a": 5, "b": 5}, {"a": 5, "b": 5}),
            ({"a": 9, "b": 3, "c": 2}, {"a": 9, other: 5}),
            # Two alone would be told by subtraction: the smallest joins them.
            ({"a": 9, "b": 6, "c": 2}, {"a": 9, other: 8}),
            ({"a": 9, "b": 2}, {}),
            ({"a": 4, "b": 4}, {}),
            ({"a": 9}, {}),
            ({"other": 6, "a": 9, "b": 5}, {"other": 6, "a": 9, "b": 5}),
        ):
            with self.subTest(sizes):
                self.assertEqual(merged(sizes), expected)
        # One hidden person in a group of seven, five in the other one.
        self.assertEqual(merged({"a": 7, "b": 7}, hidden=(0, 7, 8, 9, 10, 11)), {})
        self.assertEqual(
            merged({"a": 7, "b": 7}, hidden=(7, 8, 9, 10, 11)), {"a": 7, "b": 7}
        )

    def test_two_groups_with_almost_the_same_people(self):
        """Whoever is new and not a temp: one person, by subtraction."""
        people = set(range(20))
        temps = {p: "temp" if p < 7 else "staff" for p in people}
        years = {p: "new" if p < 8 else "old" for p in people}
        told = stat_groups.get_published_groups(
            people, {"kind": temps, "tenure": years}, 5
        )
        self.assertEqual(list(told), ["kind"])
        told = stat_groups.get_published_groups(
            people, {"tenure": years, "kind": temps}, 5
        )
        self.assertEqual(list(told), ["tenure"])

    def test_many_thousand_people_are_no_trouble(self):
        people = set(range(20_000))
        dimensions = {
            f"d{number}": {p: str(hash((p, number)) % 9) for p in people}
            for number in range(6)
        }
        told = stat_groups.get_published_groups(people, dimensions, 5)
        self.assertEqual(len(told), 6)
