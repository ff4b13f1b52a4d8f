from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.warmth import get_points


class HrAlumniTouch(models.Model):
    """One contact with a former colleague: who, when, how, and what was learnt.

    Written by hand through `hr.alumni.touch.log`, and by what happens through
    `hr.alumni._log_touch`: an answer by mail, a meeting, an event. What one counts
    for the warmth of the relation follows from how it came about.
    """

    _name = "hr.alumni.touch"
    _description = "Contact with a Former Colleague"
    _inherit = ["hr.alumni.part.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        index="btree_not_null",
        ondelete="set null",
        default=lambda self: self.env.user,
        help="Who of us was in contact. Empty when nobody in particular was.",
    )
    date = fields.Date(
        required=True, index=True, default=fields.Date.context_today, string="When"
    )
    direction = fields.Selection(
        [("in", "The former colleague"), ("out", "Us")],
        string="Begun By",
        required=True,
        default="out",
    )
    channel = fields.Selection(
        [
            ("call", "Call"),
            ("meeting", "Meeting"),
            ("mail", "Mail"),
            ("message", "Message"),
            ("event", "Event"),
            ("letter", "Letter or Card"),
            ("portal", "Portal"),
        ],
        required=True,
        default="call",
    )
    source = fields.Selection(
        [
            ("hand", "Noted by hand"),
            ("mail", "Answer by mail"),
            ("meeting", "Calendar"),
            ("event", "Event"),
            ("portal", "Portal"),
            ("lead", "Business lead"),
            ("referral", "Referral"),
            ("request", "Request"),
            ("circle", "Post in a circle"),
        ],
        required=True,
        readonly=True,
        default="hand",
        help="How it got here. What happens on its own is noted on its own.",
    )
    ref = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="What it was noted for, so that the same is noted once.",
    )
    points = fields.Integer(
        compute="_compute_points",
        store=True,
        precompute=True,
        aggregator=None,
        help="What it counted for the warmth of the relation on its day.",
    )
    topics = fields.Char(help="What it was about, in a few words.")
    note = fields.Text()
    sentiment = fields.Selection(
        [
            ("warm", "Warm"),
            ("neutral", "Neutral"),
            ("cool", "Cool"),
        ],
        string="How It Went",
    )
    insight = fields.Text(
        string="Market Insight",
        help="What you learnt about the market, for colleagues who read the feed. No "
        "secrets of an employer, and nothing private.",
    )
    insight_topic = fields.Selection(
        [
            ("market", "Market"),
            ("customers", "Customers"),
            ("competitors", "Competitors"),
            ("products", "Products and Prices"),
            ("technology", "Technology"),
            ("people", "People and Pay"),
            ("rules", "Rules and Laws"),
        ],
        string="Topic of the Insight",
        index="btree_not_null",
    )
    industry_id = fields.Many2one("res.partner.industry", ondelete="set null")
    next_step = fields.Char(help="What was promised or is to be done next.")
    next_step_date = fields.Date(string="Next Step On")

    _ref_uniq = models.UniqueIndex(
        "(alumni_id, ref) WHERE ref IS NOT NULL", "This contact is noted already."
    )
    _insight_topic_check = models.Constraint(
        "CHECK (insight IS NULL OR insight_topic IS NOT NULL)",
        "Choose what the market insight is about, so that colleagues find it.",
    )

    @api.depends("source", "channel", "direction")
    def _compute_points(self):
        for touch in self:
            touch.points = get_points(touch.source, touch.channel, touch.direction)

    @api.constrains("date")
    def _check_date_not_in_future(self):
        # A day ahead somewhere in the world is not the future.
        latest = fields.Date.add(fields.Date.today(), days=1)
        if any(touch.date > latest for touch in self):
            raise UserError(
                self.env._(
                    "A contact is noted when it has taken place. Write what is planned "
                    "into the next step instead."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        touches = super().create(vals_list)
        touches.alumni_id._refresh_warmth()
        touches._plan_next_steps()
        return touches

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date", "channel", "direction", "source"}:
            self.alumni_id._refresh_warmth()
        return result

    def unlink(self):
        alumni = self.alumni_id
        result = super().unlink()
        alumni._refresh_warmth()
        return result

    def _plan_next_steps(self):
        """What was promised stands on “Today” of whoever promised it."""
        for touch in self.filtered("next_step_date"):
            touch.alumni_id._make_nudge(
                "step",
                touch.next_step or self.env._("Next step"),
                ref=f"hr.alumni.touch,{touch.id}",
                date=touch.next_step_date,
                user_id=(touch.user_id or touch.alumni_id._get_sender()).id,
                channel=touch.channel,
                purpose_id=touch.alumni_id._get_touch_purpose().id,
            )
