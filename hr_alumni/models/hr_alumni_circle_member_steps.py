from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every


class HrAlumniCircleMemberSteps(models.Model):
    """How places in circles begin, change and end: on the page and by themselves."""

    _inherit = "hr.alumni.circle.member"

    _INVITED_AT_ONCE = 100

    def _do_enter(self):
        """The person comes in: at once where the circle allows it, or by request."""
        for member in self:
            is_free = member.circle_id.admission in ("rule", "open")
            if member.state == "invited" or is_free:
                member._move_to("member")
            else:
                member._move_to("requested")
                member.circle_id._notify_moderator()

    def _invite_due(self, limit):
        """Invite the first of these places that wait for it.

        Whoever may not be invited any more by then is left as they are.

        :return: how many still wait; a job invites them soon
        """
        # Sudo: the mark is of the job, whoever has started it.
        due = self.sudo().filtered("is_invitation_due")
        now = due[:limit]
        now.is_invitation_due = False
        people = now.alumni_id
        allowed = people._filter_contactable("circles").filtered(
            lambda one: one.state in one._MEMBER_STATES
        )
        now.filtered(
            lambda one: (
                one.alumni_id in allowed
                and one.state in one._TRANSITIONS["invited"]
                and one.circle_id.active
            )
        ).action_invite()
        rest = len(due) - len(now)
        if rest:
            cron = self.env.ref("hr_alumni.ir_cron_invite_to_circles")
            # Sudo: whoever invites starts no jobs otherwise.
            cron.sudo()._trigger()
        return rest

    @api.model
    def _cron_invite_due(self):
        """Go on with invitations of many, a batch at a time."""
        due = self.search([("is_invitation_due", "=", True)], order="id")
        for ids in split_every(self._INVITED_AT_ONCE, due.ids):
            batch = self.browse(ids)
            batch._invite_due(len(batch))
            done = due.ids.index(ids[-1]) + 1
            if not self.env["ir.cron"]._commit_progress(
                len(ids), remaining=len(due) - done
            ):
                return

    def _do_decline(self):
        """The person says no to the invitation; no reason is asked for."""
        self._move_to("declined")

    def _do_end(self, by):
        """End these places.

        When the person wants it, what was posted goes as well.

        :param by: value of `left_by`
        """
        running = self.filtered(lambda one: one.state in self._RUNNING)
        if not running:
            return
        running._move_to("left")
        running.left_by = by
        if by in ("person", "consent", "office"):
            running.post_ids._do_withdraw()

    def _accept_rules(self):
        """Note that the person accepts the house rules as they are now."""
        for version, members in self.grouped(
            lambda one: one.circle_id.rules_version
        ).items():
            others = members.filtered(
                lambda one, version=version: one.rules_version != version
            )
            others.write(
                {"rules_version": version, "rules_date": fields.Datetime.now()}
            )

    def _has_accepted_rules(self):
        self.ensure_one()
        return (
            not self.circle_id.house_rules
            or self.rules_version == self.circle_id.rules_version
        )

    @api.model
    def _get_of(self, person):
        """The places of a former or present colleague, in sudo."""
        name = "alumni_id" if person._name == "hr.alumni" else "employee_id"
        # Sudo: people have no rights on places; these are the own ones.
        return self.sudo().search([(name, "=", person.id)])

    @api.model
    def _make_place(self, circle, person):
        name = "alumni_id" if person._name == "hr.alumni" else "employee_id"
        # Sudo as in `_get_of`.
        return self.sudo().create(
            {"circle_id": circle.id, name: person.id, "origin": "person"}
        )

    def _tell(self, kind, **words):
        """Mail what has happened to those former colleagues who have agreed to it.

        :param kind: what has happened, one of the sentences of the mail
        :param words: what the mail says of a post: circle_post, circle_reason
        :return: those to whom it was sent
        """
        told = self.browse()
        # Sudo: whoever decides need not be able to read the address.
        for member in self.sudo().filtered("alumni_id"):
            circle = member.circle_id
            alumni = member.alumni_id
            context = {
                "circle_kind": kind,
                "circle_name": circle.with_context(
                    lang=alumni.partner_id.lang or self.env.lang
                ).name,
                "circle_reason": member.reason,
                "circle_until": member.paused_until,
                "circle_url": f"{circle.get_base_url()}/my/alumni/circles/{circle.id}",
                "circle_sender": circle._get_sender_address(),
                **words,
            }
            if alumni.with_context(**context)._mail_privately(
                "hr_alumni.mail_template_alumni_circle",
                "circles",
                # All else answers what the person has done.
                is_capped=kind == "invited",
            ):
                told += member
        return told

    @api.model
    def _end_without_consent(self):
        """Consents end by themselves too: places end with them."""
        alumni = self.env["hr.alumni"]
        agreed = Domain("purpose_ids", "in", alumni._get_purpose("circles").ids)
        self.search(
            Domain("state", "in", self._STAYING)
            & Domain("alumni_id", "!=", False)
            & Domain("alumni_id", "any", ~agreed)
        )._do_end("consent")

    @api.model
    def _resume_paused(self):
        """Pauses end on their day."""
        today = fields.Date.today()
        self.search([("state", "=", "paused"), ("paused_until", "<=", today)])._move_to(
            "member"
        )

    @api.model
    def _follow_colleagues(self):
        """Places of colleagues who do not work here any more, or may not be here.

        The place goes to the record of the former colleague, who is in again after
        having agreed to circles; without such a record it goes, with what was posted.
        """
        places = self.search(
            [
                ("employee_id", "!=", False),
                ("employee_id", "any", [("active", "=", False)]),
            ]
        )
        places._do_end("rule")
        for place in places:
            alumni = place.employee_id.alumni_ids.filtered(
                lambda one, place=place: one.company_id == place.company_id
            )[:1]
            there = alumni.circle_member_ids.filtered(
                lambda one, place=place: one.circle_id == place.circle_id
            )
            if there:
                place._merge_into(there)
            elif alumni:
                place.write({"alumni_id": alumni.id, "employee_id": False})
            else:
                place.unlink()
        closed = self.search(
            [("employee_id", "!=", False), ("state", "in", self._RUNNING)]
        ).filtered(lambda one: not one.circle_id._is_open_to_colleagues())
        closed._do_end("rule")

    def _merge_into(self, target):
        """Another place of the same person in the same circle takes over the posts."""
        self.post_ids.write({"member_id": target.id})
        reports = self.env["hr.alumni.post.report"].search(
            [("member_id", "=", self.id)]
        )
        known = self.env["hr.alumni.post.report"].search(
            [("member_id", "=", target.id), ("post_id", "in", reports.post_id.ids)]
        )
        reports.filtered(lambda one: one.post_id not in known.post_id).write(
            {"member_id": target.id}
        )
        self.unlink()
