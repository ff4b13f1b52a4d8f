"""How much earlier service counts after a return, and from which day it then runs.

Days are counted as they are lived: the first and the last day of a stint are both
service, the day after the last day is the first day away. Somebody employed from 1 to
31 January has 31 days, and back on 1 March of a common year was 28 days away. Some
published policies leave the last day out; their dates are then one day later.

    credited days  = sum over earlier stints of (last - first day + 1) x work share
    recognised day = day of return - credited days

Months and years are those of the calendar, from the same day to the same day: a gap
from 1 July on is at most three months when the return is on 1 October or before. Part
days are dropped, once, at the end. Days of stints that overlap count once.

A rule is asked about the last gap. Walking back from it, a stint counts as long as the
gap after it keeps the same limit; the first gap that does not ends the count. Minimum
of service and parity are asked of the last stint alone. Where an earlier return was
decided (`Stint.recognised`), that stands and nothing before it is counted again.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from dateutil.relativedelta import relativedelta

METHODS = ("none", "original", "adjusted", "percent", "deferred", "manual")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A length of time as people agree on it: 30 days, 13 weeks, 3 months, 5 years."""

    value: int
    unit: str = "months"

    def after(self, day):
        """The day that is so long after `day`."""
        try:
            return day + relativedelta(**{self.unit: self.value})
        except (OverflowError, ValueError):
            return date.max


@dataclass(frozen=True)
class Stint:
    """One time that the person worked here, both days included."""

    start: date
    end: date
    share: float = 100  # percent of full time
    unworked: int = 0  # days in it that were not worked, as unpaid leave
    reason: str = ""  # why it ended
    contract: object = None
    is_paid: bool = False  # service of these days was paid out when they left
    recognised: date = None  # from which day service ran in it, when that was decided

    @property
    def days(self):
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Rule:
    """One line of a policy, in the words of `hr.service.rule`."""

    name: str
    method: str = "none"
    purposes: frozenset = frozenset()  # none named: all
    contracts: frozenset = frozenset()  # none named: all
    reasons: frozenset = frozenset()  # only for these; none named: all
    excluded: frozenset = frozenset()  # never for these
    prior: Span = None  # at least so long before
    gap_over: Span = None  # away for longer than this
    gap_most: Span = None  # away for this at most
    parity: str = ""  # "shorter": gap < stint before; "not_longer": gap <= stint before
    parity_from: int = 0  # days of the gap from which parity is asked
    is_weekly: bool = False  # broken by a whole week from Sunday to Saturday away
    share: int = 100  # percent of the days, for the method percent
    waiting: int = 0  # months after the return, for the method deferred
    cap: int = 0  # years at most
    is_prorated: bool = False  # part time counts in part
    is_worked_only: bool = False
    skips_paid: bool = False  # what was paid out does not count again
    valid_from: date = None
    valid_to: date = None


@dataclass(frozen=True)
class Verdict:
    """What one rule says about one return."""

    rule: Rule
    obstacle: str  # "" when the rule applies, else the first condition that fails
    gap_days: int
    prior_days: int  # lived in the stints that count
    credited_days: int  # of them, what is credited
    counted_gap_days: int  # time away that counts as well
    recognised: date
    effective: date  # until then service runs from the return
    stint_count: int = 0
    is_capped: bool = False
    needs_decision: bool = False

    @property
    def applies(self):
        return not self.obstacle


@dataclass(frozen=True)
class Decision:
    """What all rules say, in their order."""

    verdicts: tuple
    chosen: Verdict  # the first that applies, or None
    following: Verdict  # the next one that would apply, or None


@dataclass(frozen=True)
class _Block:
    """Days in a row: one stint, or several that overlap or follow each other."""

    start: date
    end: date
    stints: tuple

    @property
    def last(self):
        return max(self.stints, key=lambda stint: (stint.end, stint.start))

    @property
    def days(self):
        return (self.end - self.start).days + 1


def decide(rules, stints, back, purpose=None):
    """Ask rules in their order about a return.

    :param rules: list of `Rule`, the one to be asked first first
    :param stints: list of `Stint`; what is not over on the day before `back` is cut
    :param back: first day after the return
    :param purpose: what the service is recognised for
    :return: `Decision`
    """
    verdicts = tuple(assess(rule, stints, back, purpose) for rule in rules)
    applying = [verdict for verdict in verdicts if verdict.applies]
    return Decision(
        verdicts,
        applying[0] if applying else None,
        applying[1] if len(applying) > 1 else None,
    )


def assess(rule, stints, back, purpose=None):
    """Ask one rule about a return; the parameters are those of `decide`.

    :return: `Verdict`; with an obstacle nothing is credited
    """
    blocks = _get_blocks(stints, back)
    gap_days = (back - blocks[-1].end).days - 1 if blocks else 0
    obstacle = _get_obstacle(rule, blocks, back, purpose)
    nothing = Verdict(rule, obstacle, gap_days, 0, 0, 0, back, back)
    if obstacle or rule.method == "none":
        return nothing
    counted = _get_counted(rule, blocks, back)
    if not counted:
        return replace(nothing, obstacle="paid")
    verdict = replace(
        nothing,
        prior_days=_get_carried(counted[0]) + sum(block.days for block in counted),
        stint_count=sum(len(block.stints) for block in counted),
    )
    if rule.method == "manual":
        return replace(verdict, needs_decision=True)
    return _with_outcome(rule, verdict, blocks, counted, back)


