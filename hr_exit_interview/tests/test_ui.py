from lxml import etree

from odoo import fields
from odoo.tests import tagged

from .common_http import OffboardingHttpCase


@tagged("post_install", "-at_install")
class TestUi(OffboardingHttpCase):
    """The screens in a browser, as an HR officer without administrator rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser and the server must agree on which day it is.
        (cls.user_officer + cls.user_leaver).tz = "UTC"
        cls.env["hr.offboarding.template"].create(
            {
                "name": "Chemists",
                "company_id": cls.company.id,
                "job_ids": cls.job.ids,
                "task_ids": [
                    (0, 0, {"name": "Return the badge", "is_blocking": True}),
                    (
                        0,
                        0,
                        {
                            "name": "Sign the confidentiality letter",
                            "is_blocking": True,
                            "requires_proof": True,
                        },
                    ),
                    (0, 0, {"name": "Take back the company car", "is_blocking": True}),
                ],
            }
        )

    def test_resignation_from_notice_to_cleared(self):
        for group in ("hr.group_hr_manager", "base.group_system"):
            self.assertFalse(self.user_officer.has_group(group))
        customer = self.env["res.partner"].create(
            {"name": "Azure", "user_id": self.user_leaver.id}
        )
        self.start_tour(
            "/odoo/employees", "hr_offboarding_tour", login=self.user_officer.login
        )
        self.env.invalidate_all()
        today = fields.Date.today()
        case = self.env["hr.offboarding"].search(
            [("employee_id", "=", self.employee_leaver.id)]
        )
        self.assertRecordValues(
            case,
            [
                {
                    "state": "done",
                    "reason_id": self.reason_resigned.id,
                    "origin": "hr",
                    "user_id": self.user_officer.id,
                    "last_working_date": today,
                    "departure_date": today,
                    "override_reason": False,
                }
            ],
        )
        badge, letter, car = case.task_ids.sorted("id")
        closed_by = {"closed_user_id": self.user_officer.id}
        self.assertRecordValues(
            badge + letter + car,
            [
                {**closed_by, "state": "done", "note": False, "waive_reason": False},
                {
                    **closed_by,
                    "state": "done",
                    "note": "Signed on paper, kept in the file.",
                    "waive_reason": False,
                },
                {
                    **closed_by,
                    "state": "waived",
                    "note": False,
                    "waive_reason": "No company car was handed out.",
                },
            ],
        )
        self.assertEqual(len(case.interview_ids), 1)
        self.assertEqual(case.handover_ids.state, "done")
        self.assertEqual(customer.user_id, self.user_manager)
        self.assertFalse(self.employee_leaver.active)
        self.assertFalse(self.user_leaver.active)
        self.assertEqual(self.employee_leaver.contract_date_end, today)
        self.assertPeriods(
            self.employee_leaver, [("2021-05-01", today, self.reason_resigned)]
        )

    def test_manager_settles_the_loss_of_a_key_person(self):
        cover = self._new_employee("Cora Ver", self.user_colleague)
        self.employee_leaver.is_key_person = True
        self.env["res.partner"].create(
            {"name": "Azure", "user_id": self.user_leaver.id}
        )
        today = fields.Date.today()
        case = self._new_offboarding(notice_date=today, last_working_date=today)
        case.action_confirm()
        self.assertFalse(self.user_manager.has_group("hr.group_hr_user"))
        self.start_tour(
            "/odoo/team-departures",
            "hr_offboarding_urgent_tour",
            login=self.user_manager.login,
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            case.urgent_ids,
            [
                {
                    "state": "settled",
                    "cover_id": cover.id,
                    "knowledge": "The test rig needs its restart every Monday.",
                }
            ],
        )
        self.assertEqual(case.urgent_ids.call_ids.called_user_id, self.user_manager)
        self.assertEqual(case.urgent_ids.call_task_id.user_id, self.user_colleague)

    def test_views_of_those_concerned_know_all_their_fields(self):
        """The client stops at a view with a field that the server does not give.

        A field for HR that a condition names is such a field for everybody else.
        """
        models = (
            "hr.offboarding",
            "hr.offboarding.task",
            "hr.offboarding.handover",
            "hr.offboarding.introduction",
            "hr.offboarding.urgent",
        )
        views = self.env["ir.ui.view"].search(
            [
                ("model", "in", models),
                ("mode", "=", "primary"),
                ("type", "!=", "search"),
            ]
        )
        self.assertEqual(set(views.mapped("model")), set(models))
        for user in self.user_officer + self.user_manager + self.user_leaver:
            for view in views:
                with self.subTest(user=user.login, view=view.name):
                    model = self.env[view.model].with_user(user)
                    got = model.get_views([(view.id, view.type)])
                    arch = etree.fromstring(got["views"][view.type]["arch"])
                    named = {
                        node.get("name")
                        for node in arch.iter("field")
                        # Those of the lists inside belong to other models.
                        if not any(node.iterancestors("field"))
                    }
                    known = got["models"][view.model]["fields"].keys()
                    self.assertEqual(named - known, set())
