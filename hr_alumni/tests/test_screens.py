"""The screens of the morning ask the same number of queries for few and for many."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import AlumniCase

SCREENS = {
    "Today": "hr_alumni.hr_alumni_nudge_action",
    "list": "hr_alumni.hr_alumni_action",
    "cooling": "hr_alumni.hr_alumni_action_cooling",
    "directory": "hr_alumni.hr_alumni_directory_action",
    "contacts": "hr_alumni.hr_alumni_touch_action",
}
PAGE = 80


@tagged("post_install", "-at_install")
class TestScreens(AlumniCase):
    def _add_people(self, number, mark):
        for one in range(number):
            alumni = self._new_alumni(
                f"Person {mark}{one}", owner_id=self.user_alumni.id, city="Porto"
            )
            alumni._do_answer(
                self.purposes["member"]
                + self.purposes["directory_staff"]
                + self.purposes["career"],
                channel="link",
            )
            alumni._do_open({"staff": {"place", "employer", "job"}})
            alumni._log_touch("hand", note="Hello")
            alumni._make_nudge(
                "touch", "Call", ref=f"{mark}{one}", user_id=self.user_alumni.id
            )
            self.env["hr.alumni.career"].create(
                {
                    "alumni_id": alumni.id,
                    "employer_name": f"Kilns {mark}{one}",
                    "source": "person",
                    "date_from": fields.Date.today() - timedelta(days=30),
                }
            )

    def _get_specification(self, model, view_type):
        view = self.env[model].get_view(view_type=view_type)
        names = {
            node.get("name")
            for node in etree.fromstring(view["arch"]).iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        return {
            name: {"fields": {"display_name": {}}}
            if self.env[model]._fields[name].relational
            else {}
            for name in names
        }

    def _count(self, xml_id):
        """Queries of opening a screen in list and cards, and rows that it shows."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        Model = self.env[action["res_model"]].with_user(self.user_alumni)
        domain = safe_eval(action["domain"] or "[]", {"uid": self.user_alumni.id})
        total = rows = 0
        for view_type in set(action["view_mode"].split(",")) & {"list", "kanban"}:
            fields_shown = self._get_specification(Model._name, view_type)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = Model.web_search_read(
                domain, fields_shown, limit=PAGE, count_limit=10_001
            )
            total += self.env.cr.sql_log_count - before
            rows = max(rows, len(found["records"]))
        return total, rows

    def _count_warm(self, xml_id):
        self._count(xml_id)  # New accounts empty the caches of rights.
        return self._count(xml_id)

    def test_queries_do_not_grow_with_people(self):
        self._add_people(3, "a")
        few = {name: self._count_warm(xml_id) for name, xml_id in SCREENS.items()}
        self._add_people(40, "b")
        for name, xml_id in SCREENS.items():
            with self.subTest(name):
                queries, rows = self._count_warm(xml_id)
                if name != "cooling":
                    self.assertGreater(rows, few[name][1] + 30)
                self.assertLessEqual(queries, few[name][0])

    def test_many_at_once_change_what_the_office_decides_only(self):
        """The cells of the list that can be typed in when people are selected."""
        view = self.env["hr.alumni"].get_view(view_type="list")
        tree = etree.fromstring(view["arch"])
        self.assertEqual(tree.get("multi_edit"), "1")
        model = self.env["hr.alumni"]
        self.assertEqual(
            {
                node.get("name")
                for node in tree.iter("field")
                if node.get("readonly") not in ("1", "True")
                and node.get("column_invisible") not in ("1", "True")
                and not model._fields[node.get("name")].readonly
            },
            {"leaving_group", "owner_id", "tier_id"},
        )
