from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mass_mailing.tests.common import MassMailCommon

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniAllowance(AlumniCase, MassMailCommon):
    """Two mails in 30 days, by default, whoever sends them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._new_alumni("Rea Der")
        cls.other = cls._new_alumni("Otto Ther")
        cls.readers = cls.reader + cls.other
        cls.readers._do_answer(cls.purposes["newsletter"], channel="link")

    def _note_mails(self, alumni, count, days=0, **values):
        self.env["mailing.trace"].create(
            [
                {
                    "model": "hr.alumni",
                    "res_id": alumni.id,
                    "sent_datetime": fields.Datetime.now() - timedelta(days),
                    "trace_status": "sent",
                    **values,
                }
                for _number in range(count)
            ]
        )

    def _new_mailing(self, domain=None, **values):
        return (
            self.env["mailing.mailing"]
            .with_user(self.user_alumni)
            .create(
                {
                    "subject": "What is new",
                    "body_html": "<p>Hello</p>",
                    "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                    "mailing_domain": repr(domain or [("id", "in", self.readers.ids)]),
                    "reply_to_mode": "new",
                    "reply_to": "office@example.com",
                    **values,
                }
            )
        )

    def test_two_mails_are_enough(self):
        self.assertEqual(self.readers._filter_mail_allowance(), self.readers)
        self._note_mails(self.reader, 1)
        self.assertEqual(self.readers._filter_mail_allowance(), self.readers)
        self._note_mails(self.reader, 1)
        self.assertEqual(self.readers._filter_mail_allowance(), self.other)

    def test_what_was_long_ago_or_never_sent_does_not_count(self):
        self._note_mails(self.reader, 5, days=31)
        self._note_mails(self.reader, 5, trace_status="cancel")
        self._note_mails(self.reader, 5, trace_status="error")
        self._note_mails(self.reader, 5, is_test_trace=True)
        self._note_mails(self.reader, 5, model="res.partner")
        self.assertEqual(self.readers._filter_mail_allowance(), self.readers)
        self._note_mails(self.reader, 2, days=29, trace_status="bounce")
        self.assertEqual(self.readers._filter_mail_allowance(), self.other)

    def test_company_sets_the_number(self):
        self._note_mails(self.reader, 2)
        self.company.alumni_mail_cap = 3
        self.assertEqual(self.readers._filter_mail_allowance(), self.readers)
        self.company.alumni_mail_cap = 0
        self._note_mails(self.reader, 9)
        self.assertEqual(self.readers._filter_mail_allowance(), self.readers)

    def test_answer_does_not_depend_on_who_asks(self):
        self._note_mails(self.reader, 2)
        asked = self.readers.with_user(self.user_colleague)
        self.assertEqual(asked._filter_mail_allowance(), self.other)

    def test_asked_in_one_query_for_any_number(self):
        people = self.readers
        for number in range(20):
            people += self._new_alumni(f"Many {number}")
        self._note_mails(self.reader, 2)
        self.env.flush_all()
        people._filter_mail_allowance()
        for some in (self.readers, people):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                self.assertNotIn(self.reader, some._filter_mail_allowance())

    def test_mailing_leaves_out_and_says_why(self):
        self._note_mails(self.reader, 2)
        mailing = self._new_mailing(
            [("id", "in", (self.readers + self.alumni_active).ids)]
        )
        self.assertEqual(mailing.sudo()._get_recipients(), self.other.ids)
        self.assertEqual(mailing.alumni_left_out_count, 2)
        action = mailing.action_view_alumni_left_out()
        left_out = (
            self.env["hr.alumni"]
            .with_user(self.user_alumni)
            .with_context(action["context"])
            .search(action["domain"])
        )
        reasons = {one: one.mailing_obstacle for one in left_out}
        self.assertIn("2 mails within 30 days", reasons[self.reader])
        self.assertIn("not agreed", reasons[self.alumni_active])
        with mute_logger("odoo.addons.base.models.ir_model"):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                left_out.with_user(self.user_officer).read(["mailing_obstacle"])

    def test_own_mails_of_a_mailing_do_not_stop_it(self):
        mailing = self._new_mailing()
        self._note_mails(self.reader, 2, mass_mailing_id=mailing.id)
        self.assertEqual(set(mailing.sudo()._get_recipients()), set(self.readers.ids))
        self.assertEqual(self.readers._filter_mail_allowance(), self.other)

    def test_third_mailing_is_one_too_many(self):
        for _number in range(2):
            with self.mock_mail_gateway():
                self._new_mailing().sudo().action_send_mail()
            self.assertEqual(len(self._mails), 2)
        third = self._new_mailing()
        self.assertEqual(third.sudo()._get_recipients(), [])
        # Also when the recipients were chosen before.
        with self.mock_mail_gateway():
            third.sudo().action_send_mail(self.readers.ids)
        self.assertFalse(self._mails)

    def test_own_mails_of_content_count(self):
        template = "hr_alumni.mail_template_alumni_choices"
        for expected in (self.readers, self.readers, self.env["hr.alumni"]):
            with self.mock_mail_gateway():
                sent = self.readers._mail_privately(template, "newsletter")
            self.assertEqual(sent, expected)
            self.assertEqual(len(self._mails), len(expected))
        traces = self.env["mailing.trace"].search(
            [("model", "=", "hr.alumni"), ("res_id", "in", self.readers.ids)]
        )
        self.assertEqual(set(traces.mapped("trace_status")), {"sent"})
        self.assertFalse(any(traces.mapped("email")))
        self.assertEqual(self._new_mailing().sudo()._get_recipients(), [])

    def test_mails_about_consents_always_go_out(self):
        self._note_mails(self.reader, 9)
        with self.mock_mail_gateway():
            self.assertEqual(self.reader._do_send_choices(), self.reader)
        self.assertEqual(len(self._mails), 1)

    def test_traces_are_seen_by_the_office_only(self):
        self._note_mails(self.reader, 1)
        domain = [("model", "=", "hr.alumni"), ("res_id", "=", self.reader.id)]
        traces = self.env["mailing.trace"]
        self.assertTrue(traces.with_user(self.user_alumni).search(domain))
        self.assertFalse(traces.with_user(self.user_marketing).search(domain))

    def test_form_of_a_new_mailing_opens(self):
        form = Form(self.env["mailing.mailing"].with_user(self.user_alumni))
        form.mailing_model_id = self.env["ir.model"]._get("hr.alumni")
        form.subject = "What is new"
        self.assertTrue(form.save().alumni_left_out_count)
