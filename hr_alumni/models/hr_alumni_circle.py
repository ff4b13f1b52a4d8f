from ast import literal_eval

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr

from .mailing_mailing import DOMAIN_FIELDS

# What a rule may ask. The name of a circle tells its members about each other, so it
# goes by nothing that is kept private.
RULE_FIELDS = DOMAIN_FIELDS | {
    "employer_id",
    "industry_id.name",
    "job_title",
    "skills",
}


class HrAlumniCircle(models.Model):
    """A community of former colleagues, in some circles of present ones as well.

    Nobody is put into a circle who has not agreed to circles. A moderator answers for
    it: lets people in, reads what is posted before others do, and keeps the house
    rules. Members see names and posts, and no address of anybody.
    """

    _name = "hr.alumni.circle"
    _description = "Alumni Circle"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What the circle is for. Whoever may join it reads this."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True,
        help="Nobody joins, reads or posts in an archived circle. What is there stays.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("everyone", "Everyone"),
            ("distinguished", "Distinguished"),
            ("place", "Chapter by place"),
            ("function", "Chapter by function"),
            ("cohort", "Chapter by cohort"),
        ],
        required=True,
        default="everyone",
        index=True,
    )
    admission = fields.Selection(
        [
            ("rule", "By itself, whoever fits"),
            ("open", "Whoever fits may join"),
            ("request", "On request"),
            ("invitation", "By invitation only"),
        ],
        required=True,
        compute="_compute_admission",
        store=True,
        readonly=False,
        precompute=True,
        help="Nobody is a member without having agreed to circles. A circle by "
        "invitation is shown to nobody else.",
    )
    rule_domain = fields.Char(
        string="Who Fits", help="Empty: every former colleague in the network."
    )
    has_colleagues = fields.Boolean(
        string="Present Colleagues Too",
        help="Present employees may join. They see names and posts, nothing private.",
    )
    email = fields.Char(
        string="Address of the Circle",
        help="Posts are mailed from here, never from the address of their author, and "
        "answers come here. Empty: the address of the company.",
    )
    moderator_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="set null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Answers for the circle: lets people in and decides about posts.",
    )
    house_rules = fields.Text(
        translate=True,
        help="What members keep to. Whoever joins accepts them; after a change they "
        "are accepted again before the next post.",
    )
    rules_version = fields.Integer(
        string="Version of the House Rules",
        default=1,
        required=True,
        readonly=True,
        copy=False,
    )
    member_ids = fields.One2many("hr.alumni.circle.member", "circle_id")
    post_ids = fields.One2many("hr.alumni.post", "circle_id")
    member_count = fields.Integer(string="Members", compute="_compute_counts")
    request_count = fields.Integer(string="Requests", compute="_compute_counts")
    waiting_count = fields.Integer(string="Posts Waiting", compute="_compute_counts")
    post_count = fields.Integer(string="Posts", compute="_compute_counts")
    activity_id = fields.Many2one(
        "mail.activity", copy=False, ondelete="set null", groups=fields.NO_ACCESS
    )

    _distinguished_check = models.Constraint(
        "CHECK (kind != 'distinguished' OR admission = 'invitation')",
        "People come to a distinguished circle by invitation only.",
    )

    @api.depends("kind")
    def _compute_admission(self):
        for circle in self:
            if circle.kind == "distinguished":
                circle.admission = "invitation"
            elif not circle.admission:
                circle.admission = "rule" if circle.kind == "everyone" else "request"

    @api.depends("member_ids.state", "post_ids.state")
    def _compute_counts(self):
        # Sudo: how many there are tells nothing of anybody.
        members = self.env["hr.alumni.circle.member"].sudo()
        posts = self.env["hr.alumni.post"].sudo()
        own = Domain("circle_id", "in", self.ids)
        found = {
            (circle.id, state): count
            for model in (members, posts)
            for circle, state, count in model._read_group(
                own, ["circle_id", "state"], ["__count"]
            )
        }
        reported = dict(
            posts._read_group(
                own & posts._get_reported_domain(), ["circle_id"], ["__count"]
            )
        )
        for circle in self:
            count = {key[1]: found[key] for key in found if key[0] == circle._origin.id}
            circle.member_count = sum(count.get(one, 0) for one in members._INSIDE)
            circle.request_count = count.get("requested", 0)
            circle.post_count = count.get("published", 0)
            circle.waiting_count = count.get("waiting", 0) + reported.get(
                circle._origin, 0
            )

    @api.constrains("rule_domain")
    def _check_rule_domain(self):
        for circle in self.filtered("rule_domain"):
            try:
                domain = Domain(literal_eval(circle.rule_domain))
                paths = {one.field_expr for one in domain.iter_conditions()}
                self.env["hr.alumni"].search_count(domain, limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "Who fits into the circle %(circle)s cannot be read: %(error)s",
                        circle=circle.name,
                        error=error,
                    )
                ) from error
            if not paths <= RULE_FIELDS:
                raise ValidationError(
                    self.env._(
                        "Circles go by job, service, dates, place, employer, skills, "
                        "tier and interests. Take the other conditions out of %s.",
                        circle.name,
                    )
                )

    @api.constrains("moderator_id", "company_id")
    def _check_moderator(self):
        for circle in self:
            # Sudo: users are for administrators.
            user = circle.sudo().moderator_id
            if user and (user.share or circle.company_id not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(name)s does not work for this company. Choose somebody who "
                        "does.",
                        name=user.name,
                    )
                )

    @api.constrains("email")
    def _check_email(self):
        for circle in self.filtered("email"):
            if not email_normalize(circle.email):
                raise ValidationError(
                    self.env._(
                        "“%s” is not one e-mail address. Enter one, such as "
                        "circle@example.com.",
                        circle.email,
                    )
                )

    @api.constrains("has_colleagues", "company_id")
    def _check_has_colleagues(self):
        for circle in self.filtered("has_colleagues"):
            if not circle.company_id.alumni_colleagues_in_circles:
                raise ValidationError(
                    self.env._(
                        "%s does not let present colleagues into circles. An "
                        "administrator can change that in the settings.",
                        circle.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        circles = super().create(vals_list)
        self.env["hr.alumni.keeper"]._open_network(circles.moderator_id)
        return circles

    def write(self, vals):
        if "company_id" in vals and any(
            circle.company_id.id != vals["company_id"] for circle in self
        ):
            raise UserError(
                self.env._(
                    "A circle stays with its company, because its members do. Create "
                    "another circle instead."
                )
            )
        if "house_rules" not in vals:
            changed = self.browse()
        else:
            changed = self.filtered(lambda one: one.house_rules != vals["house_rules"])
        result = super().write(vals)
        changed._start_new_rules()
        if vals.get("moderator_id"):
            self.env["hr.alumni.keeper"]._open_network(self.moderator_id)
            # Sudo: what waits is for the new moderator, whoever it was shown to.
            self.sudo().activity_id.user_id = vals["moderator_id"]
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )
        if field_name == "house_rules":
            self._start_new_rules()
        return result

    def action_invite(self):
        """Invite everybody who is on the list for it."""
        self.check_access("read")
        proposed = self.member_ids.filtered(lambda one: one.state == "proposed")
        if not proposed:
            raise UserError(
                self.env._(
                    "Nobody is on the list to be invited. Add people to the members "
                    "first."
                )
            )
        return proposed.action_invite()

    def action_view_members(self):
        """Open the members of these circles."""
        return self._open("hr_alumni_circle_member_action")

    def action_view_posts(self):
        """Open what was posted in these circles."""
        return self._open("hr_alumni_post_action")

    def action_view_queue(self):
        """Open what waits for a decision in these circles."""
        return self._open("hr_alumni_post_action_queue")

    def action_view_page(self):
        """Open the page that members see."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/alumni/circles/{self.id}",
            "target": "new",
        }

    def _open(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"hr_alumni.{name}")
        action["domain"] = [("circle_id", "in", self.ids)]
        action["context"] = {
            **literal_eval(action["context"] or "{}"),
            "default_circle_id": self.id if len(self) == 1 else False,
        }
        return action

    def _start_new_rules(self):
        for circle in self:
            circle.rules_version += 1

    def _get_sender_address(self):
        """Hook: what stands as the sender of mails of this circle, or False."""
        self.ensure_one()
        # Sudo: the address of the company is no secret.
        email = self.email or self.sudo().company_id.email
        return email and formataddr((self.name, email_normalize(email) or email))

    def _notify_moderator(self):
        """Tell the moderators that something waits, without saying what.

        One activity for each circle, however much there is to decide.
        """
        # Sudo: a member or the system causes it. It is tied to no record, so that
        # nobody else finds it.
        activities = self.env["mail.activity"].sudo()
        for circle in self.sudo():
            if not circle.moderator_id or circle.activity_id.active:
                continue
            moderator = circle.moderator_id
            env = self.with_context(lang=moderator.lang).env
            circle.activity_id = activities.create(
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": env._("Something waits in one of your circles"),
                    "note": Markup("<a href='/odoo/alumni-circles/%s'>%s</a>")
                    % (circle.id, env._("See what it is, and decide.")),
                    "user_id": moderator.id,
                }
            )
