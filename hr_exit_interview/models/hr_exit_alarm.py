from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date


class HrExitAlarm(models.Model):
    """A report of harassment, discrimination or danger from an exit questionnaire.

    It goes at once to the confidential officer of the company and to nobody else: a
    global rule says so, for exit officers and HR administrators too. Who has sent it,
    and in which words, is kept only where the leaver asks to be contacted; otherwise
    nothing is kept but what kind it is, and the month. There is no chatter, no creator
    and no time, and the name is a number. It is in no statistics.
    """

    _name = "hr.exit.alarm"
    _description = "Confidential Report"
    _inherit = ["hr.state.mixin"]
    _order = "month desc, id desc"
    _log_access = False
    _allow_sudo_commands = False

    _TRANSITIONS = {  # target: where one may come from
        "new": {"closed"},
        "seen": {"new"},
        "closed": {"new", "seen"},
    }
    # All that the officer may write; the rest changes by buttons only.
    _NOTE_FIELDS = {"note"}
    # Months for which it is kept once it is closed.
    _KEEP_MONTHS = 36

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Confidential Officer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    barred_user_ids = fields.Many2many(
        "res.users",
        "hr_exit_alarm_barred_user_rel",
        "alarm_id",
        "user_id",
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The leaver and the managers above, as long as nobody has the report yet.",
    )
    kind = fields.Selection(
        [
            ("harassment", "Harassment"),
            ("discrimination", "Discrimination"),
            ("danger", "Danger to people"),
            ("treatment", "Left for unfair treatment"),
            ("contact", "Wants to talk"),
        ],
        string="About",
        required=True,
        readonly=True,
    )
    month = fields.Date(
        required=True,
        readonly=True,
        help="The first day of the month. The day would tell who it was.",
    )
    # A date would be shown with its day, which means nothing.
    month_name = fields.Char(string="Month", compute="_compute_month_name")
    state = fields.Selection(
        [("new", "New"), ("seen", "Seen"), ("closed", "Closed")],
        default="new",
        required=True,
        readonly=True,
        index=True,
        group_expand=True,
    )
    wants_contact = fields.Boolean(string="Wants to Be Contacted", readonly=True)
    person_name = fields.Char(string="Person", readonly=True)
    email = fields.Char(string="Private E-mail", readonly=True)
    text = fields.Text(string="In Own Words", readonly=True)
    note = fields.Text(string="What Was Done", help="Only you read it.")
    closed_date = fields.Date(string="Closed on", readonly=True, index="btree_not_null")

    @api.depends_context("lang")
    def _compute_display_name(self):
        for alarm in self:
            alarm.display_name = self.env._(
                "Confidential report %(number)s", number=alarm.id
            )

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for alarm in self:
            alarm.month_name = format_date(self.env, alarm.month, date_format="MMMM y")

    def write(self, vals):
        if not self.env.su and vals.keys() - self._NOTE_FIELDS:
            raise AccessError(
                self.env._("A confidential report stays as it is. Use the buttons.")
            )
        return super().write(vals)

    # Buttons

    def action_see(self):
        """You have read it."""
        self._move_to("seen")
        return True

    def action_close(self):
        """What had to be done is done; after three years it is deleted."""
        self._move_to("closed")
        return True

    def action_reopen(self):
        """Take it up again."""
        self._move_to("new")
        return True

    def action_hand_over(self):
        """Hand it to the other confidential officer, and see it no more.

        :raise AccessError: there is nobody else to whom it may go
        """
        self.check_access("write")
        for alarm in self:
            # Sudo: who else may get it follows from settings and rights of others.
            others = alarm.sudo()._get_candidates() - alarm.user_id
            if not others:
                raise AccessError(
                    self.env._(
                        "There is no other confidential officer. Name a deputy in the "
                        "settings first."
                    )
                )
            alarm.sudo()._do_deliver(others[0])
        return {
            "type": "ir.actions.act_window_close",
        }

    # Steps

    @api.model
    def _raise(self, interview, kind, text=None, wants_contact=False):
        """Keep what may be kept of a report, and bring it to the officer.

        :param interview: `hr.exit.interview`
        """
        # Sudo: runs for the visitor who holds the link, and nobody has the right.
        alarm = self.sudo().create(
            {
                "company_id": interview.company_id.id,
                "kind": kind,
                "month": fields.Date.today().replace(day=1),
                **(self._prepare_contact(interview, text) if wants_contact else {}),
            }
        )
        barred = interview._get_alarm_barred_users()
        officers = alarm._get_candidates() - barred
        if officers:
            alarm._do_deliver(officers[0])
        else:
            alarm.barred_user_ids = barred
        return alarm

    @api.model
    def _prepare_contact(self, interview, text):
        """Hook: what is kept of somebody who wants to be contacted."""
        return {
            "wants_contact": True,
            "person_name": interview.employee_id.name,
            "email": interview.offboarding_id._get_private_email(),
            "text": text,
        }

    def _do_deliver(self, user):
        """This officer has it from now on, and is told that something waits."""
        self.write({"user_id": user.id, "barred_user_ids": [fields.Command.clear()]})
        self._do_tell()

    def _do_tell(self):
        """Mail the officer that something waits, in words that say nothing about it."""
        for alarm in self:
            user = alarm.user_id
            translate = alarm.with_context(lang=user.lang).env._
            url = f"{alarm.company_id.get_base_url()}/odoo/confidential-reports"
            body = Markup("<p>%s</p><p><a href='%s'>%s</a></p>") % (
                translate("A confidential report waits for you. Log in to read it."),
                url,
                translate("Confidential reports"),
            )
            self.env["mail.mail"].with_user(SUPERUSER_ID).create(
                {
                    "auto_delete": True,
                    "subject": translate("Something waits for you"),
                    "body_html": body,
                    "email_from": alarm.company_id.email_formatted
                    or user.email_formatted,
                    "email_to": user.email_formatted,
                    "model": False,
                    "res_id": False,
                }
            ).send_after_commit()

    @api.model
    def _deliver_waiting(self, companies):
        """Bring what nobody could get to those who are named now."""
        waiting = self.search(
            [("company_id", "in", companies.ids), ("user_id", "=", False)]
        )
        for alarm in waiting:
            officers = alarm._get_candidates() - alarm.barred_user_ids
            if officers:
                alarm._do_deliver(officers[0])

    @api.autovacuum
    def _gc_closed(self):
        """Delete what was closed long enough ago."""
        oldest = fields.Date.today() - relativedelta(months=self._KEEP_MONTHS)
        # Sudo: runs as the system, which is nobody's officer.
        self.sudo().search(
            [("state", "=", "closed"), ("closed_date", "<", oldest)]
        ).unlink()

    # Decisions

    def _prepare_move_values(self, state):
        return {
            **super()._prepare_move_values(state),
            "closed_date": state == "closed" and fields.Date.today(),
        }

    def _get_candidates(self):
        """Hook: those who may get reports of this company: the officer, the deputy."""
        return self._get_officers(self.company_id)
