from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingWave(models.Model):
    """Many departures for one reason, prepared in secret and confirmed together.

    The people of a wave are departures like any other, with the wave as their common
    head: they are created in one batch, take reason, package, dates and HR officer from
    it, and follow when it changes, unless somebody has agreed on something else with
    one person. Nobody outside HR can tell that there is a wave, before or after it is
    confirmed; the leavers and their managers see the single departure, as always.
    """

    _name = "hr.offboarding.wave"
    _description = "Wave of Departures"
    _inherit = ["hr.state.mixin"]
    _order = "notice_date desc, id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "in_progress": {"draft", "in_progress"},
        "done": {"in_progress"},
        "cancelled": {"draft", "in_progress"},
    }
    # What the departures of the wave take from it.
    _DATES = ("notice_date", "last_working_date", "departure_date")
    _FACTS = ("reason_id", "template_id", "user_id")

    name = fields.Char(
        string="Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    title = fields.Char(help="What HR calls this wave. Nobody else reads it.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="HR Officer",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("hr.group_hr_user").ids)
        ],
        help="Looks after the departures of this wave.",
    )
    reason_id = fields.Many2one(
        "hr.departure.reason",
        required=True,
        ondelete="restrict",
        domain="[('child_ids', '=', False)]",
    )
    template_id = fields.Many2one(
        "hr.offboarding.template",
        string="Package",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('is_part', '=', False)]",
        help="The tasks that each departure gets when the wave is confirmed. Leave it "
        "empty to let the job and department of each person decide.",
    )
    notice_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day on which the notices are given.",
    )
    last_working_date = fields.Date(
        help="The same last working day for everybody. Leave it empty to let the "
        "notice rules propose one for each person.",
    )
    departure_date = fields.Date(
        help="The day on which the contracts end, if that is not the last working day."
    )
    note = fields.Text(string="Notes")
    state = fields.Selection(
        [
            ("draft", "In Preparation"),
            ("in_progress", "Confirmed"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    offboarding_ids = fields.One2many("hr.offboarding", "wave_id", string="People")

    _name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "This reference is already used in the company."
    )
    _dates_in_order = models.Constraint(
        "CHECK (last_working_date >= notice_date AND departure_date >= notice_date"
        " AND departure_date >= last_working_date)",
        "The dates of a wave follow each other: notice, last working day, end of the "
        "contracts.",
    )

    @api.depends("reason_id", "company_id")
    def _compute_template_id(self):
        candidates = self.env["hr.offboarding.template"]._get_candidates()
        for wave in self:
            if wave.state == "draft":
                wave.template_id = candidates._get_best_for(wave._get_typical_case())

    @api.constrains("reason_id")
    def _check_reason_can_be_chosen(self):
        self._get_running().reason_id._check_can_be_chosen()

    @api.model_create_multi
    def create(self, vals_list):
        today = fields.Date.context_today(self)
        for vals in vals_list:
            self.env["hr.offboarding"]._check_dates({"notice_date": today, **vals})
        names = self._next_references(vals_list)
        return super().create(
            [
                {**vals, "name": name}
                for vals, name in zip(vals_list, names, strict=True)
            ]
        )

    def write(self, vals):
        self._check_can_write(vals)
        if not vals.keys() & {*self._DATES, *self._FACTS}:
            return super().write(vals)
        before = [(wave, wave._get_facts(), wave._get_followers()) for wave in self]
        result = super().write(vals)
        for wave, facts, followers in before:
            wave._do_follow(facts, followers)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_people(self):
        # Sudo: people of a company that is not chosen now count as well.
        if self.sudo().offboarding_ids:
            raise UserError(
                self.env._(
                    "A wave with people in it is kept for the record. Cancel it "
                    "instead, or take the people out first."
                )
            )

    # Buttons

    def action_confirm(self):
        """Confirm everybody in one go: from now on leavers and managers see theirs."""
        self.check_access("write")
        self._check_can_move("in_progress")
        for wave in self:
            if not wave._get_cases("draft"):
                raise UserError(
                    self.env._(
                        "There is nobody to confirm in %(wave)s. Add the people first.",
                        wave=wave.name,
                    )
                )
        self._move_to("in_progress")
        self._get_cases("draft").action_confirm()
        return True

    def action_close(self):
        """Everybody is cleared, or stays."""
        self.check_access("write")
        cases = self._get_cases("draft", "in_progress", "departed")
        if cases:
            raise UserError(
                self.env._(
                    "Not everybody is cleared yet. Close these departures first, or "
                    "take the people out of the wave: %(cases)s.",
                    cases=", ".join(cases.mapped("name")),
                )
            )
        self._move_to("done")
        return True

    def action_cancel(self):
        """The wave does not take place: prepared departures go without a trace.

        Those that were confirmed are kept, as people who stay.
        """
        self.check_access("write")
        self._check_can_move("cancelled")
        gone = self._get_cases("departed", "done")
        if gone:
            raise UserError(
                self.env._(
                    "Some people of this wave have left already: %(cases)s. Take the "
                    "others out one by one, then close the wave.",
                    cases=", ".join(gone.mapped("name")),
                )
            )
        self._get_cases("draft", "in_progress")._leave_wave()
        self._move_to("cancelled")
        return True

    # Steps

    # Questions and decisions

    def _get_running(self):
        return self.filtered(lambda wave: wave.state in ("draft", "in_progress"))

    def _get_cases(self, *states):
        return self.offboarding_ids.filtered(lambda case: case.state in states)

    def _get_facts(self):
        """What the departures of this wave take from it, as values to write."""
        self.ensure_one()
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in self._FACTS + self._DATES
        }

    def _get_typical_case(self):
        """A departure of this wave of nobody in particular, to choose a package for."""
        self.ensure_one()
        return self.env["hr.offboarding"].new(
            {"reason_id": self.reason_id.id, "company_id": self.company_id.id}
        )

    def _check_is_running(self):
        if self != self._get_running():
            raise UserError(
                self.env._(
                    "This wave is closed: nothing about it can be changed. Start "
                    "another one."
                )
            )

    def _check_can_write(self, vals):
        """What departures take from a wave changes as long as the wave runs."""
        dates = set(self._DATES)
        if vals.keys() & {*self._DATES, *self._FACTS, "company_id"}:
            self._check_is_running()
        for wave in self:
            if vals.keys() & dates:
                known = {name: wave[name] for name in self._DATES}
                self.env["hr.offboarding"]._check_dates({**known, **vals})
            company_id = vals.get("company_id", wave.company_id.id)
            if company_id != wave.company_id.id and wave.offboarding_ids:
                raise UserError(
                    self.env._(
                        "The people of %(wave)s work for %(company)s. Start another "
                        "wave for another company.",
                        wave=wave.name,
                        company=wave.company_id.name,
                    )
                )

    @api.model
    def _next_references(self, vals_list):
        """References of new waves with these values, each in the year of its notice."""
        today = fields.Date.context_today(self)
        keys = [
            (
                vals.get("company_id") or self.env.company.id,
                fields.Date.to_date(vals.get("notice_date") or today),
            )
            for vals in vals_list
        ]
        names = {}
        for (company_id, day), count in Counter(keys).items():
            company = self.env["res.company"].browse(company_id)
            # Sudo: sequences are for system administrators.
            sequence = self.env["ir.sequence"].sudo()
            names[company_id, day] = iter(
                sequence._next_range_by_code(self._name, count, company, day)
            )
        return [next(names[key]) for key in keys]

    @api.model
    def _get_use_buttons_message(self):
        return self.env._("Use the buttons of the wave to change its state.")
