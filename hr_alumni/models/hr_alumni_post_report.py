from odoo import api, fields, models
from odoo.exceptions import UserError


class HrAlumniPostReport(models.Model):
    """A member thinks that a post should not be there; the moderator looks at it.

    Each member counts once for a post. Who it was is shown to nobody: it does not
    matter, and it would keep people from saying it.
    """

    _name = "hr.alumni.post.report"
    _description = "Report of a Post"
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    post_id = fields.Many2one(
        "hr.alumni.post",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    member_id = fields.Many2one(
        "hr.alumni.circle.member",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    kind = fields.Selection(
        [
            ("rules", "Against the house rules"),
            ("private", "Tells something private of somebody"),
            ("wrong", "Not true"),
            ("advert", "Advertising"),
            ("other", "Something else"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Text(string="In Own Words", readonly=True)
    is_settled = fields.Boolean(string="Settled", readonly=True)

    _once_uniq = models.UniqueIndex(
        "(post_id, member_id)", "This member has reported the post already."
    )

    @api.depends("post_id.circle_id")
    def _compute_company_id(self):
        for report in self:
            report.company_id = report.post_id.circle_id.company_id

    @api.model
    def _report(self, post, member, values):
        """Take down that a member reports a post, once.

        :param post: a published post that the member can read, in sudo
        :param member: the place of the member, in sudo
        :param values: clean kind and note
        """
        if not member._may_write_posts():
            raise UserError(
                self.env._("You can read here, and not report at the moment.")
            )
        # Sudo: members have no rights on reports.
        reports = self.sudo()
        if reports.search_count(
            [("post_id", "=", post.id), ("member_id", "=", member.id)], limit=1
        ):
            return
        reports.create(
            {
                "post_id": post.id,
                "member_id": member.id,
                "kind": values["kind"],
                "note": values["note"],
            }
        )
        post.circle_id._notify_moderator()
