from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrOffboardingTemplate(models.Model):
    """A package: the tasks that a departure of a certain kind gets.

    A package may contain parts, which are packages that are only used inside others:
    what IT does, for example, is told once and contained in most of them.
    """

    _name = "hr.offboarding.template"
    _description = "Offboarding Package"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to offer it to every company."
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["hr.departure.reason"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        string="Kind of Departure",
        help="Proposed for departures of this kind; leave empty to propose it for all.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        help="Proposed for people of these departments and of those below them; leave "
        "empty to propose it for all.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        string="Job Positions",
        help="Proposed for people with these jobs; leave empty to propose it for all.",
    )
    is_part = fields.Boolean(
        string="Only a Part of Others",
        help="Never proposed by itself: other packages contain it.",
    )
    part_ids = fields.Many2many(
        "hr.offboarding.template",
        "hr_offboarding_template_part_rel",
        "template_id",
        "part_id",
        string="Also Contains",
        domain="[('is_part', '=', True)]",
        help="The tasks of these parts come along.",
    )
    task_ids = fields.One2many(
        "hr.offboarding.template.task", "template_id", string="Tasks", copy=True
    )
    item_count = fields.Integer(string="Tasks in All", compute="_compute_item_count")

    @api.depends("task_ids", "part_ids.task_ids", "part_ids.active")
    def _compute_item_count(self):
        for template in self:
            template.item_count = len(template._get_items())

    @api.constrains("is_part", "part_ids")
    def _check_parts(self):
        for template in self:
            if template.part_ids.filtered(lambda part: not part.is_part):
                raise ValidationError(
                    self.env._(
                        "“%(package)s” can only contain packages that are marked as "
                        "parts.",
                        package=template.name,
                    )
                )
            if template.is_part and template.part_ids:
                raise ValidationError(
                    self.env._(
                        "“%(package)s” is a part of others and contains no parts "
                        "itself. Move them to the packages that contain it.",
                        package=template.name,
                    )
                )

    def _get_items(self):
        """The `hr.offboarding.template.task` of this package and of its parts."""
        return self.task_ids | self.part_ids.filtered("active").task_ids

    @api.model
    def _get_candidates(self):
        """The packages that may be proposed, to choose from for many departures."""
        return self.search([("is_part", "=", False)])

    def _get_best_for(self, offboarding):
        """The package of these that fits a departure best, possibly none.

        One for the job goes before one for the department, that before one for the
        kind of departure, that before one of the company; then the sequence decides.
        """
        fitting = self.filtered(lambda template: template._is_for(offboarding))
        return fitting.sorted(lambda template: template._get_precision(), reverse=True)[
            :1
        ]

    def _is_for(self, offboarding):
        """Hook: whether this package may be proposed for a departure."""
        self.ensure_one()
        department = offboarding.department_id
        above = {
            int(part) for part in (department.parent_path or "").split("/") if part
        }
        return (
            (not self.company_id or self.company_id == offboarding.company_id)
            and (not self.kind or self.kind == offboarding.kind)
            and (not self.job_ids or offboarding.job_id in self.job_ids)
            and (not self.department_ids or bool(above & set(self.department_ids.ids)))
        )

    def _get_precision(self):
        return (
            bool(self.job_ids),
            bool(self.department_ids),
            bool(self.kind),
            bool(self.company_id),
            -self.sequence,
        )
