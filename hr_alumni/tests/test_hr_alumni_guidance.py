from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase

SECRETS = {"strengths": "Patience", "interests": "Glazes", "goals": "A small team"}


@tagged("post_install", "-at_install", "security")
class TestHrAlumniGuidance(AlumniCase, MailCase):
    """Two see it; the office offers, the person decides, the adviser keeps the file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.alumni_active
        cls.adviser = cls._new_user("adviser", "base.group_user")
        cls.successor = cls._new_user("successor", "base.group_user")

    def _offer(self, user=None, adviser=None, people=None):
        people = (people or self.person).with_user(user or self.user_alumni)
        action = people.action_offer_guidance()
        form = Form(
            self.env["hr.alumni.guidance.offer"]
            .with_user(user or self.user_alumni)
            .with_context(action["context"])
        )
        form.adviser_id = adviser or self.adviser
        with self.mock_mail_gateway():
            form.save().action_offer()
        return self.env["hr.alumni.guidance"]._get_open(self.person)

    def _run(self):
        guidance = self._offer()
        guidance._do_accept()
        guidance._do_answer(SECRETS)
        return guidance

    def _can_read(self, guidance, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return bool(
            self.env["hr.alumni.guidance"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .search([("id", "=", guidance.id)])
        )

    def test_offer_is_mailed_without_a_word_of_what_it_is(self):
        guidance = self._offer()
        self.assertRegex(guidance.name, r"^GUI/\d{4}/\d{4}$")
        self.assertEqual(guidance.display_name, guidance.name)
        self.assertEqual(guidance.state, "offered")
        [mail] = self._mails
        self.assertIn("/alumni/guidance/", mail["body"])
        self.assertNotIn(self.adviser.name, mail["body"])

    def test_adviser_sees_it_once_the_person_has_agreed(self):
        guidance = self._offer()
        self.assertFalse(self._can_read(guidance, self.adviser))
        guidance._do_accept()
        self.assertTrue(self._can_read(guidance, self.adviser))
        activity = guidance.sudo().activity_id
        self.assertEqual(activity.user_id, self.adviser)
        self.assertFalse(activity.res_model)
        self.assertNotIn(self.person.display_name, f"{activity.summary}{activity.note}")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_else_reads_it(self):
        guidance = self._run()
        for user in (
            self.user_alumni,
            self.user_officer,
            self.user_admin_hr,
            self.user_colleague,
            self.user_manager,
            self.env.ref("base.user_admin"),
        ):
            with self.subTest(user.login):
                self.assertFalse(self._can_read(guidance, user))
                with self.assertRaises(AccessError):
                    own = guidance.sudo(False).with_user(user)
                    own.with_context(allowed_company_ids=[]).read(["goals"])

    def test_a_second_offer_says_nothing(self):
        guidance = self._run()
        self.assertEqual(self._offer(self.user_officer, self.successor), guidance)
        self.assertEqual(guidance.adviser_id, self.adviser)
        self.assertFalse(self._mails)

    def test_who_may_offer(self):
        self.person.owner_id = self.user_keeper
        for user in (self.user_keeper, self.user_colleague, self.user_sales):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._offer(user)
        self.assertTrue(self._offer(self.user_officer))

    def test_adviser_of_another_company_or_outside(self):
        far = self._new_user("far", "base.group_user", company=self.company_other)
        for user in (far, self.person._get_account()):
            with self.subTest(user.login), self.assertRaises(ValidationError):
                self.env["hr.alumni.guidance"]._do_offer(self.person, user)

    def test_request_of_the_person_is_a_line_of_today(self):
        guidance = self.env["hr.alumni.guidance"]._do_request(self.person)
        again = self.env["hr.alumni.guidance"]._do_request(self.person)
        self.assertEqual(guidance, again)
        self.assertEqual(
            self.person.nudge_ids.filtered(lambda n: n.ref).kind, "request"
        )
        self.assertEqual(self._offer(), guidance)
        self.assertEqual(guidance.state, "offered")

    def test_adviser_writes_the_plan_and_nothing_that_decides_who_sees(self):
        guidance = self._run().sudo(False).with_user(self.adviser)
        form = Form(guidance)
        form.plan = "Step by step"
        form.follow_up_date = fields.Date.today() + timedelta(7)
        with form.step_ids.new() as step:
            step.name = "A course"
        form.save()
        self.assertEqual(guidance.step_ids.name, "A course")
        activity = guidance.sudo().activity_id
        self.assertEqual(activity.date_deadline, guidance.follow_up_date)
        for vals in (
            {"adviser_id": self.successor.id},
            {"alumni_id": self.alumni_candidate.id},
            {"state": "ended"},
            {"is_hand_over_asked": True},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                guidance.write(vals)
        guidance.action_end()
        with self.assertRaisesRegex(UserError, "has ended"):
            guidance.plan = "Later"

    def test_person_writes_the_own_fields_only(self):
        guidance = self._run()
        guidance._do_answer({**SECRETS, "plan": "Mine", "adviser_id": 1})
        self.assertFalse(guidance.plan)
        self.assertEqual(guidance.adviser_id, self.adviser)

    def test_hand_over_with_the_agreement_of_the_person(self):
        guidance = self._run()
        own = guidance.sudo(False).with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "Choose who"):
            own.action_ask_hand_over()
        own.next_adviser_id = self.successor
        with self.mock_mail_gateway():
            own.action_ask_hand_over()
        self.assertEqual(len(self._mails), 1)
        self.assertFalse(self._can_read(guidance, self.successor))
        self.adviser.active = False
        self.assertEqual(guidance.state, "running")
        guidance._do_accept()
        self.assertEqual(guidance.adviser_id, self.successor)
        self.assertTrue(self._can_read(guidance, self.successor))
        self.assertFalse(self._can_read(guidance, self.adviser))

    def test_hand_over_declined(self):
        guidance = self._run()
        own = guidance.sudo(False).with_user(self.adviser)
        own.next_adviser_id = self.successor
        with self.mock_mail_gateway():
            own.action_ask_hand_over()
        guidance._do_decline()
        self.assertEqual(
            (guidance.state, guidance.adviser_id), ("running", self.adviser)
        )
        self.assertFalse(guidance.next_adviser_id)

    def test_adviser_leaves_and_nobody_was_agreed(self):
        guidance = self._run()
        guidance.next_adviser_id = self.successor  # Chosen, and not asked about.
        self.adviser.active = False
        self.assertEqual(guidance.state, "ended")
        self.assertFalse(guidance.next_adviser_id)
        self.assertFalse(guidance.sudo().activity_id)

    def test_hand_over_of_a_leaver_does_not_even_count_it(self):
        scanned = self.env["hr.offboarding.handover"]._get_scanned_fields()
        self.assertNotIn("hr.alumni.guidance", {f.model_name for f in scanned})

    def test_ended_is_deleted_in_time_and_with_the_person(self):
        guidance = self._run()
        guidance._do_end()
        guidance._gc_ended()
        self.assertTrue(guidance.exists())
        guidance.end_date = fields.Date.today() - timedelta(200)
        guidance._gc_ended()
        self.assertFalse(guidance.exists())
        guidance = self._run()
        self.env["hr.alumni.guidance.step"].create(
            {"guidance_id": guidance.id, "name": "A course"}
        )
        step = guidance.step_ids
        self.person._privacy_erase("request")
        self.assertFalse(guidance.exists())
        self.assertFalse(step.exists())

    def test_leaver_gets_it_before_the_last_day(self):
        case = self._new_offboarding()
        case.action_confirm()
        action = case.with_user(self.user_officer).action_offer_guidance()
        person = self._get_alumni(self.employee_leaver)
        self.assertEqual(action["context"]["default_alumni_ids"], person.ids)
        self.env["hr.alumni.guidance"]._do_offer(person, self.adviser)
        network = case._get_leaver_page_values()["network"]
        self.assertEqual(network["guidance_state"], "offered")
        self.assertIn("still works here", person.invitation_obstacle)
