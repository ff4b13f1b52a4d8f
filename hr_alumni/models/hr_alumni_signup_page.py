from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Rows of one sender in an hour and in a day, and of all senders in an hour.
SENDER_HOUR, SENDER_DAY, COMPANY_HOUR = 5, 15, 200
# Mails to one address in a day.
ADDRESS_DAY = 2
CONFIRM_DAYS = 3
WAITING_DAYS = 180
# Serialises the sign-ups of a company, so that they are counted rightly.
LOCK = 1_946_208


class HrAlumniSignupPage(models.Model):
    """What the public page does: count, keep, mail the link, and forget in time.

    Whoever signs up gets the same answer, whatever is known of the address.
    """

    _inherit = "hr.alumni.signup"

    @api.model
    def _do_sign_up(self, values, company, sender):
        """Keep what was typed in, and mail the link that confirms the address.

        :param values: clean values of the form
        :param company: `res.company` that takes sign-ups
        :param sender: network address from where it came; it is not kept
        :return: False when too many have come, whoever was meant
        """
        # Sudo: the public has no rights here.
        signups = self.sudo()
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, company.id)
        )
        sender_hash = self._hash_sender(sender)
        if signups._is_flooded(sender_hash, company):
            return False
        is_written_to = signups._may_mail_to(values["email"], company)
        signup = signups.create(
            {**values, "company_id": company.id, "sender_hash": sender_hash}
        )
        if is_written_to:
            signup._mail_page("hr_alumni.mail_template_alumni_signup", "signup")
        return True

    @api.model
    def _hash_sender(self, sender):
        """A fingerprint that is another one every day, and leads back to nobody."""
        text = f"sender:{fields.Date.today()}:{sender}"
        return self.env["hr.privacy.suppression"]._hash(text)

    @api.model
    def _is_flooded(self, sender_hash, company):
        own = Domain("sender_hash", "=", sender_hash)
        return (
            self._count_since(own, hours=1) >= SENDER_HOUR
            or self._count_since(own, hours=24) >= SENDER_DAY
            or self._count_since(Domain("company_id", "=", company.id), hours=1)
            >= COMPANY_HOUR
        )

    @api.model
    def _may_mail_to(self, email, company):
        """Whether one more mail may go to this address, which anybody can type in.

        Not to somebody who has said that it was not them. An address that is suppressed
        otherwise is written to: the mail answers what was just asked for with it, and
        without a click nothing follows.
        """
        count = self._count_since(Domain("email", "=", email), hours=24)
        declined = self.env["hr.privacy.suppression"]._is_declined(email, company)
        return count < ADDRESS_DAY and not declined

    @api.model
    def _count_since(self, domain, hours):
        since = fields.Datetime.now() - timedelta(hours=hours)
        return self.search_count(domain & Domain("create_date", ">", since))

    def _do_decline(self):
        """It was not the person: forget it, and never write to the address for it."""
        self.ensure_one()
        suppression = self.env["hr.privacy.suppression"]
        suppression._decline(self.email, self.company_id)
        self.unlink()

    def _mail_page(self, template_xmlid, purpose=None):
        """Mail to the address that was typed in, as the answer to just that.

        The mail holds no word that was typed in: it could be anybody's.
        """
        template = self.env.ref(template_xmlid).with_user(SUPERUSER_ID)
        mails = template.env["mail.mail"]
        # Sudo: made as the system, so that nobody but the person reads the link.
        for signup in self.sudo():
            link = purpose and signup._get_signed_link(purpose)
            mail_id = template.with_context(signup_url=link).send_mail(
                signup.id,
                email_values={
                    "email_to": signup.email,
                    "recipient_ids": [],
                    "model": False,
                    "res_id": False,
                    "auto_delete": True,
                },
            )
            mails += mails.browse(mail_id)
        mails.send_after_commit()

    def _plan_review(self):
        """Tell the office that somebody waits; the line names nobody."""
        # Sudo: the activity is somebody else's.
        for signup in self.sudo():
            user = self.env["hr.alumni.request"]._get_deputy(
                "alumni", signup.company_id
            )
            if user:
                signup.activity_id = signup.env["mail.activity"].create(
                    signup._prepare_review(user)
                )

    def _prepare_review(self, user):
        """Hook: the activity of whoever decides, without a word of the sign-up."""
        env = self.with_context(lang=user.lang).env
        link = Markup("<a href='/odoo/alumni-signups/%s'>%s</a>") % (
            self.id,
            env._("Open the sign-up"),
        )
        return {
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": env._("A former colleague has signed up"),
            "note": link,
            "user_id": user.id,
            "date_deadline": fields.Date.add(fields.Date.today(), days=7),
        }

    @api.autovacuum
    def _gc_old(self):
        """Delete what was never confirmed, was decided, or waits for too long."""
        # Sudo: the system cleans up, whoever could read it.
        model = self.sudo()
        now = fields.Datetime.now()
        model.search(
            Domain("state", "=", "unconfirmed")
            & Domain("create_date", "<", now - timedelta(days=CONFIRM_DAYS))
            | Domain("state", "=", "waiting")
            & Domain("confirmed_date", "<", now - timedelta(days=WAITING_DAYS))
        ).unlink()
        for company in model.env["res.company"].search(Domain.TRUE):
            limit = now - timedelta(days=company.alumni_signup_days)
            model.search(
                Domain("company_id", "=", company.id)
                & Domain("state", "in", ("accepted", "refused"))
                & Domain("decided_date", "<", limit)
            ).unlink()

    # Links

    def _get_link_path(self, purpose):
        return "/alumni/join"

    def _get_link_days(self, purpose):
        return CONFIRM_DAYS

    def _get_link_fingerprint(self, purpose):
        """Void once the address is confirmed."""
        self.ensure_one()
        signup = self.sudo()  # Sudo: it counts, whatever the user may read of it.
        return f"{signup.email}-{signup.state}"
