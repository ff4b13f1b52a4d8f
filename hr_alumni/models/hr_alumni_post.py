from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

MAX_TITLE, MAX_BODY = 120, 4000


class HrAlumniPost(models.Model):
    """What somebody posts in a circle; a moderator reads it before the others do.

    The words are the author's: a moderator publishes or refuses them, and changes
    nothing. Without an author it is from the moderator, on behalf of the company.
    """

    _name = "hr.alumni.post"
    _description = "Post in a Circle"
    _inherit = ["hr.state.mixin"]
    _order = "id desc"
    _rec_name = "title"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "waiting": {"draft", "refused"},
        "published": {"draft", "waiting"},
        "refused": {"waiting", "published"},
        "withdrawn": {"draft", "waiting", "published", "refused"},
    }
    _FIXED_FIELDS = ("circle_id", "member_id")
    # Written by the steps only.
    _STEP_FIELDS = (
        "publish_date",
        "decision_date",
        "decision_user_id",
        "mail_state",
        "mail_cursor",
    )
    _POSTS_PER_DAY = 5

    circle_id = fields.Many2one(
        "hr.alumni.circle",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="circle_id.company_id", store=True, index=True, precompute=True
    )
    member_id = fields.Many2one(
        "hr.alumni.circle.member",
        string="Author",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        check_company=True,
        help="Empty: the moderator, on behalf of the company.",
    )
    author_name = fields.Char(
        string="By", compute="_compute_author_name", compute_sudo=True
    )
    title = fields.Char(required=True)
    body = fields.Text(string="Text", required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("waiting", "Waiting"),
            ("published", "Published"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    is_hidden_from_competitors = fields.Boolean(
        string="Hidden from Competitors",
        help="Members who work for a competitor neither see it nor get it by mail.",
    )
    publish_date = fields.Datetime(string="Published On", readonly=True, copy=False)
    decision_user_id = fields.Many2one(
        "res.users",
        string="Decided By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    decision_date = fields.Datetime(string="Decided On", readonly=True, copy=False)
    reason = fields.Char(
        string="Reason Told",
        copy=False,
        help="Why it was refused, in words that the author reads.",
    )
    note = fields.Text(
        string="Moderator's Notes",
        copy=False,
        help="For moderators and the alumni office. No page shows it; it is part of "
        "the copy when somebody asks for the own data.",
    )
    report_ids = fields.One2many("hr.alumni.post.report", "post_id")
    report_count = fields.Integer(
        string="Open Reports", compute="_compute_report_count"
    )

    _circle_published_idx = models.Index("(circle_id, id) WHERE state = 'published'")
    _size_check = models.Constraint(
        f"CHECK (length(title) <= {MAX_TITLE} AND length(body) <= {MAX_BODY})",
        f"A title has at most {MAX_TITLE} letters and a text at most {MAX_BODY}. "
        "Shorten it.",
    )

    @api.depends("member_id.name", "company_id.name")
    def _compute_author_name(self):
        for post in self:
            post.author_name = post.member_id.name or post.company_id.name or ""

    @api.depends("report_ids.is_settled")
    def _compute_report_count(self):
        # Sudo: a number tells of nobody who has reported.
        counts = dict(
            self.env["hr.alumni.post.report"]
            .sudo()
            ._read_group(
                [("post_id", "in", self.ids), ("is_settled", "=", False)],
                ["post_id"],
                ["__count"],
            )
        )
        for post in self:
            post.report_count = counts.get(post._origin, 0)

    @api.constrains("member_id", "circle_id")
    def _check_author_is_here(self):
        for post in self:
            if post.member_id and post.member_id.circle_id != post.circle_id:
                raise ValidationError(
                    self.env._("Only members of a circle are authors in it.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("member_id") for vals in vals_list):
            raise AccessError(
                self.env._("Nobody posts in the name of somebody else. Leave it empty.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_own_words(vals)
        return super().write(vals)

    def action_publish(self):
        """Show posts to the members, and mail them to those who want it."""
        self._check_circle_is_open()
        self._move_to("published")
        # Sudo: the steps write it, nobody else.
        posts = self.sudo()
        new = posts.filtered(lambda post: not post.publish_date)
        new.publish_date = fields.Datetime.now()
        new.member_id.alumni_id._log_touch("circle")
        posts._tell("published")
        new._queue_mails()
        return True

    def action_refuse(self):
        """Refuse posts, or take down what was published; the author reads why."""
        if any(not (post.reason or "").strip() for post in self):
            raise UserError(
                self.env._("Write the reason first: the author is told about it.")
            )
        self._move_to("refused")
        # Sudo: what waits to be mailed and who has reported is nobody's to read.
        posts = self.sudo()
        posts._cancel_mails()
        posts.report_ids.is_settled = True
        posts._tell("post_refused")
        return True

    def action_withdraw(self):
        """Take down what the moderator has posted, or as a member asks for it."""
        self.check_access("write")
        # Sudo: what waits to be mailed is nobody's to read.
        self.sudo()._do_withdraw()
        return True

    def action_settle_reports(self):
        """The moderator has looked at the reports, and the post stays."""
        self.check_access("write")
        # Sudo: reports are written by nobody.
        self.sudo().report_ids.is_settled = True
        return True

    def _check_own_words(self, vals):
        """Moderators decide about words of members, and change none of them."""
        moved = any(
            name in vals and any(one[name].id != vals[name] for one in self)
            for name in self._FIXED_FIELDS
        )
        if moved or any(name in vals for name in self._STEP_FIELDS):
            raise UserError(self._get_use_buttons_message())
        if vals.keys() & {"title", "body"} and self.member_id:
            raise UserError(
                self.env._(
                    "The words are the author's. Refuse the post with a reason "
                    "instead, so that the author can change it."
                )
            )

    def _check_circle_is_open(self):
        if any(not post.circle_id.active for post in self):
            raise UserError(
                self.env._("The circle is archived. Nothing is posted there any more.")
            )

    def _do_withdraw(self):
        posts = self.filtered(lambda post: post.state != "withdrawn")
        if posts:
            posts._move_to("withdrawn")
            posts._cancel_mails()

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state in ("published", "refused"):
            values["decision_user_id"] = self.env.uid
            values["decision_date"] = fields.Datetime.now()
        if state == "published":
            values["reason"] = False
        return values

    @api.model
    def _get_reported_domain(self):
        return Domain("state", "=", "published") & Domain(
            "report_ids", "any", [("is_settled", "=", False)]
        )

    @api.model
    def _submit(self, member, values):
        """Take down what a member wants to post; it waits for the moderator.

        :param member: the place of the author, in sudo
        :param values: clean title and body
        :return: the post; the same words sent twice are one post
        :raise UserError: the member may not post, or has posted enough today
        """
        member.ensure_one()
        if not member._may_write_posts():
            raise UserError(
                self.env._("You can read here, and not post at the moment.")
            )
        if not member._has_accepted_rules():
            raise UserError(self.env._("Accept the house rules before you post."))
        own = member.post_ids
        same = own.filtered(
            lambda post: (
                post.state in ("waiting", "published")
                and (post.title, post.body) == (values["title"], values["body"])
            )
        )
        if same:
            return same[:1]
        since = fields.Datetime.now() - timedelta(days=1)
        if len(own.filtered(lambda post: post.create_date > since)) >= (
            self._POSTS_PER_DAY
        ):
            raise UserError(
                self.env._("You have posted a lot today. Send the rest tomorrow.")
            )
        # Sudo: members have no rights on posts; these are the own words.
        post = self.sudo().create(
            {
                "circle_id": member.circle_id.id,
                "member_id": member.id,
                "title": values["title"],
                "body": values["body"],
                "state": "waiting",
            }
        )
        member.circle_id._notify_moderator()
        return post

    @api.model
    def _get_readable_domain(self, member):
        """The posts that a member may read, newest first."""
        domain = Domain("circle_id", "=", member.circle_id.id) & Domain(
            "state", "=", "published"
        )
        if not member._may_read_all():
            domain &= Domain("is_hidden_from_competitors", "=", False)
        return domain

    def _tell(self, kind):
        """Mail the authors what was decided about their posts."""
        for post in self.filtered("member_id"):
            post.member_id._tell(
                kind, circle_post=post.title, circle_reason=post.reason
            )
