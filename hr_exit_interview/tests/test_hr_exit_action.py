from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class ExitActionCase(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topic = cls.env.ref("hr_exit_interview.hr_exit_topic_pay")
        cls.action = cls._new_action()

    @classmethod
    def _new_action(cls, user=None, **values):
        return (
            cls.env["hr.exit.action"]
            .with_user(user or cls.user_officer)
            .create(
                {
                    "name": "Open the pay ranges",
                    "topic_id": cls.topic.id,
                    "user_id": cls.user_manager.id,
                    "date_deadline": "2026-03-31",
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitAction(ExitActionCase):
    """Acting on what leavers have said, with an owner and a deadline."""

    def test_owner_starts_and_finishes_it(self):
        own = self.action.with_user(self.user_manager)
        own.action_start()
        with self.assertRaisesRegex(UserError, "Write into the result"):
            own.action_done()
        self.assertEqual(own.state, "in_progress")
        own.result = "The ranges are on the intranet."
        own.action_done()
        self.assertEqual((own.state, own.closed_date), ("done", TODAY))
        self.assertEqual(own.closed_user_id, self.user_manager)
        self.assertEqual(own.on_time_share, 1)

    def test_late_one_is_not_on_time_and_taking_it_up_forgets_the_end(self):
        self.action.date_deadline = "2026-03-15"
        self.assertTrue(self.action.is_late)
        self.action.result = "Done in the end."
        self.action.action_done()
        self.assertFalse(self.action.is_late)
        self.assertEqual(self.action.on_time_share, 0)
        self.action.action_reopen()
        self.assertEqual(self.action.state, "new")
        self.assertFalse(self.action.closed_date or self.action.closed_user_id)
        with self.assertRaisesRegex(UserError, "cannot become"):
            self.action.action_reopen()

    def test_share_done_on_time(self):
        late = self._new_action(date_deadline="2026-03-01", result="Late")
        dropped = self._new_action(result="Not needed any more")
        self.action.result = "Done"
        (self.action + late).action_done()
        dropped.action_drop()
        [(share, count)] = self.env["hr.exit.action"]._read_group(
            [("state", "=", "done"), ("company_id", "=", self.company.id)],
            [],
            ["on_time_share:avg", "__count"],
        )
        self.assertEqual((share, count), (0.5, 2))

    @mute_logger(*MUTED)
    def test_owner_writes_the_result_and_nothing_else(self):
        own = self.action.with_user(self.user_manager)
        own.result = "Half of it"
        for vals in (
            {"user_id": self.user_colleague.id},
            {"date_deadline": "2027-01-01"},
            {"name": "Something else"},
            {"public_text": "We did", "is_shown_to_staff": True},
            {"company_id": self.company_other.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                own.write(vals)
        with self.assertRaises(AccessError):
            own.action_reopen()
        with self.assertRaises(AccessError):
            self._new_action(user=self.user_manager)
        with self.assertRaises(AccessError):
            own.read(["reason_ids"])
        # Whoever has given it away does not see it any more.
        self.action.user_id = self.user_colleague
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            own.read(["name"])

    @mute_logger(*MUTED)
    def test_form_lets_an_owner_outside_hr_change_the_result_only(self):
        fields_of_hr = ("name", "topic_id", "department_id", "user_id", "description")
        own = Form(self.action.with_user(self.user_manager))
        own.result = "The ranges are on the intranet."
        own.save()
        for name in (*fields_of_hr, "date_deadline"):
            with self.subTest(name), self.assertRaisesRegex(AssertionError, "readonly"):
                setattr(own, name, getattr(own, name))
        hr = Form(self.action.with_user(self.user_officer))
        hr.name, hr.date_deadline = "Open all pay ranges", "2026-04-30"
        hr.save()
        self.assertEqual(self.action.name, "Open all pay ranges")
        new = Form(self.env["hr.exit.action"].with_user(self.user_officer))
        new.name = "It can be entered"
        self.assertEqual(new.name, "It can be entered")

    def test_state_changes_by_buttons_only(self):
        with self.assertRaisesRegex(UserError, "buttons"):
            self.action.state = "done"
        with self.assertRaisesRegex(UserError, "buttons"):
            self._new_action(state="done")

    def test_nothing_is_shown_without_a_text(self):
        with self.assertRaisesRegex(ValidationError, "Write what is told"):
            self.action.is_shown_to_staff = True

    def test_told_once_it_is_done_to_those_it_is_meant_for(self):
        Action = self.env["hr.exit.action"].with_user(self.user_colleague)
        self.action.write(
            {"public_text": "Ranges are open.", "is_shown_to_staff": True}
        )
        self.assertEqual(Action._get_told(self.company, "staff"), [])
        self.action.result = "Secret of the owner"
        self.action.action_done()
        self.assertEqual(
            Action._get_told(self.company, "staff"),
            [
                {
                    "topic": "Pay and incentives",
                    "text": "Ranges are open.",
                    "date": TODAY,
                }
            ],
        )
        self.assertEqual(Action._get_told(self.company, "leavers"), [])
        self.assertEqual(Action._get_told(self.company_other, "staff"), [])

    def test_leaver_reads_it_on_the_own_page(self):
        case = self._new_offboarding()
        case.action_confirm()
        self.action.write(
            {
                "public_text": "Ranges are open.",
                "is_shown_to_leavers": True,
                "result": "Done",
            }
        )

        def get_texts():
            sections = case.sudo()._get_leaver_page_sections()
            return [
                row["detail"]
                for section in sections
                if section["name"] == "told"
                for row in section["rows"]
            ]

        self.assertEqual(get_texts(), [])
        self.action.action_done()
        self.assertEqual(get_texts(), ["Ranges are open."])

    def test_late_ones_are_told_to_their_owner_once_a_week(self):
        late = self.action + self._new_action(name="Second")
        late.date_deadline = "2026-03-10"
        self._new_action(name="In time")
        nobody = self._new_action(user_id=self.user_colleague.id)
        nobody.date_deadline = "2026-03-10"
        self.user_colleague.email = False

        def remind():
            before = self.env["mail.mail"].search([])
            job = self.env.ref("hr_exit_interview.ir_cron_remind_late_actions")
            self.env.flush_all()
            with self.enter_registry_test_mode():
                job.method_direct_trigger()
            self.env.invalidate_all()
            return self.env["mail.mail"].search([]) - before

        mail = remind()
        self.assertEqual(mail.recipient_ids, self.user_manager.partner_id)
        self.assertIn("Open the pay ranges", mail.body_html)
        self.assertIn("Second", mail.body_html)
        self.assertNotIn("In time", mail.body_html)
        self.assertFalse(remind())
        with freeze_time("2026-03-23"):
            self.assertTrue(remind())
        late.result = "Done"
        late.action_done()
        with freeze_time("2026-04-10"):
            self.assertNotIn("Second", "".join(remind().mapped("body_html")))

    def test_job_costs_one_query_when_nothing_is_late(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.env["hr.exit.action"]._cron_remind_late()


@tagged("post_install", "-at_install")
class TestYouSaidPage(ExitActionCase, HttpCase):
    """The page on which staff reads what came of what leavers have said."""

    PATH = "/offboarding/you-said-we-did"

    def test_staff_reads_it_and_nobody_else(self):
        self.authenticate("colleague", "colleague")
        self.assertIn("There is nothing to tell yet", self.url_open(self.PATH).text)
        self.action.write(
            {
                "public_text": "Ranges are <open>.",
                "is_shown_to_staff": True,
                "result": "Only for the owner",
            }
        )
        self.action.action_done()
        page = self.url_open(self.PATH)
        self.assertIn("Ranges are &lt;open&gt;.", page.text)
        self.assertNotIn("Only for the owner", page.text)
        self.assertNotIn(self.action.name, page.text)

        self._new_user("portal_person", "base.group_portal")
        self.authenticate("portal_person", "portal_person")
        self.assertEqual(self.url_open(self.PATH).status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(self.PATH).url)
