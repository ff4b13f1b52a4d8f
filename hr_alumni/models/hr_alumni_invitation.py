from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every


class HrAlumniInvitation(models.Model):
    """The one mail that needs no consent: an invitation, and one reminder of it.

    Somebody starts it, and both are noted. Whoever has said no, or whose address is
    suppressed, gets none. Without an answer the record is erased after some months; a
    fingerprint of the address stays, so that nobody is asked again.
    """

    _inherit = "hr.alumni"

    _ERASE_BATCH = 100

    invitation_date = fields.Datetime(string="Invited On", readonly=True, copy=False)
    invitation_user_id = fields.Many2one(
        "res.users", string="Invited By", readonly=True, copy=False, ondelete="set null"
    )
    invitation_reminder_date = fields.Datetime(
        string="Reminded On", readonly=True, copy=False
    )
    invitation_obstacle = fields.Char(
        string="Why No Invitation",
        compute="_compute_invitation_obstacle",
        groups="hr.group_hr_user,hr_alumni.group_user",
    )

    @api.depends("state", "email_normalized", "invitation_date", "consent_ids")
    def _compute_invitation_obstacle(self):
        obstacles = self._get_invitation_obstacles()
        for alumni in self:
            alumni.invitation_obstacle = alumni.state == "candidate" and obstacles.get(
                alumni
            )

    def action_invite(self):
        """Send the invitation, with the link to the page of choices."""
        self.check_access("write")
        obstacles = self._get_invitation_obstacles()
        if obstacles:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(name)s: %(reason)s", name=one.display_name, reason=reason
                    )
                    for one, reason in obstacles.items()
                )
            )
        allowed = self._filter_contactable("invitation")
        allowed._move_to("invited")
        allowed._mail_privately(
            "hr_alumni.mail_template_alumni_invitation",
            "invitation",
            is_capped=False,
        )
        return True

    def action_remind(self):
        """Remind of the invitation, once."""
        self.check_access("write")
        blocked = self - self._filter_remindable()
        if blocked:
            raise UserError(
                self.env._(
                    "One reminder goes to people who were invited and have not "
                    "answered. These cannot be reminded: %(names)s.",
                    names=", ".join(blocked.mapped("display_name")),
                )
            )
        self._do_remind()
        return True

    def _do_remind(self):
        remindable = self._filter_remindable()
        # Sent first: the mark says that there is nothing more to send.
        remindable._mail_privately(
            "hr_alumni.mail_template_alumni_invitation_reminder",
            "invitation",
            is_capped=False,
        )
        # Sudo: the step writes it, nobody else.
        remindable.sudo().invitation_reminder_date = fields.Datetime.now()

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state == "invited":
            values["invitation_date"] = fields.Datetime.now()
            values["invitation_user_id"] = self.env.uid
        if state == "candidate":  # A new departure, so one more invitation.
            values["invitation_date"] = False
            values["invitation_reminder_date"] = False
        return values

    def _get_invitation_obstacles(self):
        """Why these people cannot be invited, by person; who can is left out."""
        people = self.sudo()  # The answer depends on nobody's rights.
        refused = people._filter_refusing()
        suppressed = self.env["hr.privacy.suppression"]._filter_suppressed(people)
        obstacles = {}
        for alumni in people:
            reason = alumni._get_invitation_obstacle(
                alumni in refused, alumni in suppressed
            )
            if reason:
                obstacles[alumni] = reason
        return obstacles

    def _get_invitation_obstacle(self, is_refused, is_suppressed):
        if self.state != "candidate" or self.invitation_date:
            return self.env._("An invitation goes out once, to candidates only.")
        if not self.email_normalized:
            return self.env._("There is no private e-mail address. Enter it first.")
        if is_refused:
            return self.env._("The person has refused the invitation.")
        if is_suppressed:
            return self.env._(
                "Somebody with this address was invited before and did not answer, or "
                "asked to be erased. The address is not written to again."
            )
        return False

    def _filter_invitable(self):
        allowed = self.filtered(
            lambda alumni: (
                not alumni.invitation_date
                if alumni.state == "candidate"
                else alumni.state == "invited" and not alumni.invitation_reminder_date
            )
        )
        refused = allowed._filter_refusing()
        suppressed = self.env["hr.privacy.suppression"]._filter_suppressed(allowed)
        return allowed - refused - suppressed

    def _filter_remindable(self):
        return self._filter_contactable("invitation").filtered(
            lambda alumni: alumni.state == "invited"
        )

    def _filter_refusing(self):
        rows = self.env["hr.privacy.consent"]._get_current(
            self, self._get_purpose("invitation")
        )
        refused = rows.filtered(lambda row: row.state == "withdrawn").alumni_id
        return self.filtered(lambda alumni: alumni._origin in refused)

    @api.model
    def _cron_remind_invited(self):
        """Remind those who were invited some time ago and have not answered."""
        for company in self._get_companies_with("invited"):
            days = company.alumni_invitation_reminder_days
            if not days:
                continue
            due = self.search(
                [
                    ("state", "=", "invited"),
                    ("company_id", "=", company.id),
                    ("invitation_reminder_date", "=", False),
                    ("invitation_date", "<=", fields.Datetime.now() - timedelta(days)),
                ]
            )
            due._run_in_batches("_do_remind")

    @api.model
    def _cron_erase_unanswered(self):
        """Erase those who did not answer; a fingerprint of the address stays."""
        for company in self._get_companies_with("invited"):
            months = company.alumni_unanswered_months
            due = self.search(
                [
                    ("state", "=", "invited"),
                    ("company_id", "=", company.id),
                    ("legal_hold", "=", False),
                    (
                        "invitation_date",
                        "<=",
                        fields.Datetime.now() - relativedelta(months=months),
                    ),
                ]
            )
            due._run_in_batches("_do_erase_unanswered")

    @api.model
    def _get_companies_with(self, state):
        groups = self._read_group([("state", "=", state)], ["company_id"])
        return self.env["res.company"].union(*(company for [company] in groups))

    def _run_in_batches(self, step):
        """Run a step on these people, batch by batch, while the job has time."""
        remaining = len(self)
        for ids in split_every(self._ERASE_BATCH, self.ids):
            getattr(self.browse(ids).try_lock_for_update(), step)()
            remaining -= len(ids)
            if not self.env["ir.cron"]._commit_progress(len(ids), remaining=remaining):
                break

    def _do_erase_unanswered(self):
        """Erase these people, or silence those of whom there is evidence to keep."""
        kept = self.filtered("consent_ids")
        kept._go_silent()
        kept.write({"private_email": False, "private_phone": False})
        erased = self - kept
        self.env["hr.privacy.suppression"]._suppress(erased, "unanswered")
        partners = erased.partner_id
        erased.unlink()
        partners._erase_former_colleague()
