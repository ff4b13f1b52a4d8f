import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrPrivacyPurpose(models.Model):
    """One purpose for which former colleagues may be written to or shown.

    Each purpose is asked and answered on its own. The text is what people read when
    they are asked; whenever it changes the version goes up, so that every consent says
    which text it was given to.
    """

    _name = "hr.privacy.purpose"
    _description = "Consent Purpose"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Short name by which the addons ask for this purpose. It does not change.",
    )
    text = fields.Text(
        string="Text Shown",
        required=True,
        translate=True,
        help="Exactly what people read when they are asked. A change starts a new "
        "version; consents that were given keep the text that they were given to.",
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    basis = fields.Selection(
        [
            ("consent", "Consent"),
            ("interest", "Legitimate interest"),
            ("contract", "Contract"),
            ("duty", "Legal duty"),
        ],
        string="Legal Basis",
        default="consent",
        required=True,
        help="People are asked for the purposes that need consent. Have the basis of "
        "the others confirmed for your country.",
    )
    months_valid = fields.Integer(
        string="Valid for (Months)",
        default=24,
        help="How long a consent holds before it is asked for again; 0 is until it is "
        "withdrawn. Check what the law of your country says.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another purpose has this code. Choose a different one."
    )
    _months_valid_not_negative = models.Constraint(
        "CHECK (months_valid >= 0)",
        "A consent cannot end before it was given: enter 0 or more months.",
    )

    def write(self, vals):
        if "code" in vals and any(purpose.code != vals["code"] for purpose in self):
            raise UserError(
                self.env._(
                    "The code of a purpose cannot be changed. Archive the purpose and "
                    "create another one."
                )
            )
        if "text" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda purpose: purpose.text != vals["text"])
        result = super().write(vals)
        changed._start_new_version()
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )
        if field_name == "text":
            self._start_new_version()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        # Sudo: whether anybody answered must not depend on the reader's companies.
        answered = (
            self.env["hr.privacy.consent"]
            .sudo()
            .search_count([("purpose_id", "in", self.ids)], limit=1)
        )
        if answered:
            raise UserError(
                self.env._(
                    "People have answered to this purpose, so it stays as evidence. "
                    "Archive it instead."
                )
            )

    def _start_new_version(self):
        for purpose in self:
            purpose.version += 1

    def _get_text_hash(self):
        """Fingerprint of the text as it is shown in the language of the context."""
        self.ensure_one()
        return hashlib.sha256((self.text or "").encode()).hexdigest()

    @api.model
    def _get_asked(self):
        """Hook: the purposes that people are asked for, in the order of the page."""
        # Sudo: people without any rights here read the purposes on their own page.
        return self.sudo().search([("basis", "=", "consent")])
