from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_newsletter import NewsletterCase


@tagged("post_install", "-at_install", "security")
class TestNewsletterSending(NewsletterCase):
    """What is asked again at the moment of sending, and what comes of it."""

    def test_withdrawn_while_queued(self):
        self._new_news()
        other = self._new_reader("Oth Er")
        mailing = self._prepare()
        mailing.action_put_in_queue()
        self.reader._do_withdraw(self.purposes["newsletter"], "portal")
        self.assertEqual(len(self._run_queue()), 1)
        self.assertEqual(mailing.mailing_trace_ids.mapped("res_id"), other.ids)

    def test_who_never_gets_it(self):
        """Also when they were among the recipients when it was queued."""
        self._new_news()
        changes = {
            "bounced": lambda one: one.sudo().write({"message_bounce": 1}),
            "deceased": lambda one: one.action_deceased(),
            "returned": lambda one: one._do_return(),
            "left": lambda one: one._do_leave("portal"),
            "blacklisted": lambda one: self.env["mail.blacklist"]._add(
                one.private_email
            ),
            "no_address": lambda one: one.write({"private_email": False}),
            "erased": lambda one: one._privacy_erase("request"),
        }
        people = {name: self._new_reader(f"Out {name}") for name in changes}
        for name, change in changes.items():
            with self.subTest(name):
                mailing = self._prepare()
                ids = (self.reader + people[name]).ids
                self.assertIn(people[name].id, mailing.sudo()._get_recipients())
                change(people[name])
                self.env.invalidate_all()
                if name != "blacklisted":  # The platform asks that on sending.
                    recipients = mailing.sudo()._get_recipients()
                    self.assertNotIn(people[name].id, recipients)
                gone = self.env["hr.alumni"].browse(ids).exists()
                allowed = mailing.sudo()._filter_alumni_recipients(gone)
                self.assertEqual(allowed, self.reader)

    def test_one_address_gets_it_once(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._new_reader("Twin One", private_email="twins@example.com")
        self._new_reader("Twin Two", private_email="Twins@Example.com")
        self._new_reader("Twin Three", private_email="twins@example.com", lang="fr_FR")
        self._new_news()
        mailings = self._prepare()
        self.assertEqual(len(mailings), 2)
        addresses = [address.lower() for address in self._send(mailings)]
        self.assertEqual(sum("twins@" in address for address in addresses), 1)
        self.assertEqual(len(addresses), 2)

    def test_hidden_from_competitors_at_the_moment_of_sending(self):
        self._new_news("Secret", is_hidden_from_competitors=True)
        self._new_reader("Ri Val").is_at_competitor = True
        mailing = self._prepare()
        self.reader.is_at_competitor = True
        self.assertEqual(mailing.sudo()._get_recipients(), [])
        with self.mock_mail_gateway():
            mailing.sudo().action_send_mail(self.reader.ids)
        self.assertFalse(self._mails)

    def test_issue_stops_when_somebody_told_of_withdraws(self):
        teller = self._new_reader("Tel Ler")
        self._new_move(teller)
        mailing = self._prepare()
        self.assertEqual(mailing.alumni_told_ids, teller)
        mailing.action_put_in_queue()
        teller._do_withdraw(self.purposes["story"], "portal")
        self.assertTrue(mailing.alumni_is_outdated)
        self.assertEqual(self._run_queue(), [])
        self.assertEqual(mailing.state, "draft")
        self.assertEqual(mailing.activity_ids.user_id, self.user_alumni)
        with self.assertRaisesRegex(ValidationError, "prepare the issue again"):
            mailing.action_put_in_queue()

    def test_issue_stops_when_news_is_taken_down(self):
        news = self._new_news()
        mailing = self._prepare()
        news.action_withdraw()
        with self.assertRaisesRegex(ValidationError, "prepare the issue again"):
            mailing.action_put_in_queue()
        with self.mock_mail_gateway():
            mailing.sudo().action_send_mail(self.reader.ids)
        self.assertFalse(self._mails)

    def test_erasure_takes_the_name_out_of_issues(self):
        teller = self._new_reader("Tel Ler")
        self._new_move(teller)
        mailing = self._prepare()
        self.assertIn("Tel Ler", mailing.body_html)
        teller._privacy_erase("request")
        self.env.flush_all()
        self.env.invalidate_all()
        for name in ("body_html", "body_arch"):
            self.assertNotIn("Tel Ler", mailing[name])

    def test_mailing_shows_no_field_of_the_record(self):
        """Also to a template editor who is an alumni manager: the system renders it."""
        self.user_alumni.group_ids += self.env.ref("mail.group_mail_template_editor")
        self._new_news()
        mailing = self._prepare()
        for words in (
            "object.private_email",
            "object.request_ids",
            "object.guidance_ids",
            "object.touch_ids",
            "object.consent_ids",
            "object.sudo().env['hr.exit.answer'].search([])",
            "user.env",
        ):
            for values in (
                {"body_html": f'<p><t t-out="{words}"/></p>'},
                {"body_html": f'<p t-att-title="{words}">x</p>'},
                {"body_html": f'<p t-if="{words}">x</p>'},
                {"subject": f"{{{{ {words} }}}}"},
                {"preview": f"{{{{ {words} }}}}"},
            ):
                with (
                    self.subTest(values),
                    self.assertRaises(ValidationError),
                    self.env.cr.savepoint(),
                ):
                    mailing.write(values)
        mailing.body_html = '<p>Dear <t t-out="object.partner_id.name"/></p>'
        with self.mock_mail_gateway():
            mailing.sudo().action_send_mail()
        self.assertIn("Dear", self._mails[0]["body"])
        self.assertIn("Rea Der", self._mails[0]["body"])
        # Whatever got into the database past the checks reaches nobody.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_mailing SET body_html = %s WHERE id = %s",
            ('<p><t t-out="object.private_email"/></p>', mailing.id),
        )
        self.env.invalidate_all()
        self.assertEqual(mailing.sudo()._get_recipients(), [])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_results_on_the_record_are_for_the_office(self):
        self._new_news()
        mailing = self._prepare()
        self.assertEqual(len(self._send(mailing)), 1)
        trace = mailing.mailing_trace_ids
        trace.set_opened()
        trace.links_click_datetime = fields.Datetime.now()
        reader = self.reader.sudo(False).with_user(self.user_alumni)
        self.env.invalidate_all()
        self.assertEqual(
            (reader.mailed_count, reader.mail_opened_count, reader.mail_clicked_count),
            (1, 1, 1),
        )
        action = reader.action_view_mailings()
        found = self.env["mailing.trace"].with_user(self.user_alumni)
        self.assertEqual(found.search(action["domain"]), trace)
        for user in (self.user_officer, self.user_keeper, self.user_marketing):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env.invalidate_all()
                self.reader.sudo(False).with_user(user).read(["mailed_count"])

    def test_address_that_bounced_is_told_and_works_again_when_it_changes(self):
        self.reader.sudo()._message_receive_bounce(
            "rea.der@example.com", self.env["res.partner"]
        )
        people = self.env["hr.alumni"].with_user(self.user_alumni)
        mine = [("id", "in", (self.reader + self.alumni_active).ids)]
        dead = people.search([*mine, ("is_address_dead", "=", True)])
        self.assertEqual(dead, self.reader)
        self.assertEqual(
            people.search([*mine, ("is_address_dead", "=", False)]),
            self.alumni_active,
        )
        self._new_news()
        self.assertFalse(self._prepare())
        mailing = self.env["mailing.mailing"].with_user(self.user_alumni)
        mailing = mailing.create(
            {
                "subject": "By hand",
                "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                "mailing_domain": repr([("id", "=", self.reader.id)]),
            }
        )
        told = dead.with_context(alumni_mailing_id=mailing.id)
        self.assertIn("came back", told.mailing_obstacle)
        dead.private_email = "new@example.com"
        self.assertFalse(self.reader.message_bounce)
        self.assertEqual(self._prepare()._get_recipients(), self.reader.ids)
