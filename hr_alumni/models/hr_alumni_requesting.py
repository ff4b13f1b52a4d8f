from odoo import api, fields, models

from .hr_alumni import PRIVATE_GROUPS


class HrAlumniRequesting(models.Model):
    """What a former colleague has asked for, and the status of all that was sent in."""

    _inherit = "hr.alumni"

    request_ids = fields.One2many(
        "hr.alumni.request", "alumni_id", string="Requests", groups=PRIVATE_GROUPS
    )
    request_count = fields.Integer(
        string="Number of Requests",
        compute="_compute_request_count",
        groups=PRIVATE_GROUPS,
    )

    @api.depends_context("uid")
    @api.depends("request_ids")
    def _compute_request_count(self):
        # Without sudo: only those count that the reader may open.
        counts = dict(
            self.env["hr.alumni.request"]._read_group(
                [("alumni_id", "in", self.ids)], ["alumni_id"], ["__count"]
            )
        )
        for alumni in self:
            alumni.request_count = counts.get(alumni._origin, 0)

    def action_view_requests(self):
        """Open what these people have asked for."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_request_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        action["context"] = {"default_alumni_id": self.id if len(self) == 1 else False}
        return action

    def _filter_contactable(self, purpose_code):
        if purpose_code != "request":
            return super()._filter_contactable(purpose_code)
        # An answer to what the person has asked for: no consent is needed, and whoever
        # has left the network gets it, too.
        # Sudo: the answer must not depend on who asks the question.
        reachable = self.sudo().filtered(
            lambda one: (
                one.state != "deceased"
                and one.email_normalized
                and not one.erased_date
                and not one.is_blacklisted
                and not one.message_bounce
            )
        )
        return self & (
            reachable - self.env["hr.privacy.suppression"]._filter_suppressed(reachable)
        )

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None:
            # Sudo: a death ends what was asked for, whoever notes it.
            dead = self.sudo().filtered(lambda one: one.state == "deceased")
            dead.request_ids._do_withdraw()
        return result

    def _has_own_page(self):
        """Whether the pages of the portal show this record to its person."""
        self.ensure_one()
        return self.state in ("invited", "active", "dormant", "returned")

    def _get_sent_in(self):
        """Hook: all that this person has sent in, newest first, for the own page.

        :return: list of dicts: `what` (kind in words), `name`, `date`, `status` (one of
            open, good, bad, gone), `label` (the state in plain words), and `url`, where
            the person reads more, or False. Plain values, in the language of the page.
        """
        self.ensure_one()
        return []
