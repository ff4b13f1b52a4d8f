from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .hr_alumni import PRIVATE_GROUPS

# State: the setting of the company that says how many months it may last. Members are
# kept by their consent, and whoever works here again as an employee.
MONTHS = {
    "candidate": "alumni_candidate_months",
    "invited": "alumni_unanswered_months",
    "dormant": "alumni_dormant_months",
    "left": "alumni_left_months",
    "deceased": "alumni_deceased_months",
}


class HrAlumniRetention(models.Model):
    """How long a former colleague is kept, and how the record is erased.

    It lives by consent: it ends some time after the person has left, has not answered,
    rests without a sign, or was never asked; a month before, HR and the alumni office
    see it on their lists. What is left has no name, no address and no employee; the
    answers to questions of consent hang on it, as evidence of nobody, and go after
    their own time. What stands about the person elsewhere is in
    `hr_alumni_traces_mixin.py`.
    """

    _name = "hr.alumni"
    _inherit = ["hr.alumni", "hr.alumni.traces.mixin", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 40
    _RETENTION_KEEP = frozenset({"company_id"})

    # Not there any more once it is erased; the check below wants it before.
    partner_id = fields.Many2one(required=False)
    # The alumni office sees what is going to be erased, too.
    retention_date = fields.Date(groups=PRIVATE_GROUPS)
    state_date = fields.Date(
        string="In This State Since",
        default=fields.Date.today,
        readonly=True,
        copy=False,
        groups=PRIVATE_GROUPS,
    )

    _partner_until_erased = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR erased_date IS NOT NULL)",
        "A former colleague needs a contact.",
    )

    def write(self, vals):
        if "state" in vals:
            vals = {**vals, "state_date": fields.Date.today()}
        return super().write(vals)

    def _get_retention_date(self):
        setting = MONTHS.get(self.state)
        if not setting:
            return False
        since = self.state_date or self.create_date.date()
        if self.state == "invited" and self.invitation_date:
            since = self.invitation_date.date()
        if self.state == "candidate" and self.left_date:
            since = max(since, self.left_date)
        return self._get_retention_end(since, self.company_id[setting])

    @api.model
    def _get_retention_depends(self):
        return [
            *super()._get_retention_depends(),
            "state",
            "state_date",
            "left_date",
            "invitation_date",
            *(f"company_id.{setting}" for setting in MONTHS.values()),
        ]

    @api.model
    def _get_erasure_due_domain(self, day):
        # Those who have not answered are deleted as a whole, by a job of their own.
        return super()._get_erasure_due_domain(day) & Domain("state", "!=", "invited")

    @api.model
    def _get_privacy_domain(self, employees):
        return [("employee_ids", "in", employees.ids), ("erased_date", "=", False)]

    def _retention_strip(self, touched):
        self._forget_history()
        traces = self._get_traces()
        # Whoever is forgotten must not be found and asked again.
        self.env["hr.privacy.suppression"]._suppress(self, "erased")
        self._do_close_account()
        self.env.flush_all()
        self._erase_from_leads()
        self._erase_from_seats(touched)
        result = super()._retention_strip(touched)
        self._erase_mails(
            self.env["mail.mail"],
            traces.addresses,
            {*traces.full_names, *traces.addresses},
        )
        self._erase_accounts(traces, touched)
        self._erase_elsewhere(traces, touched)
        self.env.invalidate_all()
        traces.partners._erase_former_colleague(touched)
        return result

    def _prepare_erased_values(self):
        # Nobody is asked, invited or written to any more.
        return {**super()._prepare_erased_values(), "state": "left"}

    @api.model
    def _cron_delete_old_proof(self):
        """Delete answers of people who were erased so long ago that none is proof."""
        for company in self._get_companies_with("left"):
            months = company.alumni_proof_months
            last_day = fields.Date.today() - relativedelta(months=months)
            self.env.flush_all()
            # In SQL, since the ledger refuses to delete anything.
            self.env.execute_query(
                SQL(
                    """
                    DELETE FROM hr_privacy_consent consent
                     USING hr_alumni alumni
                     WHERE alumni.id = consent.alumni_id
                       AND alumni.company_id = %s
                       AND alumni.erased_date <= %s
                 RETURNING consent.id
                    """,
                    company.id,
                    last_day,
                )
            )
        self.env["hr.privacy.consent"].invalidate_model()
