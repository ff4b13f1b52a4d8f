from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingPackage(models.Model):
    """The package of a departure: what it contains, for whom, under which condition."""

    _inherit = "hr.offboarding"

    reason_group_id = fields.Many2one(
        "hr.departure.reason",
        string="Group of Reasons",
        compute="_compute_reason_group_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        groups="hr.group_hr_user",
    )
    override_reason = fields.Char(
        string="Closed in Spite of Open Tasks, because",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    override_user_id = fields.Many2one(
        "res.users",
        string="Decided by",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    override_date = fields.Datetime(
        string="Decided on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    override_blockers = fields.Text(
        string="What Was Open", readonly=True, copy=False, groups="hr.group_hr_user"
    )

    @api.depends("reason_id")
    def _compute_reason_group_id(self):
        for case in self:
            case.reason_group_id = case.reason_id._get_group()

    @api.constrains("reason_id")
    def _check_reason_can_be_chosen(self):
        self.filtered("is_open").reason_id._check_can_be_chosen()

    def write(self, vals):
        if not vals.keys() & {"user_id", "successor_id", "template_id"}:
            return super().write(vals)
        running = self.filtered(lambda case: case.state in ("in_progress", "departed"))
        before = {case: case._get_responsible_users() for case in running}
        changed = running.filtered(
            lambda case: (
                "template_id" in vals and case.template_id.id != vals["template_id"]
            )
        )
        result = super().write(vals)
        for case, users in before.items():
            case.task_ids._follow_responsible(users, case._get_responsible_users())
        changed._do_change_package()
        return result

    def action_add_package(self):
        """Create the tasks of the package that these departures do not have yet.

        :raise UserError: a departure is not running, or has no package
        """
        self.check_access("write")
        candidates = self.env["hr.offboarding.template"]._get_candidates()
        for case in self:
            if case.state not in ("in_progress", "departed"):
                raise UserError(
                    self.env._(
                        "%(case)s is not running: tasks are created when a departure "
                        "is confirmed.",
                        case=case.name,
                    )
                )
            if not case.template_id:
                case.template_id = case._get_default_template(candidates)
            if not case.template_id:
                raise UserError(
                    self.env._("Choose a package for %(case)s first.", case=case.name)
                )
        self.env["hr.offboarding.task"]._create_for(self)
        gone = self.filtered(lambda case: case.state == "departed")
        gone.task_ids._hand_over_from_leaver()
        return True

    def action_open_override(self):
        """Ask an HR administrator for the reason to close in spite of what is open."""
        self.ensure_one()
        self._check_can_override()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close in Spite of Open Tasks"),
            "res_model": "hr.offboarding.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_offboarding_id": self.id},
        }

    def _do_override(self, reason):
        """Close the departure though something still blocks it; who and why is kept."""
        self.ensure_one()
        self._check_can_override()
        # Sudo after the check: the fields are written by this step only.
        self.sudo().write(
            {
                "override_reason": reason,
                "override_user_id": self.env.uid,
                "override_date": fields.Datetime.now(),
                "override_blockers": "\n".join(self._get_clearance_blockers()),
            }
        )
        self._move_to("done")

    def _do_change_package(self):
        """Another package was chosen: what only the old one asks for is dropped."""
        for case in self:
            items = case.template_id._get_items()
            case.task_ids.filtered(
                lambda task, items=items: (
                    task.state == "todo"
                    and task.template_task_id
                    and task.template_task_id not in items
                )
            )._do_drop(self.env._("The package of the departure was changed."))
        self.env["hr.offboarding.task"]._create_for(self.filtered("template_id"))

    # Questions and decisions

    def _check_can_override(self):
        self.check_access("write")
        if not self.env.user.has_group("hr.group_hr_manager"):
            raise UserError(
                self.env._(
                    "Only an HR administrator can close a departure in spite of what "
                    "is open. Ask one, or complete the tasks."
                )
            )

    def _get_responsible_users(self):
        """Hook: who does the tasks of this departure.

        :return: dict, `responsible` of a package task: `res.users`, possibly empty or
            archived; the fixed user is named by the package task itself
        """
        self.ensure_one()
        company = self.company_id
        return {
            "leaver": self.employee_id.user_id,
            "manager": self.manager_id.user_id,
            "manager_manager": self.manager_id.parent_id.user_id,
            "hr": self.user_id,
            "successor": self.successor_id.user_id,
            "it": company.offboarding_it_user_id,
            "finance": company.offboarding_finance_user_id,
            "facilities": company.offboarding_facilities_user_id,
            "legal": company.offboarding_legal_user_id,
        }

    def _is_task_wanted(self, template_task):
        """Hook: whether this departure gets this task of its package."""
        self.ensure_one()
        country = template_task.country_id
        if country and country != self.company_id.country_id:
            return False
        return self._get_conditions()[template_task.condition]

    def _get_conditions(self):
        """Hook: dict, `condition` of a package task: whether it is true here."""
        self.ensure_one()
        employee = self.employee_id
        is_involuntary = self.reason_id.type == "involuntary" or self.is_in_lieu
        return {
            "always": True,
            "voluntary": self.reason_id.type == "voluntary" and not self.is_in_lieu,
            "involuntary": is_involuntary,
            "regretted": self.is_regretted,
            "key_person": self.is_key_person,
            "has_user": bool(employee.user_id.active),
            "has_team": bool(employee.child_ids),
            "has_successor": bool(self.successor_id),
            "remote": self.work_location_id.location_type == "home",
        }

    def _is_workday(self, day):
        """Hook: whether the leaver works on this day, by the working hours.

        Somebody without fixed hours works from Monday to Friday.
        """
        self.ensure_one()
        calendar = self.employee_id.resource_calendar_id
        weekdays = set(calendar.attendance_ids.mapped("dayofweek")) or set("01234")
        return str(day.weekday()) in weekdays and not any(
            leave.date_from.date() <= day <= leave.date_to.date()
            for leave in calendar.global_leave_ids
        )
