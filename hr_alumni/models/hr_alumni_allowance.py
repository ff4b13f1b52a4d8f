from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

WINDOW = 30  # days
# What was never on its way is no mail that somebody got.
UNSENT = ("error", "cancel")


class HrAlumniAllowance(models.Model):
    """How many mails a former colleague gets within 30 days, whoever sends them.

    Mailings and our own mails of content leave one trace each, and the traces count.
    Mails about consent, the account and security are not capped and leave none: they
    are asked for by the person, or owed.
    """

    _inherit = "hr.alumni"

    mailing_obstacle = fields.Char(
        string="Why Left Out",
        compute="_compute_mailing_obstacle",
        groups="hr_alumni.group_manager",
        help="Why the mailing that is looked at does not reach this person.",
    )

    @api.depends_context("alumni_mailing_id")
    @api.depends("state", "private_email", "consent_ids", "message_bounce", "is_paused")
    def _compute_mailing_obstacle(self):
        mailing = self.env["mailing.mailing"].browse(
            self.env.context.get("alumni_mailing_id")
        )
        people = self.filtered(lambda alumni: mailing and alumni._origin)
        (self - people).mailing_obstacle = False
        if not people:
            return
        agreed = people._filter_consenting(mailing._get_alumni_purpose().code)
        allowed = people._filter_mail_allowance(mailing)
        companies = mailing._get_alumni_companies()
        for alumni in people:
            alumni.mailing_obstacle = alumni._get_mailing_obstacle(
                alumni in agreed, alumni in allowed, companies
            )

    def _get_mailing_obstacle(self, is_agreed, is_allowed, companies):
        """Hook: the first reason why a mailing does not reach this person, or False."""
        if self.state not in self._MEMBER_STATES:
            return self.env._("Is no member of the network now.")
        if self.is_paused:
            return self.env._("Has paused, and wants to hear nothing for now.")
        if not self.email_normalized:
            return self.env._("There is no private e-mail address.")
        if self.message_bounce:
            return self.env._("Mail to the private address came back.")
        if not is_agreed:
            return self.env._("Has not agreed to mails of this kind.")
        if self.company_id not in companies:
            return self.env._("Belongs to a company that the sender does not work for.")
        if not is_allowed:
            return self.env._(
                "Has had %(count)s mails within 30 days, as many as are allowed.",
                count=self.company_id.alumni_mail_cap,
            )
        return False

    def _filter_mail_allowance(self, mailing=None):
        """Those who may get one more mail by the cap of their company.

        Asked in one query by everything that is no answer to the person; then send,
        and tell by `_note_content_mails`. It does not ask the ledger of consents.

        :param mailing: `mailing.mailing` whose own traces do not count
        """
        # Sudo: the cap does not depend on who sends, and traces are for the office.
        people = self.sudo()
        full = people.search(
            Domain("id", "in", self.ids) & people._get_full_domain(mailing)
        )
        return self.filtered(lambda alumni: alumni.sudo() not in full)

    @api.model
    def _get_full_domain(self, mailing=None):
        """People who have got as many mails as their company allows, as a domain."""
        self.env["mailing.trace"].flush_model()
        self.env["res.company"].flush_model(["alumni_mail_cap"])
        until = (mailing and mailing.sent_date) or fields.Datetime.now()
        query = SQL(
            """
            SELECT alumni.id
              FROM mailing_trace trace
              JOIN hr_alumni alumni ON alumni.id = trace.res_id
              JOIN res_company company ON company.id = alumni.company_id
             WHERE trace.model = %(model)s
               AND trace.trace_status NOT IN %(unsent)s
               AND COALESCE(trace.sent_datetime, trace.create_date) >= %(since)s
               AND trace.is_test_trace IS NOT TRUE
               AND trace.mass_mailing_id IS DISTINCT FROM %(mailing)s
               AND company.alumni_mail_cap > 0
          GROUP BY alumni.id, company.alumni_mail_cap
            HAVING count(*) >= company.alumni_mail_cap
            """,
            model=self._name,
            unsent=UNSENT,
            since=until - timedelta(days=WINDOW),
            mailing=mailing._origin.id or 0 if mailing else 0,
        )
        return Domain("id", "in", SQL("(%s)", query))

    def _note_content_mails(self):
        """Let one mail of content, that has just been sent to each of these, count."""
        # Sudo: traces are the system's, and hold no address here.
        self.env["mailing.trace"].with_user(SUPERUSER_ID).create(
            [
                {
                    "model": self._name,
                    "res_id": alumni.id,
                    "trace_status": "sent",
                    "sent_datetime": fields.Datetime.now(),
                }
                for alumni in self
            ]
        )
