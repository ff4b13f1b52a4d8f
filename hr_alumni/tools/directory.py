"""Who sees what of a former colleague: the audiences, and what can be opened to each.

Plain data without Odoo. A person agrees to a purpose before an audience finds anything,
and opens each item on their own; nothing is open by itself.
"""

from dataclasses import dataclass

# Item: fields of the directory that it fills.
ITEMS = {
    "employer": ("employer_name",),
    "job": ("job_title",),
    "industry": ("industry_id",),
    "place": ("city", "country_id"),
    "skills": ("skills",),
    "past": ("last_job_title", "last_department"),
    "left": ("left_year",),
    "open": ("is_open_to_projects", "is_open_to_mentoring", "is_open_to_speaking"),
    "return": ("is_open_to_return",),
    "messages": ("takes_messages",),
}
# What members who work at a competitor are shown of others, and may search by.
LIMITED_ITEMS = ("place",)


@dataclass(frozen=True)
class Audience:
    """Readers of the directory.

    `purpose` is the code of the consent, `items` what can be opened to them.
    `needs_item` keeps the name back, too, until something is opened: where the text of
    the consent speaks of asking, and not of being found.
    """

    purpose: str
    items: tuple
    needs_item: bool = False


COLLEAGUES = ("employer", "job", "industry", "place", "skills", "past", "left", "open")
AUDIENCES = {
    "alumni": Audience("directory_alumni", (*COLLEAGUES, "messages")),
    "staff": Audience("directory_staff", COLLEAGUES),
    # Sales learns nothing of the time with us.
    "sales": Audience("business", ("employer", "job", "industry", "place"), True),
    "recruiters": Audience(
        "jobs", ("employer", "job", "industry", "place", "skills", "return"), True
    ),
}


def get_open_fields(audience, items):
    """The fields that these items fill for an audience, as a set.

    Items that cannot be opened to this audience fill nothing.
    """
    allowed = AUDIENCES[audience].items
    return {name for item in items if item in allowed for name in ITEMS[item]}


def is_found(audience, items):
    """Whether an audience finds somebody who has agreed and opened these items."""
    rules = AUDIENCES[audience]
    return not rules.needs_item or any(item in rules.items for item in items)


def read_choices(posted, audiences):
    """What was ticked on the page, as a dict of audience to the set of its items.

    :param posted: the form as it came, with keys such as `open_staff_employer`
    :param audiences: the audiences that were asked about; each is in the result
    """
    return {
        audience: {
            item
            for item in AUDIENCES[audience].items
            if posted.get(f"open_{audience}_{item}") == "on"
        }
        for audience in audiences
    }
