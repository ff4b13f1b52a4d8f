from odoo import SUPERUSER_ID, api, fields, models

from .hr_alumni import PRIVATE_GROUPS
from .hr_alumni_warmth import RELATION_GROUPS

EMAIL = "email"  # What the link to a new address is for.
EMAIL_DAYS = 2


class HrAlumniProfile(models.Model):
    """What a former colleague tells of oneself on the own page.

    A new address is used once it is confirmed by a link that was mailed to it. Until
    then the old one stays; and it is told, in case somebody else was at the page.
    """

    _inherit = "hr.alumni"

    bio = fields.Text(
        string="About",
        groups=RELATION_GROUPS,
        help="In the person's own words, as told on the own page.",
    )
    linkedin_url = fields.Char(
        string="LinkedIn or Website",
        groups=RELATION_GROUPS,
        help="A page about the person, given by the person.",
    )
    asked_email = fields.Char(
        string="New Address, Not Confirmed",
        readonly=True,
        copy=False,
        groups=PRIVATE_GROUPS,
        help="Entered on the own page by the person, who has not yet opened the link "
        "that was sent to it.",
    )

    def _do_update_profile(self, values):
        """The person has told something of oneself.

        :param values: clean values of fields that the page offers
        """
        self.ensure_one()
        self.write(self._get_changed(self, values))
        self._note_profile()

    def _do_tell(self, part, values):
        """The person tells of a job or a milestone, new or corrected.

        :param part: an own `hr.alumni.career` or `hr.alumni.milestone`; empty for a new
        :param values: clean values of it
        :raise ValidationError: what the model refuses, in a sentence for the person
        """
        self.ensure_one()
        if part._name == "hr.alumni.career":
            values = {
                **values,
                "source": "person",
                "confirmed_date": fields.Date.context_today(self),
                "confirmed_user_id": False,
            }
        if part:
            part.write(self._get_changed(part, values))
        else:
            part.create({**values, "alumni_id": self.id})
        self._note_profile()

    @api.model
    def _get_changed(self, record, values):
        """Those of the values that the record does not have yet."""
        return {
            name: value
            for name, value in values.items()
            if record._fields[name].convert_to_write(record[name], record) != value
        }

    def _note_profile(self):
        """The person has been at the own profile: once a day it counts as a contact."""
        today = fields.Date.context_today(self)
        self._log_touch("portal", ref=f"profile,{today}")

    # A new address

    def _do_ask_email(self, email):
        """The person wants another address: mail a link to it that confirms it.

        :param email: one normalised address
        :return: whether there is anything to confirm; which address is known to whom
            is told to nobody
        """
        self.ensure_one()
        if email == self.email_normalized:
            self.asked_email = False
            return False
        self.asked_email = email
        # Sudo: a wish never to be written to holds for this mail, too.
        blacklist = self.env["mail.blacklist"].sudo()
        if not blacklist.search_count([("email", "=", email)]):
            self._send_email_link()
        return True

    def _send_email_link(self):
        template = self.env.ref("hr_alumni.mail_template_alumni_email").with_user(
            SUPERUSER_ID
        )
        mail_id = template.with_context(
            email_url=self._get_signed_link(EMAIL)
        ).send_mail(
            self.id,
            email_values={
                "email_to": self.asked_email,
                "recipient_ids": [],
                "model": False,
                "res_id": False,
                "auto_delete": True,
            },
        )
        template.env["mail.mail"].browse(mail_id).send_after_commit()

    def _do_confirm_email(self):
        """The new address works: it is used from now on, and signs in the account.

        :return: whether the account is signed in with it, too; it is not when the
            address signs in somebody else
        """
        self.ensure_one()
        email = self.asked_email
        # Told first, since afterwards it goes to the new address.
        self._mail_privately(
            "hr_alumni.mail_template_alumni_email_changed", "any", is_capped=False
        )
        self.write({"private_email": email, "asked_email": False})
        # What bounced was the old address.
        self.message_bounce = 0
        self._note_profile()
        account = self._get_account()
        if not account or self._is_address_taken():
            return False
        account.with_user(SUPERUSER_ID).write({"login": email, "email": email})
        return True

    def _get_link_path(self, purpose):
        if purpose == EMAIL:
            return "/alumni/email"
        return super()._get_link_path(purpose)

    def _get_link_days(self, purpose):
        return EMAIL_DAYS if purpose == EMAIL else super()._get_link_days(purpose)

    def _get_link_fingerprint(self, purpose):
        if purpose == EMAIL:
            # Sudo: both addresses count, whatever the user may read of them. Confirmed
            # or replaced by another one, the link is void.
            alumni = self.sudo()
            return f"{alumni.email_normalized}-{alumni.asked_email or 'none'}"
        return super()._get_link_fingerprint(purpose)
