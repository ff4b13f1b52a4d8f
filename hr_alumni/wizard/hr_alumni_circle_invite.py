from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import split_every

SHOWN = 10
BATCH = 1000


class HrAlumniCircleInvite(models.TransientModel):
    """Inviting many former colleagues to a circle, and saying who is left out and why.

    Each invitation is a place in the circle, which the person accepts or declines. Whom
    the ledger does not let us write to about circles is not invited from here.
    """

    _name = "hr.alumni.circle.invite"
    _description = "Invite Former Colleagues to a Circle"

    alumni_ids = fields.Many2many("hr.alumni", string="Former Colleagues")
    circle_id = fields.Many2one("hr.alumni.circle", required=True, ondelete="cascade")
    is_with_competitors = fields.Boolean(
        string="Also Those at a Competitor",
        help="Posts that are hidden from competitors stay hidden from them.",
    )
    chosen_count = fields.Integer(string="Chosen", compute="_compute_skipped")
    invited_count = fields.Integer(string="To Invite", compute="_compute_skipped")
    skipped_text = fields.Text(string="Left Out", compute="_compute_skipped")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if "alumni_ids" in fields and context.get("active_model") == "hr.alumni":
            values["alumni_ids"] = [Command.set(context.get("active_ids", []))]
        return values

    @api.depends("alumni_ids", "circle_id", "is_with_competitors")
    def _compute_skipped(self):
        for wizard in self:
            obstacles = wizard._get_obstacles() if wizard.circle_id else {}
            wizard.chosen_count = len(wizard.alumni_ids)
            wizard.invited_count = len(wizard.alumni_ids) - len(obstacles)
            wizard.skipped_text = wizard._get_skipped_text(obstacles)

    def action_invite(self):
        """Invite those whom nothing speaks against; many are invited one after another.

        The first are invited now, the others by a scheduled job: the members of the
        circle show who is still to be invited.
        """
        self.ensure_one()
        self.alumni_ids.check_access("write")
        self.circle_id.check_access("write")
        people = self._get_invited()
        if not people:
            raise UserError(
                self.env._("Nobody of those you chose can be invited:")
                + "\n"
                + (self.skipped_text or "")
            )
        places = self._make_places(people)
        # Sudo: the mark is the job's; the access is checked above.
        places.sudo().is_invitation_due = True
        rest = places._invite_due(places._INVITED_AT_ONCE)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self._get_told(len(places), rest),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_told(self, count, rest):
        if rest:
            return self.env._(
                "%(done)s people are invited. %(rest)s more follow within minutes: the "
                "members of the circle show who is still to be invited.",
                done=count - rest,
                rest=rest,
            )
        return self.env._("%(count)s people are invited.", count=count)

    def _get_invited(self):
        obstacles = self._get_obstacles()
        return self.alumni_ids.filtered(lambda one: one._origin not in obstacles)

    def _make_places(self, people):
        """A place for each of these people, new or the one of before."""
        members = self.env["hr.alumni.circle.member"]
        places = members.search(
            [("circle_id", "=", self.circle_id.id), ("alumni_id", "in", people.ids)]
        )
        new = people - places.alumni_id
        for ids in split_every(BATCH, new.ids):
            places += members.create(
                [{"circle_id": self.circle_id.id, "alumni_id": id_} for id_ in ids]
            )
        return places

    def _get_obstacles(self):
        """Why these people are not invited, by person; who is invited is left out.

        The number of queries does not depend on how many there are.
        """
        # Sudo: the answer depends on nobody's rights.
        people = self.alumni_ids._origin.sudo()
        places = people.env["hr.alumni.circle.member"].search(
            [("circle_id", "=", self.circle_id.id), ("alumni_id", "in", people.ids)]
        )
        by_person = {place.alumni_id: place for place in places}
        contactable = people._filter_contactable("circles")
        found = {}
        for alumni in people:
            reason = self._get_obstacle(
                alumni, by_person.get(alumni, places.browse()), alumni in contactable
            )
            if reason:
                found[alumni.with_env(self.env)] = reason
        return found

    def _get_obstacle(self, alumni, place, is_contactable):
        """Hook: why this person, in sudo, is not invited; False when nothing is.

        :param place: the place in the circle of before, possibly empty
        :param is_contactable: whether the ledger lets us write about circles
        """
        if alumni.company_id != self.circle_id.company_id:
            return self.env._("Belongs to another company than the circle")
        if alumni.state not in alumni._MEMBER_STATES:
            return self.env._("Is no member of the network now")
        if alumni.is_paused:
            return self.env._("Has paused, and wants to hear nothing for now")
        if not is_contactable:
            return self.env._("Has not agreed to circles, or has no private address")
        if not self.is_with_competitors and not alumni._may_get_all_content():
            return self.env._("Works at a competitor")
        if place.state == "left" and place.left_by in ("rule", "consent"):
            return False  # It was nobody's decision.
        return self._get_place_obstacles().get(place.state, False)

    def _get_place_obstacles(self):
        return {
            "invited": self.env._("Is invited already"),
            "requested": self.env._("Has asked to join: decide about that"),
            "member": self.env._("Is a member already"),
            "paused": self.env._("Is paused by the moderator"),
            "left": self.env._("Has left the circle"),
            "declined": self.env._("Has declined an invitation"),
            "refused": self.env._("Was refused by the moderator"),
        }

    def _get_skipped_text(self, obstacles):
        """Each reason once, with how many there are and the first names."""
        by_reason = {}
        for alumni, reason in obstacles.items():
            by_reason.setdefault(reason, []).append(alumni)
        lines = []
        for reason, people in by_reason.items():
            names = ", ".join(one.display_name for one in people[:SHOWN])
            if len(people) > SHOWN:
                names += self.env._(" and %s more", len(people) - SHOWN)
            lines.append(f"{reason} ({len(people)}): {names}")
        return "\n".join(lines) or False
