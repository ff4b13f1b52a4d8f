from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrPrivacyConsent(models.Model):
    """The ledger of consents: what was given or withdrawn, when, and to which text.

    Rows are only ever added. What holds for a person and a purpose is the last row, and
    a consent holds until the day it ends, whether or not that was noted already.
    Nobody has rights to write here; `_record` is the one way in.
    """

    _name = "hr.privacy.consent"
    _description = "Consent"
    _order = "id desc"
    _rec_name = "purpose_id"

    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    purpose_id = fields.Many2one(
        "hr.privacy.purpose",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    state = fields.Selection(
        [("given", "Given"), ("withdrawn", "Withdrawn"), ("expired", "Ended")],
        required=True,
        readonly=True,
    )
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, string="When"
    )
    date_expiry = fields.Date(
        string="Holds Until",
        readonly=True,
        index="btree_not_null",
        help="The last day on which this consent holds.",
    )
    actor = fields.Selection(
        [
            ("person", "The person"),
            ("staff", "Staff, as asked by the person"),
            ("time", "The end of its time"),
        ],
        required=True,
        readonly=True,
        string="By",
    )
    channel = fields.Selection(
        [
            ("link", "Link by mail"),
            ("portal", "Portal"),
            ("office", "Alumni office"),
            ("mailing", "Unsubscribed from a mail"),
            ("none", "None"),
        ],
        required=True,
        readonly=True,
    )
    lang = fields.Char(string="Language", required=True, readonly=True)
    text = fields.Text(string="Text Shown", required=True, readonly=True)
    text_version = fields.Integer(required=True, readonly=True)
    text_hash = fields.Char(required=True, readonly=True)

    _last_idx = models.Index("(alumni_id, purpose_id, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.alumni_id._follow_ledger(rows.purpose_id)
        return rows

    def write(self, vals):
        if vals:
            raise UserError(self._get_append_only_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_append_only_message())

    @api.model
    def _record(self, alumni, purposes, state, channel, actor="person"):
        """Add one row for each person and purpose.

        :param alumni: `hr.alumni` the rows are about
        :param purposes: `hr.privacy.purpose`, in the language in which they were read
        :param state: "given" or "withdrawn"
        :param channel: "link", "portal" or "office"
        :param actor: "person", or "staff" who was asked by the person
        :return: the rows, in sudo
        """
        # Sudo: nobody has rights to write the ledger, this step is the only way in.
        return self.sudo().create(
            [
                {
                    "alumni_id": one.id,
                    "company_id": one.company_id.id,
                    "purpose_id": purpose.id,
                    "state": state,
                    "channel": channel,
                    "actor": actor,
                    "date_expiry": state == "given" and self._get_expiry(purpose),
                    **self._prepare_text_values(purpose),
                }
                for one in alumni
                for purpose in purposes
            ]
        )

    @api.model
    def _get_expiry(self, purpose):
        """Hook: the last day of a consent that is given today, or False."""
        months = purpose.months_valid
        return bool(months) and fields.Date.today() + relativedelta(months=months)

    @api.model
    def _prepare_text_values(self, purpose):
        """Hook: the proof of what was read."""
        return {
            "lang": purpose.env.lang or "en_US",
            "text": purpose.text,
            "text_version": purpose.version,
            "text_hash": purpose._get_text_hash(),
        }

    @api.model
    def _get_current(self, alumni, purposes=None):
        """The rows that hold: the last one of each person and purpose.

        :param alumni: `hr.alumni`
        :param purposes: only these `hr.privacy.purpose`, by default all
        :return: `hr.privacy.consent`, in sudo
        """
        domain = [("alumni_id", "in", alumni.ids)]
        if purposes is not None:
            domain.append(("purpose_id", "in", purposes.ids))
        # Sudo: the question what holds must not depend on who asks it.
        rows = self.sudo()._read_group(domain, ["alumni_id", "purpose_id"], ["id:max"])
        return self.sudo().browse(sorted(last for _one, _purpose, last in rows))

    def _is_in_force(self):
        """Whether this row, being the last one, lets somebody write."""
        self.ensure_one()
        return self.state == "given" and (
            not self.date_expiry or self.date_expiry >= fields.Date.today()
        )

    @api.model
    def _get_given(self, alumni, purposes=None):
        """The consents of these people that hold today; arguments as `_get_current`."""
        rows = self._get_current(alumni, purposes)
        return rows.filtered(lambda row: row._is_in_force())

    def _get_append_only_message(self):
        return self.env._(
            "The ledger of consents is evidence: its rows are neither changed nor "
            "deleted. A change of mind is recorded as a new row."
        )
