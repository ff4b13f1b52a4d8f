from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..tools.retention import add_months


class HrRetentionMixin(models.AbstractModel):
    """A record about a person that is kept for so long, and erased then.

    The model says how it ends: `_RETENTION_KEEP` lists the fields that an erased record
    still has, all others are emptied, those of later addons too. Without the list the
    record is deleted. Records that would be deleted along with it (a many2one that
    cascades) are part of it and are deleted; those that inherit this mixin themselves
    are erased by their own rule.

    `_get_retention_date` says from when on. A legal hold stops the erasure, by date and
    on request. Nobody can write these fields: they change by the steps below only, and
    no key of a context opens them.
    """

    _name = "hr.retention.mixin"
    _description = "Kept For So Long"
    _inherit = ["hr.erasure.mixin"]

    # Fields that an erased record still has; None: the record itself is deleted.
    _RETENTION_KEEP = None
    # Answers before talks, talks before departures: what knows most goes first.
    _RETENTION_SEQUENCE = 50
    _RETENTION_FIELDS = (
        "retention_error",
        "erased_date",
        "legal_hold",
        "legal_hold_reason",
        "legal_hold_user_id",
        "legal_hold_date",
    )

    retention_date = fields.Date(
        string="To Be Erased on",
        compute="_compute_retention_date",
        store=True,
        index="btree_not_null",
        copy=False,
        groups="hr.group_hr_user",
        help="From this day on the personal data in it are erased, unless it is on "
        "legal hold.",
    )
    retention_error = fields.Char(
        string="Why It Was Not Erased",
        readonly=True,
        copy=False,
        groups="hr.group_hr_manager",
    )
    erased_date = fields.Date(
        string="Erased on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    legal_hold = fields.Boolean(
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Kept for a legal claim: not erased, neither by date nor on request.",
    )
    legal_hold_reason = fields.Char(
        string="Why It Is on Hold",
        readonly=True,
        copy=False,
        groups="hr.group_hr_manager",
    )
    legal_hold_user_id = fields.Many2one(
        "res.users",
        string="Put on Hold by",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="hr.group_hr_user",
    )
    legal_hold_date = fields.Date(
        string="On Hold Since", readonly=True, copy=False, groups="hr.group_hr_user"
    )

    @api.depends(lambda self: self._get_retention_depends())
    def _compute_retention_date(self):
        for record in self:
            record.retention_date = (
                not record.erased_date and record._get_retention_date()
            )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # Sudo: whoever opens a record need not be able to read how it ends.
        closed = records.sudo().filtered(
            lambda record: record.legal_hold or record.erased_date
        )
        if closed and not self.env.su:
            raise AccessError(self._get_retention_refusal())
        return records

    def write(self, vals):
        if vals.keys() & set(self._RETENTION_FIELDS) and not self.env.su:
            raise AccessError(self._get_retention_refusal())
        # Sudo: whoever writes need not be able to read how it ends.
        if any(record.erased_date for record in self.sudo()):
            raise UserError(
                self.env._(
                    "The personal data of this record were erased. What is left of it "
                    "does not change."
                )
            )
        return super().write(vals)

    # Buttons

    def action_legal_hold(self):
        """Ask for the reason of a legal hold."""
        self._check_can_hold()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put on Legal Hold"),
            "res_model": "hr.retention.hold",
            "view_mode": "form",
            "target": "new",
            "context": {"default_targets": {self._name: self.ids}},
        }

    def action_release_hold(self):
        """End the legal hold: the usual time counts again."""
        self._check_can_hold()
        self._do_release_hold()
        return True

    # Steps

    def _do_hold(self, reason):
        """Put on legal hold; the first reason stays where there is one already."""
        self._check_can_hold()
        # Sudo: these fields are written by this step only.
        self.sudo().filtered(lambda record: not record.legal_hold).write(
            {
                "legal_hold": True,
                "legal_hold_reason": reason,
                "legal_hold_user_id": self.env.uid,
                "legal_hold_date": fields.Date.context_today(self),
            }
        )

    def _do_release_hold(self):
        self._check_can_hold()
        # Sudo: these fields are written by this step only.
        self.sudo().write(
            {
                "legal_hold": False,
                "legal_hold_reason": False,
                "legal_hold_user_id": False,
                "legal_hold_date": False,
            }
        )

    # Questions and decisions

    def _check_can_hold(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(
                self.env._("Only HR administrators put records on legal hold.")
            )

    def _get_retention_date(self):
        """Hook: the first day on which this record may be erased, or False.

        What it reads is listed by `_get_retention_depends`.
        """
        self.ensure_one()
        return False

    @api.model
    def _get_retention_depends(self):
        """Hook: the fields that `_get_retention_date` reads, as a list of paths."""
        return ["erased_date"]

    def _get_retention_end(self, day, months):
        """The day until which something is kept that ended on this day, or False."""
        return bool(day) and add_months(day, months)

    @api.model
    def _get_privacy_domain(self, employees):
        """Hook: the records about these people that an erasure on request reaches."""
        return [("employee_id", "in", employees.ids), ("erased_date", "=", False)]

    def _get_privacy_obstacle(self):
        """Hook: sentence that says why this cannot be erased on request, or False."""
        self.ensure_one()
        if not self.legal_hold:
            return False
        return self.env._(
            "%(record)s is on legal hold since %(date)s, by %(user)s: %(reason)s",
            record=self.display_name,
            date=format_date(self.env, self.legal_hold_date),
            user=self.legal_hold_user_id.name or "-",
            reason=self.legal_hold_reason or "-",
        )

    @api.model
    def _get_retention_refusal(self):
        return self.env._(
            "Legal holds and erasures are not written by hand. Use the buttons."
        )

    @api.model
    def _get_retention_models(self):
        """The models whose records are kept for so long, in the order of erasure."""
        models_found = [
            Model
            for Model in self.env.values()
            if isinstance(Model, self.env.registry["hr.retention.mixin"])
            and not Model._abstract
            and not Model._transient
        ]
        return sorted(
            models_found, key=lambda Model: (Model._RETENTION_SEQUENCE, Model._name)
        )
