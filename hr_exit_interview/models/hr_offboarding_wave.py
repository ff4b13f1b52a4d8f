from collections import Counter, defaultdict

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
    people_count = fields.Integer(string="People", compute="_compute_counts")
    draft_count = fields.Integer(string="To Confirm", compute="_compute_counts")
    confirmed_count = fields.Integer(string="Confirmed", compute="_compute_counts")
    departed_count = fields.Integer(string="Departed", compute="_compute_counts")
    cleared_count = fields.Integer(string="Cleared", compute="_compute_counts")
    stays_count = fields.Integer(
        string="Stay After All",
        compute="_compute_counts",
        help="Were in the wave once it was confirmed, and stay.",
    )
    progress = fields.Float(
        string="Clearance",
        compute="_compute_counts",
        help="Share of the people who have left and are cleared.",
    )
    without_email_ids = fields.Many2many(
        "hr.employee",
        string="Without a Private E-mail",
        compute="_compute_without_email_ids",
        context={"active_test": False},
    )

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

    @api.depends("offboarding_ids.state")
    def _compute_counts(self):
        counts = defaultdict(Counter)
        for wave, state, count in self.env["hr.offboarding"]._read_group(
            [("wave_id", "in", self.ids)], ["wave_id", "state"], ["__count"]
        ):
            counts[wave.id][state] = count
        for wave in self:
            own = counts[wave._origin.id]
            wave.draft_count = own["draft"]
            wave.cleared_count = own["done"]
            wave.departed_count = own["departed"] + own["done"]
            wave.confirmed_count = own["in_progress"] + wave.departed_count
            wave.people_count = wave.draft_count + wave.confirmed_count
            wave.stays_count = own["retained"] + own["cancelled"]
            people = wave.people_count
            wave.progress = 100 * wave.cleared_count / people if people else 0

    @api.depends("offboarding_ids.state", "offboarding_ids.private_email")
    def _compute_without_email_ids(self):
        for wave in self:
            wave.without_email_ids = wave.offboarding_ids.filtered(
                lambda case: case.is_open and not case.private_email
            ).employee_id

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

    def action_add_people(self):
        """Ask for the people to add."""
        self.ensure_one()
        self.check_access("write")
        self._check_is_running()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add People"),
            "res_model": "hr.offboarding.wave.add",
            "view_mode": "form",
            "target": "new",
            "context": {"default_wave_id": self.id},
        }

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

    def action_view_people(self):
        """Open the departures of these waves."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_action"
        )
        action["domain"] = [("wave_id", "in", self.ids)]
        action["context"] = {}
        return action

    # Steps

    def _add_people(self, employees):
        """Open a departure for each of these employees, for all of them or for nobody.

        :return: the new `hr.offboarding` cases, drafts until the wave is confirmed
        :raise UserError: somebody cannot be in this wave; the text says who and why
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_running()
        refusals = self._get_refusals(
            employees, self.company_id, self.departure_date or self.last_working_date
        )
        if refusals:
            raise UserError("\n".join(refusals.values()))
        return (
            self.env["hr.offboarding"]
            .with_company(self.company_id)
            .create([self._prepare_case_values(employee) for employee in employees])
        )

    def _do_follow(self, before, followers):
        """Let departures follow what has changed on the wave.

        :param before: dict, the facts of the wave as they were
        :param followers: dict, as `_get_followers` returned it before the change
        """
        self.ensure_one()
        after = self._get_facts()
        changed = {name for name in after if after[name] != before[name]}
        if not changed:
            return
        groups = defaultdict(self.env["hr.offboarding"].browse)
        for case, names in followers.items():
            values = self._prepare_follow_values(case, names, changed)
            groups[tuple(values.items())] |= case
        for values, cases in groups.items():
            if values:
                cases.write(dict(values))

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

    def _get_followers(self):
        """Which facts the departures that are not over have from this wave.

        What was agreed with one person, and so differs, is that person's own.

        :return: dict, `hr.offboarding` case: set of names
        """
        self.ensure_one()
        followers = {}
        for case in self._get_cases("draft", "in_progress"):
            own = {
                name
                for name in self._FACTS + self._DATES
                if self[name] and case[name] != self[name]
            }
            if not self.departure_date and case.departure_date > case.last_working_date:
                own.add("departure_date")
            followers[case] = {*self._FACTS, *self._DATES} - own
        return followers

    def _prepare_follow_values(self, case, names, changed):
        """Hook: what to write on a departure of this wave after a change.

        :param case: `hr.offboarding`
        :param names: set of the facts that it has from the wave
        :param changed: set of the facts that were changed on the wave
        """
        facts, dates = self._get_facts(), set(self._DATES)
        written = names & changed
        # Given along, so that the proposals of the single departure stay out of it.
        if changed & (dates | {"reason_id"}):
            written |= names & dates
        if "reason_id" in changed:
            written |= names & {"template_id"}
        values = {
            name: facts[name]
            for name in self._FACTS + self._DATES
            if name in written and (facts[name] or name not in dates)
        }
        last_day = values.get("last_working_date")
        if last_day and "departure_date" not in names:
            values["departure_date"] = max(case.departure_date, last_day)
        if "notice_date" in values and "last_working_date" not in names:
            values["last_working_date"] = case.last_working_date
            values.setdefault("departure_date", case.departure_date)
        return values

    def _prepare_case_values(self, employee):
        """Hook: values of the departure of this employee in this wave."""
        self.ensure_one()
        facts = self._get_facts()
        return {
            "employee_id": employee.id,
            "wave_id": self.id,
            **{name: value for name, value in facts.items() if value},
        }

    @api.model
    def _get_refusals(self, employees, company, last_day=False):
        """Why some of these employees cannot be in a wave of this company.

        :param last_day: the day on which the contracts are to end, if it is known
        :return: dict, `hr.employee`: a sentence that says why; nobody else is in it
        """
        employees.check_access("read")
        # Sudo after the check above: a case may be open in a company that is not chosen
        # now, and contract dates are for HR administrators only.
        people = employees.sudo()
        cases = people._get_open_offboardings().grouped("employee_id")
        refusals = {}
        for employee in people:
            start = employee.contract_date_start
            values = {"employee": employee.name}
            if employee.company_id != company:
                reason = self.env._(
                    "%(employee)s works for %(company)s, which needs a wave of its "
                    "own.",
                    company=employee.company_id.name,
                    **values,
                )
            elif not employee.active:
                reason = self.env._("%(employee)s has already left.", **values)
            elif employee in cases:
                reason = self.env._(
                    "%(employee)s is leaving already: %(reference)s.",
                    reference=cases[employee][0].name,
                    **values,
                )
            elif start and last_day and start > last_day:
                reason = self.env._(
                    "%(employee)s only starts on %(date)s.", date=start, **values
                )
            else:
                continue
            refusals[employees.browse(employee.id)] = reason
        return refusals

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