def has_whole_week(start, back):
    """Whether a whole week from Sunday to Saturday lies in the days away.

    >>> has_whole_week(date(2026, 3, 2), date(2026, 3, 14))
    False
    >>> has_whole_week(date(2026, 3, 1), date(2026, 3, 8))
    True
    """
    sunday = start + timedelta(days=(6 - start.weekday()) % 7)
    return sunday + timedelta(days=7) <= back


def _with_outcome(rule, verdict, blocks, counted, back):
    """Add to a verdict what is credited, and from which day service runs."""
    carried = _get_carried(counted[0])
    if rule.method == "original":
        # The date of before stays, and with it the time away. Earlier stints move it.
        earlier = carried + sum(block.days for block in counted[:-1])
        recognised = counted[-1].start - timedelta(days=earlier)
    else:
        credited = floor(
            (carried + sum(_get_credit(rule, block) for block in counted))
            * (Fraction(rule.share, 100) if rule.method == "percent" else 1)
        )
        recognised = back - timedelta(days=credited)
    capped = recognised
    if rule.cap:
        capped = max(recognised, back - relativedelta(years=rule.cap))
    total = (back - capped).days
    credited = min(total, verdict.prior_days)
    return replace(
        verdict,
        credited_days=credited,
        counted_gap_days=total - credited,
        recognised=capped,
        effective=back + relativedelta(months=rule.waiting),
        is_capped=capped != recognised,
    )


def _get_blocks(stints, back):
    """Stints that are over before the return, oldest first, joined where no day lies
    between them.
    """
    last_day = back - _DAY
    cut = [
        replace(stint, end=min(stint.end or last_day, last_day))
        for stint in stints
        if stint.start < back
    ]
    blocks = []
    for stint in sorted(cut, key=lambda stint: (stint.start, stint.end)):
        if blocks and stint.start <= blocks[-1].end + _DAY:
            block = blocks[-1]
            blocks[-1] = _Block(
                block.start, max(block.end, stint.end), (*block.stints, stint)
            )
        else:
            blocks.append(_Block(stint.start, stint.end, (stint,)))
    return blocks


def _get_obstacle(rule, blocks, back, purpose):
    """The first condition that stands against a rule, or an empty text."""
    if not blocks:
        return "" if rule.method == "none" else "stints"
    last = blocks[-1]
    away = last.end + _DAY
    gap_days = (back - away).days
    is_parity_asked = bool(rule.parity) and gap_days >= rule.parity_from
    conditions = {
        "purpose": bool(rule.purposes) and purpose not in rule.purposes,
        "valid": bool(
            (rule.valid_from and back < rule.valid_from)
            or (rule.valid_to and back > rule.valid_to)
        ),
        "contract": bool(rule.contracts) and last.last.contract not in rule.contracts,
        "reason": bool(rule.reasons) and last.last.reason not in rule.reasons,
        "excluded": last.last.reason in rule.excluded,
        "gap_over": bool(rule.gap_over) and back <= rule.gap_over.after(away),
        "gap_most": _is_too_long(rule, away, back),
        "week": rule.is_weekly and has_whole_week(away, back),
        "prior": bool(rule.prior) and away < rule.prior.after(last.start),
        "parity": is_parity_asked
        and gap_days >= last.days + (rule.parity == "not_longer"),
    }
    return next((name for name, stands in conditions.items() if stands), "")


def _is_too_long(rule, away, back):
    return bool(rule.gap_most) and back > rule.gap_most.after(away)


def _get_counted(rule, blocks, back):
    """The blocks that a rule counts, oldest first."""
    counted = []
    for block in reversed(blocks):
        away = block.end + _DAY
        if _is_too_long(rule, away, back) or (
            rule.is_weekly and has_whole_week(away, back)
        ):
            break
        back = block.start
        if rule.skips_paid and any(stint.is_paid for stint in block.stints):
            if rule.method == "original":
                break
            continue
        if rule.contracts and block.last.contract not in rule.contracts:
            continue
        counted.insert(0, block)
        if any(stint.recognised for stint in block.stints):
            break
    return counted


def _get_carried(block):
    """Days before the first day of a block that an earlier decision has credited."""
    known = [stint.recognised for stint in block.stints if stint.recognised]
    return max(0, (block.start - min(known)).days) if known else 0


def _get_credit(rule, block):
    """Days of a block as the rule counts them; days in two stints count once."""
    stints = block.stints
    edges = sorted(
        {stint.start for stint in stints} | {stint.end + _DAY for stint in stints}
    )
    credit = Fraction(0)
    for start, end in zip(edges, edges[1:], strict=False):
        shares = [
            Fraction(str(stint.share)) / 100
            for stint in stints
            if stint.start <= start <= stint.end
        ]
        share = min(Fraction(1), sum(shares)) if rule.is_prorated else bool(shares)
        credit += (end - start).days * share
    if rule.is_worked_only:
        credit -= sum(
            stint.unworked
            * (Fraction(str(stint.share)) / 100 if rule.is_prorated else 1)
            for stint in stints
        )
    return max(Fraction(0), credit)
