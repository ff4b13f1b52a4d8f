from odoo import api, fields, models

from ..tools.cadence import get_next
from .hr_alumni_warmth import RELATION_GROUPS

AHEAD = 7  # days that “Today” looks ahead
BATCH = 500


class HrAlumniKeeping(models.Model):
    """Who keeps in touch with a former colleague, and when next."""

    _inherit = "hr.alumni"

    keeper_ids = fields.One2many(
        "hr.alumni.keeper", "alumni_id", string="Keepers", groups=RELATION_GROUPS
    )
    keeper_user_ids = fields.Many2many(
        "res.users",
        "hr_alumni_keeper_user_rel",
        string="Kept By",
        compute="_compute_keeper_user_ids",
        store=True,
        groups=RELATION_GROUPS,
        help="Colleagues whom the person has chosen and who have accepted.",
    )
    keeper_email = fields.Char(
        string="E-mail",
        compute="_compute_keeper_address",
        compute_sudo=True,
        groups=RELATION_GROUPS,
        help="Shown to the colleagues whom the person has chosen, as long as the "
        "person agrees.",
    )
    keeper_phone = fields.Char(
        string="Phone",
        compute="_compute_keeper_address",
        compute_sudo=True,
        groups=RELATION_GROUPS,
    )
    nudge_ids = fields.One2many("hr.alumni.nudge", "alumni_id", groups=RELATION_GROUPS)
    next_cadence_date = fields.Date(
        compute="_compute_next_cadence",
        store=True,
        index="btree_not_null",
        groups=RELATION_GROUPS,
    )
    next_cadence_id = fields.Many2one(
        "hr.alumni.cadence",
        string="Next Occasion",
        compute="_compute_next_cadence",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups=RELATION_GROUPS,
    )
    next_touch_date = fields.Date(
        string="Next Contact",
        compute="_compute_next_touch_date",
        store=True,
        index="btree_not_null",
        groups=RELATION_GROUPS,
        help="The next day on which something is to be done for this relation.",
    )

    @api.depends("keeper_ids.state", "keeper_ids.user_id")
    def _compute_keeper_user_ids(self):
        for alumni in self:
            alumni.keeper_user_ids = alumni.keeper_ids.filtered(
                lambda keeper: keeper.state == "accepted"
            ).user_id

    @api.depends_context("uid")
    @api.depends("keeper_user_ids", "private_email", "private_phone", "consent_ids")
    def _compute_keeper_address(self):
        mine = self.filtered(lambda alumni: self.env.user in alumni.keeper_user_ids)
        open_to_me = mine._filter_consenting("keepers")
        for alumni in self:
            is_open = alumni in open_to_me
            alumni.keeper_email = is_open and alumni.private_email
            alumni.keeper_phone = is_open and alumni.private_phone

    @api.depends(
        "state",
        "left_date",
        "employee_ids.employment_period_ids.date_start",
        "consent_ids",
        "nudge_ids.cadence_date",
    )
    def _compute_next_cadence(self):
        today = fields.Date.today()
        members = self.filtered(lambda one: one.state in self._MEMBER_STATES)
        rules = self.env["hr.alumni.cadence"]
        if members:
            # Sudo: the rules hold, whoever causes the computation.
            rules = rules.sudo().search(fields.Domain.TRUE)
        for alumni in self:
            day, key = None, None
            if alumni in members:
                wanted = rules._filter_for(alumni)
                day, key = get_next(
                    wanted._get_rules(),
                    alumni.left_date,
                    min(
                        alumni.employment_period_ids.mapped("date_start"), default=None
                    ),
                    today,
                    alumni._get_settled_days(),
                )
            alumni.next_cadence_date = day
            alumni.next_cadence_id = key

    @api.depends("next_cadence_date", "nudge_ids.date", "nudge_ids.state")
    def _compute_next_touch_date(self):
        for alumni in self:
            days = alumni.nudge_ids.filtered(lambda nudge: nudge.state == "open")
            days = [*days.mapped("date"), alumni.next_cadence_date]
            alumni.next_touch_date = min(filter(None, days), default=False)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("owner_id") and self.env.su:
            # A hand-over gives relations to somebody who may have had none.
            self.env["hr.alumni.keeper"]._open_network(self.owner_id)
        return result

    def action_stop_keeping(self):
        """Stop keeping in touch: a keeper may at any time, and sees nothing more."""
        # Sudo: keepers change no lines; these are the own ones.
        lines = self.sudo().keeper_ids
        lines.filtered(lambda keeper: keeper.user_id == self.env.user)._do_end()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_action"
        )
        # Nothing leads back to the person, who is not seen any more.
        return {**action, "target": "main"}

    def _do_merge_into(self, target, keep_contacts=False):
        result = super()._do_merge_into(target, keep_contacts)
        # Contacts, lines and moves came along past the fields that follow from them.
        target.sudo().modified(["touch_ids", "nudge_ids", "keeper_ids", "career_ids"])
        target.sudo()._refresh_warmth()
        return result

    def _get_settled_days(self):
        """Days for which an occasion was on the list already, by occasion."""
        settled = {}
        for nudge in self.nudge_ids:
            settled.setdefault(nudge.cadence_id.id, set()).add(nudge.cadence_date)
        return settled

    def _may_propose_return(self):
        """Hook: whether this person may be told that the door is open."""
        return self.state in self._MEMBER_STATES

    def _get_keepers_link(self):
        """The signed link to the choice of keepers, or False without that consent."""
        agreed = self._filter_consenting("keepers")
        return bool(agreed) and agreed._get_signed_link("keepers")

    def _get_touch_purpose(self):
        """The purpose by which one may be in touch in person, as far as agreed."""
        keepers = self._get_purpose("keepers")
        member = self._get_purpose("member")
        return keepers if self._filter_consenting("keepers") else member

    def _get_sender(self, role="owner"):
        """Hook: whose “Today” a line is on: a keeper's, else the owner's."""
        self.ensure_one()
        if role == "keeper" and self.keeper_user_ids:
            return self.keeper_user_ids[:1]
        return self.owner_id or self.keeper_user_ids[:1]

    def _make_nudge(self, kind, name, ref=None, **values):
        """Put a line on “Today” for each of these people; the one way for every source.

        Nothing is made for people whom the purpose does not allow to contact.

        :param kind: value of `hr.alumni.nudge.kind`
        :param name: what to do, in a few words
        :param ref: what it is about, such as "mail.message,42"; it is on the list once
        :param values: more values, such as date, channel, purpose_id, draft
        :return: the new lines, in sudo
        """
        # Sudo: whoever causes a line need not be able to read the list.
        nudges = self.env["hr.alumni.nudge"].sudo()
        known = nudges
        if ref:
            known = nudges.search([("alumni_id", "in", self.ids), ("ref", "=", ref)])
        people = self.sudo() - known.alumni_id
        people = people.filtered(lambda one: one.state not in self._SILENT_STATES)
        purpose = self.env["hr.privacy.purpose"].browse(values.get("purpose_id"))
        if purpose:
            people = people._filter_contactable(purpose.sudo().code)
        return nudges.create(
            [
                {
                    "user_id": one._get_sender().id,
                    **values,
                    "kind": kind,
                    "name": name,
                    "ref": ref,
                    "alumni_id": one.id,
                }
                for one in people
            ]
        )

    @api.model
    def _cron_make_nudges(self):
        """Put on “Today” what the rules ask for within the next days."""
        due = self._get_nudge_due()
        remaining = len(due)
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH].try_lock_for_update()
            batch._do_nudge()
            remaining -= BATCH
            if not self.env["ir.cron"]._commit_progress(
                len(batch), remaining=max(remaining, 0)
            ):
                return

    @api.model
    def _get_nudge_due(self):
        """People for whom an occasion is due within the next days."""
        limit = fields.Date.add(fields.Date.today(), days=AHEAD)
        return self.search([("next_cadence_date", "<=", limit)], order="id")

    def _do_nudge(self):
        """Settle the next occasion of each: a line, or a note why there is none."""
        allowed = self.browse()
        for cadence, people in self.grouped("next_cadence_id").items():
            allowed |= people._filter_contactable(cadence.purpose_id.code)
        nudges = self.env["hr.alumni.nudge"].create(
            [alumni._prepare_cadence_values() for alumni in self]
        )
        nudges.filtered(lambda nudge: nudge.alumni_id not in allowed)._do_drop(
            self.env._(
                "The person has no address, has paused, or has not agreed to it."
            )
        )

    def _prepare_cadence_values(self):
        """Hook: the line that an occasion makes."""
        rule = self.next_cadence_id
        sender = self._get_sender(rule.role)
        rule = rule.with_context(lang=sender.lang or self.env.lang)
        return {
            "alumni_id": self.id,
            "name": rule.name,
            "kind": "anniversary" if rule.repeat_months == 12 else "touch",
            "user_id": sender.id,
            "date": self.next_cadence_date,
            "channel": rule.channel,
            "purpose_id": rule.purpose_id.id,
            "cadence_id": rule.id,
            "cadence_date": self.next_cadence_date,
            "draft": self._fill_draft(rule, sender),
        }

    def _fill_draft(self, rule, sender):
        """The draft of an occasion in the language of the person, words put in."""
        rule = rule.with_context(lang=self.partner_id.lang or self.env.lang)
        joined = min(self.employment_period_ids.mapped("date_start"), default=None)
        anchor = joined if rule.anchor == "joined" else self.left_date
        words = {
            "name": self.display_name,
            "first_name": self.display_name.partition(" ")[0],
            "company": self.company_id.name,
            "number": self.employee_number or "",
            "sender": sender.name or self.company_id.name,
            "years": str(self.next_cadence_date.year - anchor.year if anchor else ""),
        }
        draft = rule.draft or ""
        for word, text in words.items():
            draft = draft.replace(f"{{{word}}}", text)
        return draft

    def _do_withdraw(self, purposes, channel):
        result = super()._do_withdraw(purposes, channel)
        self._drop_with(purposes)
        return result

    def _move_to(self, state):
        result = super()._move_to(state)
        if state in self._SILENT_STATES:
            self._drop_with(None)
        return result

    def _drop_with(self, purposes):
        """Hook: what rests on these purposes ends with them; None is all of them."""
        # Sudo: the person or the system decides here, whatever they may read.
        people = self.sudo()
        nudges = people.nudge_ids
        if purposes is not None:
            nudges = nudges.filtered(lambda nudge: nudge.purpose_id in purposes)
        nudges._do_drop(self.env._("The person has withdrawn the consent for it."))
        if purposes is None or "keepers" in purposes.mapped("code"):
            people.keeper_ids._do_end()
