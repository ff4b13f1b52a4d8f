from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class HrOffboardingUrgent(models.Model):
    """The urgent track of a departure: who covers, what is known, whom to call today.

    One for each departure. HR, the managers above and whoever covers work on it; the
    leaver does not see it. It tells who leaves and when, and never why: what made the
    departure urgent, and the note on the employee, are for HR. The note is not copied
    to what the others read, because it was written for HR alone.
    """

    _name = "hr.offboarding.urgent"
    _description = "Urgent Track of a Departure"
    _inherit = ["hr.state.mixin"]
    _order = "id desc"

    _TRANSITIONS = {  # target: where one may come from
        "open": {"settled", "dropped"},
        "settled": {"open"},
        "dropped": {"open"},
    }
    # What may be written by others than HR, beside the buttons.
    _MANAGER_FIELDS = {"cover_id", "knowledge", "call_ids"}
    _COVER_FIELDS = {"knowledge", "call_ids"}
    _CALLS = 30

    name = fields.Char(related="offboarding_id.name")
    offboarding_id = fields.Many2one(
        "hr.offboarding", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="offboarding_id.company_id", store=True, index=True
    )
    employee_id = fields.Many2one(related="offboarding_id.employee_id")
    last_working_date = fields.Date(related="offboarding_id.last_working_date")
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled"), ("dropped", "Not Needed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    cause = fields.Selection(
        [
            ("short", "Short notice"),
            ("access", "Access closed at once"),
            ("death", "Death in service"),
        ],
        string="Urgent because of",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    key_person_note = fields.Text(
        related="offboarding_id.employee_id.key_person_note",
        string="Noted by HR",
        groups="hr.group_hr_user",
    )
    cover_id = fields.Many2one(
        "hr.employee",
        string="Who Covers",
        index="btree_not_null",
        ondelete="set null",
        help="Does what cannot wait from today on, and sees this page.",
    )
    knowledge = fields.Text(
        string="What Only This Person Knew",
        help="Read by HR, the managers above and whoever covers, not by the person who "
        "leaves.",
    )
    call_ids = fields.One2many("hr.offboarding.urgent.call", "urgent_id")
    to_call_count = fields.Integer(string="To Call", compute="_compute_call_counts")
    hidden_count = fields.Integer(
        compute="_compute_hidden_count",
        compute_sudo=False,
        help="Contacts to call that you may not see.",
    )
    other_count = fields.Integer(
        string="Further Contacts",
        readonly=True,
        help="Other contacts of the person, less pressing than those listed.",
    )
    call_task_id = fields.Many2one(
        "hr.offboarding.task",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )

    _offboarding_uniq = models.UniqueIndex(
        "(offboarding_id)", "This departure already has an urgent track. Open that one."
    )

    @api.depends("call_ids.is_called")
    def _compute_call_counts(self):
        counts = dict(
            self.env["hr.offboarding.urgent.call"]._read_group(
                [("urgent_id", "in", self.ids), ("is_called", "=", False)],
                ["urgent_id"],
                ["__count"],
            )
        )
        for track in self:
            track.to_call_count = counts.get(track._origin, 0)

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("call_ids.contact_name")
    def _compute_hidden_count(self):
        for track in self:
            hidden = track.call_ids.filtered(lambda call: not call.contact_name)
            track.hidden_count = len(hidden)

    @api.constrains("cover_id")
    def _check_cover(self):
        for track in self.filtered("cover_id"):
            # Sudo: whoever covers need not be known to the manager who says it.
            cover = track.sudo().cover_id
            if cover == track.sudo().employee_id:
                problem = self.env._("%(name)s is the one who leaves.", name=cover.name)
            elif not cover.active:
                problem = self.env._("%(name)s has left the company.", name=cover.name)
            elif cover._get_open_offboardings():
                problem = self.env._("%(name)s is leaving too.", name=cover.name)
            elif cover.user_id and track.company_id not in cover.user_id.company_ids:
                problem = self.env._(
                    "%(name)s has no access to %(company)s.",
                    name=cover.name,
                    company=track.company_id.name,
                )
            else:
                continue
            raise ValidationError(
                self.env._("%(problem)s Choose somebody else.", problem=problem)
            )

    def write(self, vals):
        self._check_can_write(vals)
        result = super().write(vals)
        if "cover_id" in vals:
            self._give_calls()
        return result

    # Buttons

    def action_settle(self):
        """Somebody covers, and what was pressing is done.

        :raise UserError: nobody covers yet
        """
        for track in self:
            if not track.cover_id:
                raise UserError(
                    self.env._("Say who covers before you settle the urgent track.")
                )
        self._move_to("settled")
        return True

    def action_drop(self):
        """HR decides that it is not urgent: its open tasks are dropped."""
        self._check_is_hr()
        self._do_drop()
        return True

    def action_reopen(self):
        """Take the track up again; dropped tasks come back."""
        self._check_is_hr()
        self._do_reopen()
        return True

    def action_refresh_calls(self):
        """Look again for customers to call; nobody is listed twice."""
        self.check_access("write")
        # Sudo after the check above: all are found, each is shown by own rights.
        self.sudo()._fill_calls()
        return True

    # Steps

    @api.model
    def _open_for(self, causes):
        """Open the track of these departures; one that is open or settled stays.

        :param causes: dict of `hr.offboarding` to a value of `cause`
        :return: the tracks opened, or opened again
        """
        cases = self.env["hr.offboarding"].union(*causes)
        known = {track.offboarding_id: track for track in cases.urgent_ids}
        again = self.browse()
        for case, track in known.items():
            if track.state == "dropped":
                track.cause = causes[case]
                again += track
        again._do_reopen()
        tracks = self.create(
            [
                self._prepare_track_values(case, cause)
                for case, cause in causes.items()
                if case not in known
            ]
        )
        tracks._create_tasks()
        (again + tracks)._fill_calls()
        return again + tracks

    def _create_tasks(self):
        """Create the tasks of these tracks, or make those of the package urgent."""
        keys, vals_list = [], []
        for track in self:
            case = track.offboarding_id
            users = case._get_responsible_users()
            adopted = track._adopt_tasks()
            for key, values in case._get_urgent_tasks().items():
                if key not in adopted:
                    keys.append((track, key))
                    vals_list.append(track._prepare_task_values(values, users))
        tasks = self.env["hr.offboarding.task"].create(vals_list)
        for (track, key), task in zip(keys, tasks, strict=True):
            if key == "calls":
                track.call_task_id = task
        self.filtered("cover_id")._give_calls()

    def _adopt_tasks(self):
        """Make the tasks of the package urgent that say the same; return their keys."""
        self.ensure_one()
        case = self.offboarding_id
        adopted = []
        for key, values in case._get_urgent_tasks().items():
            item = values.get("item") and self.env.ref(
                values["item"], raise_if_not_found=False
            )
            task = case.task_ids.filtered(
                lambda task, item=item: (
                    item and task.template_task_id == item and task.state == "todo"
                )
            )[:1]
            if not task:
                continue
            adopted.append(key)
            due = self._get_task_deadline(values)
            task.write(
                {
                    "is_urgent": True,
                    "is_blocking": True,
                    "description": task.description or values["description"],
                    "date_deadline": min(task.date_deadline, due),
                }
            )
            if key == "calls":
                self.call_task_id = task
        return adopted

    def _fill_calls(self):
        """List the contacts to call that are not yet listed, most pressing first."""
        Call = self.env["hr.offboarding.urgent.call"]
        found = self.offboarding_id._find_contacts()
        vals_list = []
        for track in self:
            contacts = found[track.offboarding_id]
            known = {call._get_key() for call in track.call_ids}
            new = [key for key in contacts if key not in known]
            listed = new[: max(self._CALLS - len(known), 0)]
            track.other_count = len(new) - len(listed)
            vals_list += [
                {
                    **Call._prepare_call_values(key, contacts[key]),
                    "urgent_id": track.id,
                    "sequence": sequence,
                }
                for sequence, key in enumerate(listed, len(known))
            ]
        Call.create(vals_list)

    def _give_calls(self):
        """Whoever covers calls the customers, while that is still to be done."""
        # Sudo: managers name who covers, and may not give away tasks.
        for track in self.sudo():
            case = track.offboarding_id
            user = track.cover_id.user_id.filtered("active")
            user = user or case._get_responsible_users()["manager"]
            task = track.call_task_id.filtered(lambda task: task.state == "todo")
            if user and task.user_id != user:
                task._give_to(user)

    def _do_drop(self):
        self._move_to("dropped")
        self._drop_tasks()

    def _do_reopen(self):
        self._move_to("open")
        # Sudo: whoever may take up the track takes up its tasks.
        tracks = self.sudo()
        tasks = tracks.offboarding_id.task_ids
        tasks.filtered(lambda task: task.is_urgent and task.is_dropped)._take_up()
        for track in tracks:
            track._adopt_tasks()

    def _drop_tasks(self):
        # Sudo: as above.
        tasks = self.sudo().offboarding_id.task_ids.filtered(
            lambda task: task.is_urgent and task.state == "todo"
        )
        of_package = tasks.filtered("template_task_id")
        of_package.is_urgent = False
        of_package._move_deadlines()
        (tasks - of_package)._do_drop(self.env._("It is not urgent any more."))

    # Questions and decisions

    def _check_is_hr(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(
                self.env._("HR decides whether a departure is urgent. Tell HR.")
            )

    def _check_can_write(self, vals):
        """Managers say who covers; whoever covers adds what is found out."""
        if self.env.su or self.env.user.has_group("hr.group_hr_user"):
            return
        for track in self:
            # Sudo: the managers above are a field for HR; this is about oneself.
            managers = track.sudo().offboarding_id.line_manager_ids.user_id
            allowed = self._COVER_FIELDS
            if self.env.user in managers:
                allowed = self._MANAGER_FIELDS
            if vals.keys() - allowed:
                raise AccessError(
                    self.env._(
                        "Managers say who covers, and everybody here adds what the "
                        "person knew. Ask HR to change anything else."
                    )
                )

    @api.model
    def _prepare_track_values(self, offboarding, cause):
        """Hook: values of the track of a departure."""
        return {
            "offboarding_id": offboarding.id,
            "cause": cause,
            "cover_id": offboarding._get_default_cover().id,
        }

    def _prepare_task_values(self, values, users):
        """Hook: values of a task of this track.

        :param values: one value of `_get_urgent_tasks`
        :param users: dict, as `_get_responsible_users` of the case returns it
        """
        self.ensure_one()
        case = self.offboarding_id
        user = users[values["responsible"]]
        due = self._get_task_deadline(values)
        return {
            "offboarding_id": case.id,
            "name": values["name"],
            "description": values["description"],
            "responsible": values["responsible"],
            "user_id": (user if user.active else case.user_id).id,
            "date_deadline": due,
            "planned_date": due,
            "is_blocking": True,
            "is_urgent": True,
        }

    def _get_task_deadline(self, values):
        return fields.Date.context_today(self) + relativedelta(days=values["days"])
