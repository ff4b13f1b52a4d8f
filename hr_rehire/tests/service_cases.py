"""What worked examples of recognised service are made of.

`PRESETS` are the rules that ship as data, and `test_hr_service_rule` holds the two
together; the other rules are published policies and law, as their sources tell them.
"""

from collections import namedtuple
from datetime import date

from ..tools.service import Rule, Span, Stint

Case = namedtuple("Case", "name source words rule stints back day credited obstacle")
ONE_YEAR = Span(12, "months")
FAULTS = frozenset({"FIR1", "FIR2", "FIR3", "FIR4", "FIR5"})
REDUNDANT = frozenset({"ORG1", "ORG2"})

PRESETS = {
    rule.name: rule
    for rule in (
        Rule(
            "BR-06",
            "adjusted",
            reasons=REDUNDANT,
            gap_most=Span(24, "months"),
            prior=ONE_YEAR,
        ),
        Rule(
            "BR-07",
            "adjusted",
            reasons=frozenset({"END4"}),
            gap_most=Span(9, "months"),
            is_worked_only=True,
        ),
        Rule(
            "BR-08",
            "percent",
            reasons=frozenset({"END3"}),
            gap_most=Span(24, "months"),
            share=50,
        ),
        Rule(
            "BR-09",
            "original",
            purposes=frozenset({"benefit"}),
            gap_most=Span(90, "days"),
            parity="not_longer",
            parity_from=28,
        ),
        Rule(
            "BR-10",
            "original",
            purposes=frozenset({"notice", "severance"}),
            is_weekly=True,
        ),
        Rule("BR-00", "original", gap_most=Span(3, "days")),
        Rule("BR-01", "original", gap_most=Span(30, "days")),
        Rule(
            "BR-02",
            "original",
            gap_most=Span(3, "months"),
            prior=ONE_YEAR,
            excluded=FAULTS,
        ),
        Rule(
            "BR-03",
            "adjusted",
            gap_over=Span(3, "months"),
            gap_most=Span(5, "years"),
            prior=ONE_YEAR,
        ),
        Rule("BR-04", "adjusted", gap_most=Span(24, "months"), is_prorated=True),
        Rule("BR-05", "deferred", parity="shorter", waiting=12),
        Rule("BR-99", "none"),
    )
}

BLR = "BLR HR forums, discussion 1649194 “Bridging service dates”"
TRINITY = "Trinity College, staff handbook 4.08 Rehires and Bridged Service"
SPELMAN = "Spelman College, policy 282 Service Credit"
ALFRED = "Alfred University, Bridging of Prior Service"
PRINCETON = "Princeton University, policy 6.0.1 Crediting of University Service"
BRANDEIS = "Brandeis University, Credit for Prior Service"
INFOR = "Infor CloudSuite, manual: rehire and adjusted hire date"
SALT_LAKE = "Salt Lake City, prior service credit policy 3.01.09"
ACA = "US Treasury, 26 CFR 54.4980H-3(c)(4), rehired employees"
UK = "UK Employment Rights Act 1996, sections 210 and 212(1)"
ODOO = "Odoo 19, hr.employee._get_first_version_date"
OWN = "house convention, tools/service.py"

PLAIN = Rule("plain", "adjusted")
ALFRED_TEMPORARY = Rule("Alfred 1", "original", gap_most=Span(14, "days"))
SPELMAN_SHORT = Rule("Spelman, short", "original", gap_most=Span(29, "days"))
PRINCETON_RECALL = Rule(
    "Princeton 1",
    "original",
    reasons=REDUNDANT,
    gap_most=Span(12, "months"),
    prior=ONE_YEAR,
)
PRINCETON_LATER = Rule(
    "Princeton 2",
    "adjusted",
    reasons=REDUNDANT,
    gap_over=Span(12, "months"),
    gap_most=Span(5, "years"),
    prior=ONE_YEAR,
)
PRINCETON_RESIGNED = Rule(
    "Princeton 3", "original", gap_most=Span(90, "days"), prior=ONE_YEAR
)
MSU = Rule("MSU", "original", gap_most=Span(12, "months"), prior=ONE_YEAR)
PLU = Rule("PLU", "adjusted", gap_most=Span(365, "days"))
CONVERSE = Rule("Converse", "original", gap_most=Span(30, "days"))
CITY = Rule("Salt Lake City", "adjusted", cap=3, is_prorated=True)
PAID = Rule("paid", "adjusted", skips_paid=True)


def stint(start, end, **more):
    return Stint(date.fromisoformat(start), date.fromisoformat(end), **more)


def case(name, source, words, rule, stints, back, day, credited=0, obstacle=""):
    return Case(
        name,
        source,
        words,
        PRESETS.get(rule, rule),
        stints,
        date.fromisoformat(back),
        date.fromisoformat(day),
        credited,
        obstacle,
    )
