from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase

# Steps that may write to former colleagues by themselves, each a scheduled job.
CRONS = (
    "hr_alumni.ir_cron_remind_invited",
    "hr_alumni.ir_cron_erase_unanswered",
    "hr_alumni.ir_cron_rest_silent",
    "hr_alumni.ir_cron_renew_consents",
    "hr_alumni.ir_cron_assign_tiers",
    "hr_alumni.ir_cron_keep_circles",
)
STATES = ("candidate", "invited", "active", "dormant", "left", "returned", "deceased")


@tagged("post_install", "-at_install", "security")
class TestLedger(AlumniCase, MailCase):
    """Whatever leaves for a former colleague was allowed by the ledger before.

    People in every state, with and without consents, go through everything that the
    addon does; each mail, message, trace and activity that names an address or a person
    is compared with what the ledger said at that moment.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["hr.alumni"]
        for state in STATES:
            for code in (None, "newsletter", "member", "circles"):
                alumni = cls._new_alumni(f"Led {state} {code or 'nothing'}")
                if code:
                    cls.env["hr.privacy.consent"]._record(
                        alumni, cls.purposes[code], "given", "portal"
                    )
                alumni.sudo().state = state
                cls.people += alumni

    @contextmanager
    def _watch(self):
        """Collect who was allowed what while something runs, and all that was made."""
        allowed = set()
        original = type(self.env["hr.alumni"])._filter_contactable

        def ask(records, purpose_code):
            people = original(records, purpose_code)
            allowed.update(people.sudo().mapped("email_normalized"))
            return people

        models = ("mail.mail", "mail.message", "mailing.trace", "mail.activity")
        self.env.flush_all()
        last = {
            model: self.env[model].sudo().search([], order="id desc", limit=1).id
            for model in models
        }
        with (
            patch.object(type(self.env["hr.alumni"]), "_filter_contactable", ask),
            self.mock_mail_gateway(),
        ):
            yield
        self.env.flush_all()
        reached = {email for mail in self._mails for email in mail["email_to"]}
        for mail in self._new_mails.exists():
            reached.add(mail.email_to or "")
            reached.update(mail.recipient_ids.mapped("email"))
        for model in models:
            for record in self.env[model].sudo().search([("id", ">", last[model])]):
                reached.update(self._get_addresses(record))
        own = set(self.people.exists().mapped("email_normalized")) - {False}
        written = {
            email for email in own if any(email in (one or "") for one in reached)
        }
        self.assertEqual(written - allowed, set())
        self.written = written

    def _get_addresses(self, record):
        """The addresses that a mail, message, trace or activity goes to."""
        if record._name == "mail.mail":
            return [record.email_to, *record.recipient_ids.mapped("email")]
        if record._name == "mail.message":
            return record.partner_ids.mapped("email")
        if record._name == "mailing.trace":
            return [record.email] if record.trace_status != "cancel" else []
        return [f"{record.summary or ''} {record.note or ''}"]

    def test_scheduled_jobs(self):
        past = fields.Date.to_date("2000-01-01")
        self.people.sudo().write(
            {
                "last_sign_date": past,
                "invitation_date": fields.Datetime.to_datetime(past),
            }
        )
        for name in CRONS:
            with self.subTest(name), self.enter_registry_test_mode(), self._watch():
                self.env.ref(name).method_direct_trigger()

    def test_buttons_on_everybody(self):
        for name in (
            "action_invite",
            "action_remind",
            "action_send_choices",
            "action_dormant",
            "action_reactivate",
            "action_leave",
            "action_deceased",
        ):
            for alumni in self.people:
                with self.subTest(button=name, person=alumni.display_name):
                    with self._watch():
                        try:
                            with self.env.cr.savepoint():
                                getattr(alumni.with_user(self.user_alumni), name)()
                        except Exception as error:
                            self.assertIn("Error", type(error).__name__)
                    if alumni.state in ("left", "deceased"):
                        self.assertFalse(self.written)

    def test_never_write_to_me_stands_above_every_consent(self):
        one = self.alumni_active
        self.assertTrue(one._may_contact("member"))
        self.env["mail.blacklist"]._add(one.private_email)
        self.env.invalidate_all()
        self.assertMayContact(one, set())
        with self.mock_mail_gateway():
            one._mail_privately("hr_alumni.mail_template_alumni_choices", "member")
        self.assertFalse(self._mails)
        self.env["mail.blacklist"]._remove(one.private_email)
        self.env.invalidate_all()
        self.assertTrue(one._may_contact("member"))

    def test_mailing_on_everybody(self):
        mailing = (
            self.env["mailing.mailing"]
            .with_user(self.user_alumni)
            .create(
                {
                    "subject": "What is new",
                    "body_html": "<p>Hello</p>",
                    "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                    "mailing_domain": repr([("id", "in", self.people.ids)]),
                }
            )
        )
        with self._watch():
            mailing.sudo().action_send_mail(self.people.ids)
        readers = self.people.filtered(
            lambda one: (
                "newsletter" in one.display_name
                and one.state in ("candidate", "invited", "active", "dormant")
            )
        )
        self.assertEqual(self.written, set(readers.mapped("email_normalized")))

    def test_post_of_a_circle_on_everybody(self):
        circle = self.env["hr.alumni.circle"].create({"name": "All of them"})
        members = self.env["hr.alumni.circle.member"].create(
            [
                {"circle_id": circle.id, "alumni_id": one.id, "state": "member"}
                for one in self.people
            ]
        )
        post = self.env["hr.alumni.post"].create(
            {"circle_id": circle.id, "title": "Hello", "body": "To all"}
        )
        circle.email = "circle@example.com"
        with self._watch():
            post.action_publish()
            post.sudo()._mail_batch()
            members._tell("admitted")
        readers = self.people.filtered(
            lambda one: (
                "circles" in one.display_name
                and one.state in ("candidate", "invited", "active", "dormant")
            )
        )
        self.assertEqual(self.written, set(readers.mapped("email_normalized")))

    def test_a_send_past_the_ledger_is_noticed(self):
        """The watch itself can fail."""
        with self.assertRaises(AssertionError), self._watch():
            self.env["mail.mail"].create(
                {"email_to": self.people[0].private_email, "state": "outgoing"}
            )
