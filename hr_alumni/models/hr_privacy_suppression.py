import hashlib
import hmac

from odoo import api, fields, models
from odoo.fields import Domain


class HrPrivacySuppression(models.Model):
    """Addresses that are never written to again, kept as fingerprints only.

    When a record is erased, this is what is left of it: enough to recognise the address
    when somebody imports or invites it once more, and nothing that could be read. The
    employee number has a fingerprint too, which only imports ask.
    """

    _name = "hr.privacy.suppression"
    _description = "Suppressed Address"
    _order = "id desc"
    _rec_name = "date"

    email_hash = fields.Char(string="Fingerprint", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, ondelete="cascade"
    )
    ground = fields.Selection(
        [
            ("unanswered", "No answer to the invitation"),
            ("erased", "Erased"),
            ("declined", "Did not sign up, somebody else did"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True, default=fields.Date.today)

    _email_uniq = models.UniqueIndex(
        "(email_hash, company_id)", "This address is suppressed already."
    )

    @api.model
    def _suppress(self, alumni, ground):
        """Remember addresses and numbers of these people, as fingerprints.

        :param alumni: `hr.alumni`
        :param ground: "unanswered" or "erased"
        """
        # Sudo: nobody has rights here, and the address is read whoever erases.
        people = alumni.sudo()
        pairs = {
            (text, one.company_id.id) for one in people for text in self._get_texts(one)
        }
        new = pairs - self._get_suppressed([text for text, _company in pairs])
        self.sudo().create(
            [
                {
                    "email_hash": self._hash(text),
                    "company_id": company,
                    "ground": ground,
                }
                for text, company in sorted(new)
            ]
        )

    @api.model
    def _decline(self, email, company):
        """Remember that whoever has this address was signed up by somebody else."""
        hash_ = self._hash(self._get_declined_text(email))
        # Sudo: nobody has rights here.
        rows = self.sudo()
        known = Domain("email_hash", "=", hash_) & Domain("company_id", "=", company.id)
        if not rows.search_count(known, limit=1):
            rows.create(
                {"email_hash": hash_, "company_id": company.id, "ground": "declined"}
            )

    @api.model
    def _is_declined(self, email, company):
        text = self._get_declined_text(email)
        return (text, company.id) in self._get_suppressed([text])

    @api.model
    def _lift(self, emails, company, number=False):
        """The person has come back of their own accord, by a confirmed address."""
        texts = [*emails, *([self._get_number_text(number)] if number else [])]
        # Sudo: nobody has rights here.
        self.sudo().search(
            [
                ("email_hash", "in", [self._hash(text) for text in texts]),
                ("company_id", "=", company.id),
            ]
        ).unlink()

    @api.model
    def _get_declined_text(self, email):
        """What the fingerprint of somebody who has declined is made of.

        It is not the address itself: an invitation is not what was declined.
        """
        return f"signup:{email}"

    @api.model
    def _get_texts(self, alumni):
        """Hook: by what a person would be recognised who comes back in a list."""
        number = alumni.employee_number
        texts = [alumni.email_normalized, number and self._get_number_text(number)]
        return [text for text in texts if text]

    @api.model
    def _get_number_text(self, number):
        """What the fingerprint of an employee number is made of."""
        return f"number:{number}"

    @api.model
    def _filter_suppressed(self, alumni):
        """Those of these people whose address is suppressed in their company."""
        # Sudo: the answer must not depend on who asks.
        alumni = alumni.sudo().filtered("email_normalized")
        known = self._get_suppressed(alumni.mapped("email_normalized"))
        return alumni.filtered(
            lambda one: (one.email_normalized, one.company_id.id) in known
        )

    @api.model
    def _get_suppressed(self, emails):
        """Which of these addresses are suppressed, and where.

        :param emails: normalised addresses, or texts of `_get_number_text`
        :return: set of pairs: address, id of the company
        """
        hashes = {self._hash(email): email for email in emails}
        # Sudo: nobody has rights here.
        rows = self.sudo().search_fetch(
            [("email_hash", "in", list(hashes))], ["email_hash", "company_id"]
        )
        return {(hashes[row.email_hash], row.company_id.id) for row in rows}

    @api.model
    def _hash(self, email):
        # Sudo: the key is a parameter; without it no list of addresses can be tried.
        key = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.new(key.encode(), email.encode(), hashlib.sha256).hexdigest()
