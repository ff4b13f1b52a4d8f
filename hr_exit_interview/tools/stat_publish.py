"""From the answers of a window to the lines that are told: nothing else ever is."""

from dataclasses import dataclass, field

from . import stat_figures
from .stat_groups import get_counted, get_published_groups

TOTAL = "total"
# What people named (reasons, themes) is told from so many people on, whatever the
# smallest group is: it says more than a number.
THEME_MINIMUM = 8


@dataclass(frozen=True)
class Question:
    """What was asked, and how its answers are counted.

    `kind` is scale, enps, choice or rate. Answers are a number, the set of the keys of
    what was chosen, or whether something is so.
    """

    key: str
    kind: str
    low: float = 1
    high: float = 5
    choices: tuple = ()
    is_theme: bool = False


@dataclass
class Window:
    """The people of a window, and how they are cut into groups.

    :param dimensions: dimension to bucket of each person, the most important first
    :param minimum: the smallest group
    :param hidden: those whose answers nobody reads, see `stat_groups`
    """

    dimensions: dict
    minimum: int
    hidden: frozenset = frozenset()
    _known: dict = field(default_factory=dict, repr=False)

    def get_lines(self, question, answers):
        """What is told about a question.

        :param answers: person to answer, of those who have answered
        :return: list of dicts: dimension, bucket and figures; empty when too few people
            have answered
        """
        minimum = self.get_minimum(question)
        groups = self.get_groups(frozenset(answers), minimum)
        return [
            {"dimension": dimension, "bucket": bucket, **figures}
            for dimension, buckets in groups.items()
            for bucket, people in buckets.items()
            for figures in _get_figures(question, [answers[p] for p in sorted(people)])
        ]

    def get_minimum(self, question):
        """How many people must be in a group to be told about, for this question."""
        if question.is_theme:
            return max(self.minimum, THEME_MINIMUM)
        return self.minimum

    def get_groups(self, people, minimum):
        """All groups that are told of these people, all of them together included."""
        known = self._known.get((people, minimum))
        if known is None:
            known = self._known[people, minimum] = self._find_groups(people, minimum)
        return known

    def _find_groups(self, people, minimum):
        counted = get_counted(people, minimum, self.hidden)
        if len(counted) < minimum:
            return {}
        return {
            TOTAL: {"": counted},
            **get_published_groups(
                counted, self.dimensions, minimum, self.hidden & counted
            ),
        }


def _get_figures(question, values):
    if question.kind == "choice":
        return stat_figures.get_choice_figures(values, question.choices)
    if question.kind == "rate":
        return [stat_figures.get_rate_figures(values)]
    count = {
        "scale": stat_figures.get_scale_figures,
        "enps": stat_figures.get_enps_figures,
    }[question.kind]
    return [count(values, question.low, question.high)]
