from odoo import api, fields, models
from odoo.exceptions import UserError


class HrExitActionProposal(models.Model):
    """A theme above the threshold in a published window: who acts on it, until when?

    One for each window and topic, made from published figures alone when the window is
    published, and never twice. It is answered by an improvement action with an owner
    and a deadline, or put aside with the reason.
    """

    _name = "hr.exit.action.proposal"
    _description = "Theme to Act On"
    _inherit = ["hr.state.mixin"]
    _order = "window_id desc, id"
    _rec_name = "topic_id"

    _TRANSITIONS = {  # target: where one may come from
        "taken": {"open"},
        "dismissed": {"open"},
        "open": {"taken", "dismissed"},
    }
    # A reason that so many of 100 name, and answers of which so few are favourable.
    _REASON_SHARE = 25
    _LOW_FAVOURABLE = 50
    # The topic of a reason as leavers name it, and of a factor of the questionnaire.
    _REASON_TOPICS = {
        "car": "growth",
        "mgr": "management",
        "job": "environment",
        "wlb": "workload",
        "pay": "pay",
        "env": "culture",
    }
    _FACTOR_TOPICS = {
        "work": "environment",
        "manager": "management",
        "growth": "growth",
        "reward": "pay",
        "team": "relations",
        "firm": "strategy",
        "life": "workload",
    }

    window_id = fields.Many2one(
        "hr.exit.stat.window",
        string="Period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="window_id.company_id", store=True, index=True)
    topic_id = fields.Many2one(
        "hr.exit.topic", required=True, readonly=True, index=True, ondelete="cascade"
    )
    figures = fields.Text(
        readonly=True, help="What was published about it, one figure a line."
    )
    state = fields.Selection(
        [("open", "Open"), ("taken", "Acted On"), ("dismissed", "Put Aside")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    action_id = fields.Many2one(
        "hr.exit.action",
        string="Improvement Action",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    reason = fields.Char(
        string="Why It Is Put Aside",
        copy=False,
        help="Write it here before you put the theme aside.",
    )

    _window_topic_uniq = models.UniqueIndex(
        "(window_id, topic_id)", "This theme was asked about in this period already."
    )

    def write(self, vals):
        if vals.keys() - {"reason"} and not self.env.su:
            raise UserError(self._get_use_buttons_message())
        return super().write(vals)

    # Buttons

    def action_act(self):
        """Begin an improvement action: the form asks for an owner and a deadline."""
        self.ensure_one()
        self.check_access("write")
        if self.action_id:
            return self.action_id._get_form_action()
        self._check_can_move("taken")
        return {
            **self.env["hr.exit.action"]._get_form_action(),
            "context": {
                "default_topic_id": self.topic_id.id,
                "default_company_id": self.company_id.id,
                "default_user_id": False,
                "default_proposal_id": self.id,
            },
        }

    def action_dismiss(self):
        """Put these themes aside; each says why."""
        if not all(self.mapped("reason")):
            raise UserError(
                self.env._("Write first why nothing is to be done about it.")
            )
        self._move_to("dismissed")
        return True

    def action_reopen(self):
        """Ask for an owner and a deadline again."""
        self._move_to("open")
        return True

    # Steps

    def _do_take(self, action):
        """An action with an owner and a deadline answers this theme."""
        self._move_to("taken")
        # Sudo: the link is written by this step only.
        self.sudo().action_id = action

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        return {**values, "action_id": False} if state == "open" else values

    @api.model
    def _propose(self, window):
        """Ask about the themes of a window; those that were asked about stay."""
        Action = self.env["hr.exit.action"]
        known = self.search([("window_id", "=", window.id)]).topic_id
        busy = Action.search(
            [
                ("company_id", "=", window.company_id.id),
                ("state", "in", Action._OPEN_STATES),
            ]
        ).topic_id
        return self.create(
            [
                {
                    "window_id": window.id,
                    "topic_id": topic.id,
                    "figures": "\n".join(lines),
                }
                for topic, lines in self._get_themes(window).items()
                if topic not in known | busy
            ]
        )

    @api.model
    def _get_themes(self, window):
        """Topics above the threshold, each with its figures in words."""
        # In the language of the company, as the window itself.
        lang = window.company_id.partner_id.lang or self.env.lang
        self = self.with_context(lang=lang)
        topics = self.env["hr.exit.topic"].search([("active", "=", True)])
        by_key = {topic.key: topic for topic in topics}
        lines = self.env["hr.exit.stat"].search(
            [("window_id", "=", window.id), ("dimension", "=", "total")]
        )
        found = {}
        for line in lines:
            topic = by_key.get(self._get_theme_key(line))
            if topic:
                found.setdefault(topic, []).append(self._get_theme_text(line))
        return found

    @api.model
    def _get_theme_key(self, line):
        """Hook: key of the topic on which a published line asks to act, if any."""
        if line.question_key == "main_reason" and line.share_pct >= self._REASON_SHARE:
            return self._REASON_TOPICS.get(line.choice_key)
        if line.kind == "scale" and line.favourable_pct < self._LOW_FAVOURABLE:
            prefix, _colon, topic = line.question_key.partition(":")
            return topic if prefix == "topic" else self._FACTOR_TOPICS.get(line.factor)
        return None

    def _get_theme_text(self, line):
        if line.kind == "choice":
            return self.env._(
                "%(share)s %% name as main reason: %(reason)s",
                share=line.share_pct,
                reason=line.choice,
            )
        return self.env._(
            "%(share)s %% favourable: %(question)s",
            share=line.favourable_pct,
            question=line.question,
        )
