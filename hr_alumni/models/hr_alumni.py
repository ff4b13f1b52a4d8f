from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

PRIVATE_GROUPS = "hr.group_hr_user,hr_alumni.group_manager"


class HrAlumni(models.Model):
    """One former colleague of one company, from candidate to active member and on.

    The contact is the person's own: never the one used at work, never below a company.
    The private address stays here behind groups, since every employee reads contacts;
    it moves to the contact with the portal account that the person asked for. Nothing
    is sent before `_may_contact` says so. Why somebody left is not stored here.
    """

    _name = "hr.alumni"
    _description = "Former Colleague"
    _inherit = [
        "hr.alumni.account.mixin",
        "hr.alumni.consent.mixin",
        "hr.alumni.link.mixin",
        "hr.alumni.match.mixin",
        "hr.alumni.referral.mixin",
        "hr.state.mixin",
        "mail.thread.blacklist",
    ]
    _order = "id desc"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name", "employee_number"]
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "candidate": {"returned"},
        "invited": {"candidate"},
        "active": {"candidate", "invited", "dormant", "left", "returned"},
        "dormant": {"active"},
        "left": {"candidate", "invited", "active", "dormant", "returned"},
        "returned": {"candidate", "invited", "active", "dormant", "left"},
        "deceased": {"candidate", "invited", "active", "dormant", "left", "returned"},
    }
    _MEMBER_STATES = ("active", "dormant")
    _SILENT_STATES = ("left", "returned", "deceased")
    _FIXED_FIELDS = ("partner_id", "company_id")
    # Those that must be of the same company.
    _CHECKED_FIELDS = frozenset({"partner_id", "employee_ids"})
    # Written by the steps only.
    _STEP_FIELDS = (
        "invitation_date",
        "invitation_user_id",
        "invitation_reminder_date",
        "last_sign_date",
        "silence_reminder_count",
        "choices_reminder_date",
        "pause_date",
        "pause_end_date",
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The person's own contact, without any address until the portal account "
        "is opened.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Employee Records",
        context={"active_test": False},
        check_company=True,
        groups=PRIVATE_GROUPS,
    )
    employee_number = fields.Char(
        index="trigram", help="Given on the first day, and kept for life."
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Relationship Owner",
        index="btree_not_null",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("hr_alumni.group_user").ids)
        ],
        help="Looks after this relation, and sees this person and no others.",
    )
    left_date = fields.Date(
        string="Left On",
        compute="_compute_last_stint",
        store=True,
        groups=PRIVATE_GROUPS,
    )
    last_job_title = fields.Char(
        string="Last Job", compute="_compute_last_stint", store=True
    )
    private_email = fields.Char(
        groups=PRIVATE_GROUPS,
        help="Seen by HR and the alumni managers only. Invitations go here.",
    )
    private_phone = fields.Char(groups=PRIVATE_GROUPS)
    employment_period_ids = fields.Many2many(
        "hr.employment.period",
        string="Stints",
        compute="_compute_employment_period_ids",
        compute_sudo=True,
        groups=PRIVATE_GROUPS,
    )
    state = fields.Selection(
        [
            ("candidate", "Candidate"),
            ("invited", "Invited"),
            ("active", "Active"),
            ("dormant", "Dormant"),
            ("left", "Left the Network"),
            ("returned", "Returned"),
            ("deceased", "Deceased"),
        ],
        default="candidate",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    state_before_death = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Where the record was when a departure told of a death, which may turn "
        "out to be a mistake.",
    )
    consent_ids = fields.One2many(
        "hr.privacy.consent", "alumni_id", groups=PRIVATE_GROUPS
    )
    lead_ids = fields.One2many(
        "crm.lead",
        "alumni_id",
        string="Business Leads",
        context={"active_test": False},
        groups="hr_alumni.group_manager,sales_team.group_sale_salesman",
    )

    _partner_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "This contact is a former colleague of this company already.",
    )

    @api.depends("partner_id.name")
    def _compute_display_name(self):
        for alumni in self:
            # Sudo: the name stands on leads, also for those who may not read contacts
            # of this company.
            alumni.display_name = alumni.sudo().partner_id.name or ""

    @api.model
    def _search_display_name(self, operator, value):
        """Look for a text in one column after the other.

        Both in one condition would be compared with every person, since the name is a
        contact's; each alone is found by its own index, or in one go.
        """
        if operator not in ("ilike", "like", "=ilike", "=like") or not value:
            return super()._search_display_name(operator, value)
        found = [
            # Who may see the person is asked by the search that this is part of.
            self._search(
                Domain(name, operator, value), active_test=False, bypass_access=True
            ).subselect()
            for name in self._rec_names_search
        ]
        return Domain("id", "in", SQL("(%s)", SQL(" UNION ").join(found)))

    @api.depends("employee_ids.employment_period_ids.date_end")
    def _compute_last_stint(self):
        for alumni in self:
            last = alumni.employment_period_ids.filtered("date_end").sorted("date_end")
            alumni.left_date = last[-1:].date_end
            alumni.last_job_title = last[-1:].job_title

    @api.depends("employee_ids.employment_period_ids")
    def _compute_employment_period_ids(self):
        for alumni in self:
            alumni.employment_period_ids = alumni.employee_ids.employment_period_ids

    def _check_company(self, fnames=None):
        """Leave to core those who are not plainly of one company.

        Core asks a domain about each record by itself, which takes a fifth of the time
        of creating one. It would find nothing about a contact of the same company and
        nobody at work.
        """
        doubtful = self
        linked = (one for one in self._fields.values() if one.relational)
        if {one.name for one in linked if one.check_company} == self._CHECKED_FIELDS:
            # Sudo: as core does, whoever writes need not read all companies.
            doubtful = self.sudo().filtered(
                lambda one: (
                    one.employee_ids or one.partner_id.company_id != one.company_id
                )
            )
        return super(HrAlumni, doubtful.with_env(self.env))._check_company(fnames)

    @api.constrains("partner_id", "company_id")
    def _check_own_contact(self):
        # Sudo: employees and users decide here, whoever made the record.
        for partner in self._filter_used_elsewhere(self.sudo().partner_id):
            raise ValidationError(
                self.env._(
                    "%(contact)s is used at work or belongs to a company. A former "
                    "colleague needs a contact of their own: create a new one.",
                    contact=partner.name,
                )
            )

    @api.model
    def _is_own_contact(self, partner):
        """Whether this contact, in sudo, is nobody's at work and below no company."""
        return not self._filter_used_elsewhere(partner)

    @api.model
    def _filter_used_elsewhere(self, partners):
        """Those of these contacts, in sudo, that are used at work or by a company."""
        env = partners.with_context(active_test=False).env
        employees = env["hr.employee"].search([("work_contact_id", "in", partners.ids)])
        users = env["res.users"].search(
            [("partner_id", "in", partners.ids), ("share", "=", False)]
        )
        used = employees.work_contact_id | users.partner_id
        return partners.filtered(lambda one: one.parent_id or one in used)

    @api.constrains("employee_ids", "company_id")
    def _check_employee_once(self):
        # Sudo: the rule holds whoever made the record.
        employees = self.sudo().employee_ids
        for _company, employee, records in self.sudo()._read_group(
            [("employee_ids", "in", employees.ids)],
            ["company_id", "employee_ids"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        ):
            if employee in employees:
                raise ValidationError(
                    self.env._(
                        "The employee record belongs to %(names)s already. Open that "
                        "former colleague instead.",
                        names=", ".join(
                            (records - self or records).mapped("display_name")
                        ),
                    )
                )

    def write(self, vals):
        self._check_fixed_fields(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        # Sudo: evidence counts, whether the user may read it or not.
        if self.sudo().consent_ids:
            raise UserError(
                self.env._(
                    "These people have answered to a question of consent, and answers "
                    "are evidence. Mark them as having left the network instead."
                )
            )

    def action_dormant(self):
        """Let the relation rest: the person stays a member."""
        self._move_to("dormant")
        return True

    def action_reactivate(self):
        """Take up a resting relation again."""
        self._move_to("active")
        return True

    def action_deceased(self):
        """Stop everything, for good."""
        self._move_to("deceased")
        self._do_close_account()
        return True

    def action_view_employees(self):
        """Open the employee records of these people, archived ones as well."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Employee Records"),
            "res_model": "hr.employee",
            "view_mode": "list,form",
            "domain": [("id", "in", self.employee_ids.ids)],
            "context": {"active_test": False},
        }

    def _do_note_death(self):
        """A departure tells that these people have died: nothing is sent any more."""
        alive = self.filtered(lambda alumni: alumni.state != "deceased")
        for alumni in alive:
            alumni.state_before_death = alumni.state
        if alive:
            alive.action_deceased()

    def _do_undo_death(self):
        """The departure was wrong: these people are where they were before.

        An account that was closed stays closed until the person is invited again.
        """
        for alumni in self.filtered("state_before_death"):
            before = alumni.state_before_death
            alumni.state_before_death = False
            if alumni.state == "deceased":
                # Sudo: no button leads back from death, only this correction.
                alumni.sudo().state = before

    def _do_return(self):
        """The person works here again; consents and account stay."""
        self.filtered(lambda alumni: alumni.state != "returned")._move_to("returned")

    def _do_depart_again(self, is_welcome):
        """A returner has left once more; whoever agreed to be a member still is one.

        :param is_welcome: whether the reason of this departure allows an invitation
        """
        if not is_welcome:
            self._move_to("left")
            return
        members = self._filter_consenting("member")
        members._move_to("active")
        (self - members)._move_to("candidate")

    def _check_fixed_fields(self, vals):
        """A record stays about its person and company, and moves by its steps only."""
        for name in self._FIXED_FIELDS:
            if name in vals and any(one[name].id != vals[name] for one in self):
                raise UserError(
                    self.env._(
                        "Contact and company of a former colleague cannot be changed. "
                        "Create another record instead."
                    )
                )
        if not self.env.su and any(name in vals for name in self._STEP_FIELDS):
            raise UserError(self._get_use_buttons_message())

    @api.model
    def _get_use_buttons_message(self):
        return self.env._(
            "The state of a former colleague follows from what happens. Use the "
            "buttons: they say what is possible from here."
        )

    @api.model
    def _group_expand_state(self, states, domain):
        """Columns that are shown even when nobody is in them."""
        shown = {"candidate", "invited", "active", "dormant", *states}
        return [
            key for key in self._fields["state"].get_values(self.env) if key in shown
        ]
