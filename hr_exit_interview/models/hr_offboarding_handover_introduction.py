from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingHandoverIntroduction(models.Model):
    """Drafts of introduction mails to the customers whom a hand-over concerns."""

    _inherit = "hr.offboarding.handover"

    _DECIDED_STATES = ("approved", "running", "done")
    _INTRODUCE_DAYS = 3

    introduction_count = fields.Integer(
        string="Introductions",
        compute="_compute_introduction_count",
        compute_sudo=False,
    )

    @api.depends("offboarding_id")
    def _compute_introduction_count(self):
        counts = dict(
            self.env["hr.offboarding.introduction"]._read_group(
                [("offboarding_id", "in", self.offboarding_id.ids)],
                ["offboarding_id"],
                ["__count"],
            )
        )
        for handover in self:
            handover.introduction_count = counts.get(handover.offboarding_id, 0)

    def action_view_introductions(self):
        """Open the introduction mails; for HR, with drafts for whoever has none yet.

        :raise UserError: HR has not decided yet who takes over
        """
        self.ensure_one()
        self.check_access("read")
        if self.env.user.has_group("hr.group_hr_user"):
            self._check_decided()
            # Sudo after the check above: all contacts are found, each is shown by the
            # rights of whoever looks.
            self.sudo()._prepare_introductions()
        return self.env["hr.offboarding.introduction"]._get_view_action(
            self.offboarding_id
        )

    def action_scan(self):
        # What was approved and has not moved yet is decided anew.
        reopened = self.filtered(lambda handover: handover.state == "approved")
        result = super().action_scan()
        # Sudo after the access check: what was drafted is not true any more.
        reopened.sudo().offboarding_id.introduction_ids._discard()
        return result

    def action_undo(self):
        result = super().action_undo()
        # Sudo: what was drafted is not true any more, whoever may read it.
        self.sudo().offboarding_id.introduction_ids._discard()
        return result

    def _notify_successors(self):
        result = super()._notify_successors()
        # Drafts made when it was approved follow what has moved in the end.
        if self.offboarding_id.introduction_ids:
            self._prepare_introductions()
        return result

    def _prepare_introductions(self):
        """Draft a mail for each contact and successor that has none yet.

        Drafts of those whom it does not concern any more are taken back.

        :return: the `hr.offboarding.introduction` records created
        """
        self.ensure_one()
        case = self.offboarding_id
        found = self._find_contacts_by_successor()
        introductions = case.introduction_ids
        introductions.filtered(
            lambda introduction: (
                introduction._get_key() not in found.get(introduction.successor_id, ())
            )
        )._discard()
        known = {
            (introduction._get_key(), introduction.successor_id)
            for introduction in introductions.exists()
        }
        Introduction = self.env["hr.offboarding.introduction"]
        drafts = Introduction.create(
            [
                Introduction._prepare_introduction_values(case, successor, key, facts)
                for successor, contacts in found.items()
                for key, facts in contacts.items()
                if (key, successor) not in known
            ]
        )
        drafts._write_drafts()
        self._give_introductions(drafts.successor_id)
        return drafts

    def _give_introductions(self, successors):
        """Give each successor one task to look at the drafts and send them."""
        case = self.offboarding_id
        busy = case.task_ids.filtered(
            lambda task: task.has_introductions and task.state == "todo"
        ).user_id
        due = fields.Date.context_today(self) + relativedelta(days=self._INTRODUCE_DAYS)
        self.env["hr.offboarding.task"].create(
            [
                {
                    "offboarding_id": case.id,
                    "name": self.env._("Introduce yourself to your new contacts"),
                    "description": self.env._(
                        "A mail is drafted for each of them. Read it, change it as you "
                        "like, and send it; nothing is sent by itself."
                    ),
                    "responsible": "successor",
                    "user_id": user.id,
                    "date_deadline": due,
                    "has_introductions": True,
                }
                for user in successors.user_id - busy
                if user.active
            ]
        )

    def _find_contacts_by_successor(self):
        """Whom the hand-over concerns: dict of successor to a dict by contact.

        What has moved is in the log; what is approved is what would move now.
        """
        self.ensure_one()
        case = self.offboarding_id
        found = {}
        for key in case._get_contact_fields():
            for successor, records in self._get_moving_records(key):
                contacts = found.setdefault(successor, {})
                case._collect_contacts(contacts, key, records)
        case._drop_internal_contacts(*found.values())
        for contacts in found.values():
            self._drop_companies_reached(contacts)
        return {
            successor: case._sort_contacts(contacts)
            for successor, contacts in found.items()
        }

    def _get_moving_records(self, key):
        """Pairs of successor and the records of (model, field) that are theirs."""
        model, name = key
        if model not in self.env:
            return
        if self.state == "approved":
            movable = self._get_handover_models()
            for line in self._get_lines_to_move():
                if (line.model, line.field_name) == key and line.successor_id:
                    records = line._get_model().search(line._get_move_domain(movable))
                    records -= line._filter_out_of_reach(records)
                    yield line.successor_id, records
            return
        logs = self.log_ids.filtered(
            lambda log: (
                log.run == self.run
                and log.state == "moved"
                and (log.model, log.field_name) == (model, name)
            )
        )
        Model = self.env[model].with_context(active_test=False)
        for successor, own in logs.grouped("successor_id").items():
            yield successor, Model.browse(own.mapped("res_id")).exists()

    def _drop_companies_reached(self, contacts):
        """A company without an address is written to through its people here."""
        partners = self.env["res.partner"].browse(
            [partner for partner, *_source in contacts if partner]
        )
        people = partners.filtered(lambda partner: not partner.is_company)
        reached = people.commercial_partner_id - people
        for partner in partners:
            if partner.is_company and not partner.email and partner in reached:
                del contacts[partner.id, False, False]

    def _check_decided(self):
        if self.state not in self._DECIDED_STATES:
            raise UserError(
                self.env._("Approve the hand-over first: the mails say who takes over.")
            )
