from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class HrAlumniNews(models.Model):
    """Something that the company tells former colleagues: on their page, by newsletter.

    What is about one of them needs the consent to photo and story, and is taken down
    when that consent ends.
    """

    _name = "hr.alumni.news"
    _description = "News for Former Colleagues"
    _inherit = ["hr.state.mixin"]
    _order = "is_pinned desc, publish_date desc, id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "published": {"draft", "withdrawn"},
        "withdrawn": {"published"},
    }
    # What may change afterwards, without being told anew.
    _ALWAYS_OPEN = frozenset({"is_pinned", "kind"})

    name = fields.Char(string="Title", required=True, translate=True)
    body = fields.Html(
        string="Text",
        required=True,
        translate=True,
        sanitize=True,
        sanitize_style=True,
        help="What members read. Pictures may stand in it.",
    )
    kind = fields.Selection(
        [
            ("news", "News"),
            ("story", "Story of somebody"),
            ("comeback", "Somebody came back"),
            ("ask", "What we ask"),
        ],
        required=True,
        default="news",
        help="The place in newsletters, and a filter on the page.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    alumni_id = fields.Many2one(
        "hr.alumni",
        string="About",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="The former colleague whose story it is. It needs the consent to photo "
        "and story, and is taken down when that ends.",
    )
    circle_ids = fields.Many2many(
        "hr.alumni.circle",
        string="Circles",
        check_company=True,
        help="Members of one of these circles. Empty: everybody.",
    )
    is_hidden_from_competitors = fields.Boolean(
        string="Hidden from Competitors",
        help="People who work for a competitor do not see it.",
    )
    is_pinned = fields.Boolean(string="On Top")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("withdrawn", "Taken Down"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    publish_date = fields.Datetime(string="Published On", readonly=True, copy=False)

    _shown_idx = models.Index(
        "(company_id, publish_date DESC) WHERE state = 'published'"
    )

    @api.constrains("kind", "alumni_id")
    def _check_story_has_a_person(self):
        for news in self:
            if news.alumni_id and news.kind not in ("story", "comeback"):
                raise ValidationError(
                    self.env._(
                        "Only stories are about one person. Choose another kind, or "
                        "leave out the person."
                    )
                )

    @api.constrains("alumni_id", "state")
    def _check_story_is_agreed(self):
        told = self.filtered(lambda news: news.state == "published")
        people = told.alumni_id
        blocked = people - people._filter_consenting("story")
        if blocked:
            raise ValidationError(
                self.env._(
                    "%(names)s has not agreed to photo and story. Ask first, or leave "
                    "out the person.",
                    names=", ".join(blocked.mapped("display_name")),
                )
            )

    def write(self, vals):
        told = self.filtered(lambda news: news.state == "published")
        if not self.env.su and told and vals.keys() - self._ALWAYS_OPEN:
            raise UserError(
                self.env._(
                    "%(names)s was published, and people have read it. Take it down "
                    "before you change it.",
                    names=", ".join(told.mapped("name")),
                )
            )
        return super().write(vals)

    def action_publish(self):
        """Show it to members, at once."""
        self._move_to("published")
        return True

    def action_withdraw(self):
        """Take it down; it can be changed and published again."""
        self._move_to("withdrawn")
        return True

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state == "published":
            values["publish_date"] = fields.Datetime.now()
        return values

    @api.model
    def _get_shown(self, alumni):
        """The news that a person may read, newest first, in sudo.

        :param alumni: one `hr.alumni`, or none
        """
        # Sudo: people have no rights on news; these are what they may read.
        return self.sudo().search(self._get_shown_domain(alumni))

    @api.model
    def _get_shown_domain(self, alumni):
        """Hook: which news a person may read."""
        if not alumni:
            return Domain.FALSE
        members = self.env["hr.alumni.circle.member"]
        # Sudo: the place of the person, which is the own one.
        circles = (
            members.sudo()._get_of(alumni).filtered(lambda one: one.state == "member")
        )
        domain = (
            Domain("state", "=", "published")
            & Domain("company_id", "=", alumni.company_id.id)
            & (
                Domain("circle_ids", "=", False)
                | Domain("circle_ids", "in", circles.circle_id.ids)
            )
        )
        if not alumni._may_get_all_content():
            domain &= Domain("is_hidden_from_competitors", "=", False)
        return domain
