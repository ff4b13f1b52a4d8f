"""Who may be shown what, without Odoo."""

import unittest

from ..tools.directory import (
    AUDIENCES,
    ITEMS,
    get_open_fields,
    is_found,
    read_choices,
)


class TestDirectory(unittest.TestCase):
    def test_items_fill_their_fields_where_they_may(self):
        for audience, items, expected in (
            ("staff", ("place",), {"city", "country_id"}),
            ("staff", ("past", "employer"), set(ITEMS["past"]) | {"employer_name"}),
            ("staff", (), set()),
            ("staff", ("return",), set()),
            ("sales", ("past", "skills", "left"), set()),
            ("sales", ("job",), {"job_title"}),
            ("recruiters", ("return",), {"is_open_to_return"}),
            ("alumni", ("no such thing",), set()),
        ):
            with self.subTest(audience=audience, items=items):
                self.assertEqual(get_open_fields(audience, items), expected)

    def test_sales_and_recruiters_find_nobody_before_something_is_open(self):
        for audience, items, expected in (
            ("alumni", (), True),
            ("staff", (), True),
            ("sales", (), False),
            ("sales", ("skills",), False),
            ("sales", ("place",), True),
            ("recruiters", (), False),
            ("recruiters", ("return",), True),
        ):
            with self.subTest(audience=audience, items=items):
                self.assertEqual(is_found(audience, items), expected)

    def test_every_item_can_be_opened_to_somebody(self):
        offered = {item for rules in AUDIENCES.values() for item in rules.items}
        self.assertEqual(offered, set(ITEMS))

    def test_nothing_but_the_boxes_of_the_page_is_read(self):
        posted = {
            "open_staff_job": "on",
            "open_staff_place": "off",
            "open_staff_return": "on",
            "open_sales_past": "on",
            "open_alumni_job": "on",
            "state": "active",
        }
        self.assertEqual(
            read_choices(posted, ["staff", "sales"]), {"staff": {"job"}, "sales": set()}
        )
