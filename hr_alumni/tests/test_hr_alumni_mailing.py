from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import email_normalize, mute_logger

from odoo.addons.mass_mailing.tests.common import MassMailCommon

from .common import AlumniCase


@tagged("post_install", "-at_install", "security")
class TestHrAlumniMailing(AlumniCase, MassMailCommon):
    """Newsletters: by the office, to whoever agreed, at the moment of sending."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._new_alumni("Rea Der")
        cls.reader._do_answer(cls.purposes["newsletter"], channel="link")
        cls.own = cls.reader + cls.alumni_active + cls.alumni_candidate

    def _new_mailing(self, user=None, domain=None, model="hr.alumni", **values):
        return (
            self.env["mailing.mailing"]
            .with_user(user or self.user_alumni)
            .create(
                {
                    "subject": "What is new",
                    "body_html": "<p>Hello</p>",
                    "mailing_model_id": self.env["ir.model"]._get_id(model),
                    "mailing_domain": repr(domain or [("id", "in", self.own.ids)]),
                    "reply_to_mode": "new",
                    "reply_to": "office@example.com",
                    **values,
                }
            )
        )

    def _run_queue(self):
        """The real queue: as the system, by the scheduled job."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.mock_mail_gateway():
            cron = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        reached = {email_normalize(mail["email_to"][0]) for mail in self._mails}
        return reached & set(self.own.sudo().mapped("email_normalized"))

    def test_goes_to_those_who_agreed(self):
        mailing = self._new_mailing()
        mailing.action_put_in_queue()
        self.assertEqual(self._run_queue(), {"rea.der@example.com"})
        traces = mailing.sudo().mailing_trace_ids
        self.assertEqual(traces.mapped("res_id"), self.reader.ids)

    def test_purpose_of_the_mailing_decides(self):
        mailing = self._new_mailing(alumni_purpose_id=self.purposes["member"].id)
        self.assertEqual(mailing.sudo()._get_recipients(), self.alumni_active.ids)

    def test_consent_withdrawn_while_queued(self):
        mailing = self._new_mailing()
        mailing.action_put_in_queue()
        self.assertEqual(mailing.sudo()._get_recipients(), self.reader.ids)
        self.reader._do_withdraw(self.purposes["newsletter"], "portal")
        self.assertEqual(self._run_queue(), set())
        self.assertFalse(mailing.sudo().mailing_trace_ids)

    def test_recipients_named_before_are_asked_again(self):
        """As when the withdrawal comes between the choice and the sending."""
        mailing = self._new_mailing()
        with self.mock_mail_gateway():
            mailing.sudo().action_send_mail(self.own.ids)
        self.assertEqual(len(self._mails), 1)
        by_person = {
            trace.res_id: trace.trace_status
            for trace in mailing.sudo().mailing_trace_ids
        }
        self.assertEqual(by_person.pop(self.reader.id), "sent")
        self.assertEqual(set(by_person.values()), {"cancel"})

    def test_mail_that_waits_is_not_sent(self):
        mailing = self._new_mailing()
        mail = self.env["mail.mail"].create(
            {
                "email_to": self.reader.private_email,
                "state": "outgoing",
                "mailing_id": mailing.id,
                "mailing_trace_ids": [
                    (
                        0,
                        0,
                        {
                            "mass_mailing_id": mailing.id,
                            "model": "hr.alumni",
                            "res_id": self.reader.id,
                            "email": self.reader.private_email,
                        },
                    )
                ],
            }
        )
        self.reader._do_withdraw(self.purposes["member"], "portal")
        self.assertEqual(mail.state, "outgoing")
        self.reader._do_withdraw(self.purposes["newsletter"], "portal")
        self.assertEqual(mail.state, "cancel")
        self.assertEqual(mail.mailing_trace_ids.trace_status, "cancel")

    def test_private_mail_that_waits_is_not_sent_to_whoever_left(self):
        with self.mock_mail_gateway():
            self.reader._do_send_choices()
        mail = self._new_mails
        mail.state = "outgoing"
        self.reader._do_leave("portal")
        self.assertEqual(mail.state, "cancel")

    def test_only_the_office_writes(self):
        with self.assertRaisesRegex(ValidationError, "Only alumni managers"):
            self._new_mailing(self.user_marketing)
        mailing = self._new_mailing(self.user_marketing, model="res.partner", domain=[])
        with self.assertRaises(ValidationError):
            mailing.mailing_model_id = self.env["ir.model"]._get_id("hr.alumni")

    def test_secrets_choose_nobody(self):
        for term in (
            ("private_email", "ilike", "a"),
            ("email_normalized", "=", "rea.der@example.com"),
            ("employee_ids.private_email", "ilike", "a"),
            ("consent_ids", "!=", False),
            ("partner_id.email", "ilike", "a"),
            ("owner_id", "any", [("login", "=", "x")]),
        ):
            with self.subTest(term), self.assertRaises(ValidationError):
                self._new_mailing(domain=[term])
            with self.subTest(term), self.assertRaises(ValidationError):
                self.env["mailing.filter"].with_user(self.user_alumni).create(
                    {
                        "name": "Probe",
                        "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                        "mailing_domain": repr([term]),
                    }
                )
        # Whatever got into the database past the checks reaches nobody.
        mailing = self._new_mailing()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_mailing SET mailing_domain = %s WHERE id = %s",
            ("[('private_email', 'ilike', 'a')]", mailing.id),
        )
        mailing.invalidate_recordset()
        self.assertEqual(mailing.sudo()._get_recipients(), [])

    def test_other_companies_are_out_of_reach(self):
        other = self._new_alumni("Otto Far", company=self.company_other)
        other._do_answer(self.purposes["newsletter"], channel="link")
        people = self.reader + other
        mailing = self._new_mailing(domain=[("id", "in", people.ids)])
        self.assertEqual(mailing.sudo()._get_recipients(), self.reader.ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_was_sent_is_seen_by_the_office_only(self):
        mailing = self._new_mailing()
        with self.mock_mail_gateway():
            mailing.sudo().action_send_mail()
        trace = mailing.sudo().mailing_trace_ids
        saved = self.env.ref("hr_alumni.mailing_filter_alumni_recent")
        self.env.flush_all()
        for record in (mailing, trace, saved):
            with self.subTest(record._name):
                self.env.invalidate_all()
                self.assertTrue(record.sudo(False).with_user(self.user_alumni).read())
                foreign = record.sudo(False).with_user(self.user_marketing)
                with self.assertRaises(AccessError):
                    foreign.read(["id", "display_name"])
                self.assertFalse(foreign.search([("id", "=", record.id)]))

    def test_nobody_follows_and_notes_are_mailed_to_nobody(self):
        partner = self.env["res.partner"].create({"name": "By Hand"})
        alumni = (
            self.env["hr.alumni"]
            .with_user(self.user_alumni)
            .create({"partner_id": partner.id, "company_id": self.company.id})
        )
        self.assertFalse(alumni.message_follower_ids)
        self.assertFalse(alumni.message_ids)
        alumni.message_subscribe(self.user_colleague.partner_id.ids)
        self.assertFalse(alumni.message_follower_ids)
        with self.mock_mail_gateway():
            alumni.message_post(
                body="Hello",
                subtype_xmlid="mail.mt_comment",
                partner_ids=(alumni.partner_id + self.user_colleague.partner_id).ids,
            )
        self.assertFalse(self._mails)
        self.assertFalse(self._new_mails)

    def test_mailings_open_no_model_of_ours(self):
        """Neither as recipients nor as what recipients are chosen by.

        A mailing reads as the system, and its traces say who matched.
        """
        ours = [
            name
            for name, model in self.env.registry.items()
            if model._original_module in ("hr_exit_interview", "hr_alumni")
            and not model._abstract
            and not model._transient
            and name != "hr.alumni"
        ]
        self.assertIn("hr.exit.alarm", ours)
        for name in [*ours, "survey.user_input", "survey.user_input.line"]:
            with self.subTest(name), self.assertRaises(ValidationError):
                self._new_mailing(self.user_marketing, model=name, domain=[])
        # Whatever got into the database past the checks reaches nobody.
        mailing = self._new_mailing(self.user_marketing, model="res.partner", domain=[])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_mailing SET mailing_model_id = %s, mailing_domain = %s"
            " WHERE id = %s",
            (self.env["ir.model"]._get_id("hr.offboarding"), "[]", mailing.id),
        )
        mailing.invalidate_recordset()
        self.assertEqual(mailing.sudo()._get_recipients(), [])

    def test_recipients_of_other_models_are_not_chosen_by_ours(self):
        for term in (
            ("employee_ids.offboarding_ids", "!=", False),
            ("employee_ids.offboarding_ids.is_regretted", "=", True),
            ("employee_ids.is_key_person", "=", True),
            ("employee_ids", "any", [("is_key_person", "=", True)]),
            ("employee_ids", "any", [("offboarding_ids", "!=", False)]),
            ("user_ids.employee_ids.offboarding_ids.state", "=", "draft"),
        ):
            with self.subTest(term), self.assertRaises(ValidationError):
                self._new_mailing(
                    self.user_marketing, model="res.partner", domain=[term]
                )
            mailing = self._new_mailing(
                self.user_marketing, model="res.partner", domain=[("id", ">", 0)]
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE mailing_mailing SET mailing_domain = %s WHERE id = %s",
                (repr([term]), mailing.id),
            )
            mailing.invalidate_recordset()
            with self.subTest(term, how="sent"):
                self.assertEqual(mailing.sudo()._get_recipients(), [])
        # Core's own choices are left alone.
        for term in (("name", "ilike", "Rea"), ("user_ids.login", "ilike", "rea")):
            self._new_mailing(self.user_marketing, model="res.partner", domain=[term])
