from odoo import fields, models


class HrExitStatMinimum(models.Model):
    """Who has changed the smallest group of the exit statistics, and when.

    Answers that were given before it was lowered are still told about in groups as
    large as was promised then.
    """

    _name = "hr.exit.stat.minimum"
    _description = "Change of the Smallest Group of Exit Statistics"
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_access = False
    _allow_sudo_commands = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Datetime(
        string="Changed on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    user_id = fields.Many2one(
        "res.users",
        string="Changed by",
        readonly=True,
        ondelete="set null",
        default=lambda self: self.env.uid,
    )
    before = fields.Integer(required=True, readonly=True)
    after = fields.Integer(required=True, readonly=True)
