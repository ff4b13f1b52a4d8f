from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

BATCH = 1000


class HrAlumniCircleUpkeep(models.Model):
    """Members by rule, and whatever else changes in a circle with the days.

    Who fits is compared with who is in by the database, so that the number of queries
    goes with the number of circles, and with what has changed in batches.
    """

    _inherit = "hr.alumni.circle"

    @api.model
    def _cron_keep_circles(self):
        """Bring circles up to date: members by rule, ends, pauses, moderators."""
        self.search(Domain.TRUE)._replace_moderators()
        self.env["hr.alumni.circle.member"]._end_without_consent()
        self.env["hr.alumni.circle.member"]._resume_paused()
        self.env["hr.alumni.circle.member"]._follow_colleagues()
        todo = self.search([("admission", "=", "rule")])
        for remaining, circle in zip(range(len(todo) - 1, -1, -1), todo, strict=True):
            done = BATCH
            while done >= BATCH:
                done = circle._do_refresh(limit=BATCH)
                if not self.env["ir.cron"]._commit_progress(
                    done, remaining=remaining + (done >= BATCH)
                ):
                    return

    @api.model
    def _refresh_members(self, people):
        """Bring these people into the circles whose rule they fit, and out of others.

        :param people: `hr.alumni` about whom something has changed
        """
        # Sudo: whatever changes, the rule decides, and not who has changed it.
        circles = self.sudo().search(
            [("admission", "=", "rule"), ("company_id", "in", people.company_id.ids)]
        )
        for circle in circles:
            circle._do_refresh(people=people)

    def _do_refresh(self, people=None, limit=None):
        """Let people join and leave this circle by its rule.

        :param people: only these `hr.alumni`, by default all
        :param limit: at most so many of each change
        :return: how many places have changed; there may be more from `limit` on
        """
        self.ensure_one()
        # Sudo: the rule decides for everybody.
        members = self.env["hr.alumni.circle.member"].sudo()
        alumni = members.env["hr.alumni"]
        here = Domain("circle_id", "=", self.id)
        fitting = self._get_fitting_domain()
        those = Domain.TRUE if people is None else Domain("id", "in", people.ids)
        new = alumni.search(
            those & fitting & Domain("circle_member_ids", "not any", here),
            limit=limit,
            order="id",
        )
        for ids in split_every(BATCH, new.ids):
            members.create(
                [
                    {
                        "circle_id": self.id,
                        "alumni_id": id_,
                        "state": "member",
                        "origin": "rule",
                        "joined_date": fields.Date.today(),
                        "state_date": fields.Datetime.now(),
                    }
                    for id_ in ids
                ]
            )
        back = members.search(
            here
            & Domain("state", "=", "left")
            & Domain("left_by", "in", ("rule", "consent"))
            & Domain("alumni_id", "any", those & fitting),
            limit=limit,
        )
        back._move_to("member")
        gone = members.search(
            here
            & Domain("state", "in", members._INSIDE)
            & Domain("origin", "=", "rule")
            & Domain("alumni_id", "any", those & ~fitting),
            limit=limit,
        )
        gone._do_end("rule")
        return len(new) + len(back) + len(gone)

    def _get_rule(self):
        """The rule of this circle as a domain on former colleagues."""
        return Domain(literal_eval(self.rule_domain or "[]"))

    def _get_fitting_domain(self):
        """Hook: whom the rule makes members: nobody without consent."""
        alumni = self.env["hr.alumni"]
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", alumni._MEMBER_STATES)
            & Domain("purpose_ids", "in", alumni._get_purpose("circles").ids)
            & self._get_rule()
        )

    def _replace_moderators(self):
        """A circle whose moderator is gone gets another one."""
        for circle in self.filtered(lambda one: not one.moderator_id.active):
            substitute = circle._get_substitute()
            if substitute:
                circle.moderator_id = substitute

    def _get_substitute(self):
        """Hook: who answers for a circle when its moderator is gone; possibly nobody.

        The hand-over of a departure names a successor. This is for whoever was archived
        without one: an alumni manager of the company, an administrator last.
        """
        # Sudo: users are for administrators.
        users = self.env.ref("hr_alumni.group_manager").sudo().all_user_ids
        users = users.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        return users.sorted(lambda user: (user._is_admin(), user.id))[:1]
