from odoo import api, fields, models

from ..tools.circles import Place, pick_kept
from .hr_alumni_post_mailing import HEADER
from .hr_alumni_warmth import RELATION_GROUPS

# What people may be chosen by for a circle and what somebody writes by hand. What is
# computed from elsewhere is noticed by the job of the night.
RULE_TRIGGERS = {
    "state",
    "tier_id",
    "background",
    "city",
    "country_id",
    "industry_id",
    "is_decision_maker",
    "skills",
    "is_open_to_return",
    "is_open_to_projects",
    "is_open_to_mentoring",
    "is_open_to_speaking",
}


class HrAlumniInCircles(models.Model):
    """The circles of a former colleague, which begin and end with the consent."""

    _inherit = "hr.alumni"

    circle_member_ids = fields.One2many(
        "hr.alumni.circle.member",
        "alumni_id",
        string="Circles",
        groups=RELATION_GROUPS,
    )
    circle_count = fields.Integer(
        string="Number of Circles",
        compute="_compute_circle_count",
        groups=RELATION_GROUPS,
    )

    @api.depends("circle_member_ids.state")
    def _compute_circle_count(self):
        # Sudo: a number, of people whom the reader may read.
        members = self.env["hr.alumni.circle.member"].sudo()
        counts = dict(
            members._read_group(
                [("alumni_id", "in", self.ids), ("state", "in", members._INSIDE)],
                ["alumni_id"],
                ["__count"],
            )
        )
        for alumni in self:
            alumni.circle_count = counts.get(alumni._origin, 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & RULE_TRIGGERS:
            self.env["hr.alumni.circle"]._refresh_members(self)
        return result

    def action_view_circles(self):
        """Open the places of these people in circles."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_circle_member_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        action["context"] = {"group_by": []}
        return action

    def _do_give(self, purposes, channel):
        result = super()._do_give(purposes, channel)
        if "circles" in purposes.mapped("code"):
            self.env["hr.alumni.circle"]._refresh_members(self)
        return result

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None or "circles" in purposes.mapped("code"):
            # Sudo: the person or the system decides here, whatever they may read.
            self.sudo()._leave_circles(is_withdrawn=purposes is not None)
        return result

    def _leave_circles(self, is_withdrawn):
        """End the places of these people; what they have posted is taken down.

        Whoever works here again stays in the circles that present colleagues are in.

        :param is_withdrawn: whether the consent has ended, else the relation has
        """
        members = self.circle_member_ids
        if not is_withdrawn:
            members = members.filtered(
                lambda one: (
                    one.alumni_id.state != "returned"
                    or one.state not in one._INSIDE
                    or not one.circle_id._is_open_to_colleagues()
                )
            )
        members._do_end("consent")

    def _do_expire(self):
        result = super()._do_expire()
        # Sudo: the end of a consent is carried out by the system.
        gone = self.sudo() - self._filter_consenting("circles")
        gone._leave_circles(is_withdrawn=True)
        return result

    def _cancel_waiting_mails(self, purposes=None):
        result = super()._cancel_waiting_mails(purposes)
        if purposes is None or "circles" in purposes.mapped("code"):
            # Sudo: these mails are the system's.
            mails = self.env["mail.mail"].sudo()
            for alumni in self:
                mails |= mails.search(
                    [
                        ("state", "=", "outgoing"),
                        ("headers", "like", f"/alumni/stop/{alumni.id}/"),
                        ("headers", "like", HEADER),
                    ]
                )
            mails.cancel()
        return result

    def _do_merge_into(self, target, keep_contacts=False):
        # Sudo: everything moves, whatever the user may read of it.
        (self | target).sudo()._keep_one_place_each()
        return super()._do_merge_into(target, keep_contacts)

    def _keep_one_place_each(self):
        """One person has one place in a circle: it takes over what the others wrote."""
        for places in self.circle_member_ids.grouped("circle_id").values():
            kept_id = pick_kept(
                [Place(one.id, one.state, one.state_date) for one in places]
            )
            kept = places.filtered(lambda one, id_=kept_id: one.id == id_)
            for other in places - kept:
                other._merge_into(kept)
