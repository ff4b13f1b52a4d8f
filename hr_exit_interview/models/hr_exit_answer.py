from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..tools.clock import get_start_of_day


class HrExitAnswer(models.Model):
    """One answer to an exit questionnaire, sealed.

    Written once, at the moment in which the leaver sends the questionnaire, and from
    then on the only place that holds the answer: the lines of the survey are deleted
    in the same transaction. Nobody has the right to create, change or delete one, and
    exit officers alone have the right to read, if the leaver has given the answer with
    the name and for this day; a rule of the database says so, and each reading is
    logged. There is no chatter, no log of who created what, and the name says nothing,
    since names travel further than records.
    """

    _name = "hr.exit.answer"
    _description = "Exit Questionnaire Answer"
    _inherit = ["hr.exit.access.mixin"]
    _order = "interview_id, sequence, id"
    _rec_names_search = ["interview_id"]
    # The creator would be the visitor or the leaver: nothing that must be known.
    _log_access = False
    # Never through the x2many of a record that somebody writes in sudo.
    _allow_sudo_commands = False

    _LOGGED_FIELDS = frozenset({"value", "value_key", "value_number", "value_date"})

    interview_id = fields.Many2one(
        "hr.exit.interview",
        string="Exit Interview",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    question_key = fields.Char(
        readonly=True,
        index=True,
        help="Stable name of the question, whatever its wording or language.",
    )
    question_title = fields.Char(
        string="Question",
        required=True,
        readonly=True,
        help="The question as the leaver read it.",
    )
    answer_type = fields.Selection(
        [
            ("choice", "Choice"),
            ("scale", "Scale"),
            ("number", "Number"),
            ("date", "Date"),
            ("text", "Text"),
        ],
        required=True,
        readonly=True,
    )
    value = fields.Text(
        string="Answer",
        required=True,
        readonly=True,
        prefetch="content",
        help="The answer as the leaver read or wrote it.",
    )
    value_key = fields.Char(
        readonly=True,
        prefetch="content",
        help="Stable name of the choice, whatever its wording.",
    )
    value_number = fields.Float(
        readonly=True, prefetch="content", help="The answer on a scale."
    )
    value_date = fields.Datetime(readonly=True, prefetch="content")
    mode = fields.Selection(
        [
            ("named", "With my name"),
            ("totals", "Only in totals"),
            ("later", "Not before a day"),
        ],
        default="named",
        required=True,
        readonly=True,
        help="What the leaver has chosen. Answers that count only in totals are read "
        "by nobody and destroyed when they have been counted.",
    )
    release_date = fields.Date(
        readonly=True, help="Nobody reads the answer, or counts it, before this day."
    )
    release_datetime = fields.Datetime(
        compute="_compute_release_datetime",
        store=True,
        precompute=True,
        help="When that day begins where the person worked.",
    )
    is_counted = fields.Boolean(
        readonly=True, groups=fields.NO_ACCESS, help="It is in a published window."
    )

    _uncounted_index = models.Index(
        "(company_id, interview_id) WHERE is_counted IS NOT TRUE"
    )
    _release_when_later = models.Constraint(
        "CHECK (mode != 'later' OR release_date IS NOT NULL)",
        "An answer that is not to be read before a day needs that day.",
    )

    @api.depends("interview_id.name", "sequence")
    def _compute_display_name(self):
        for answer in self:
            answer.display_name = f"{answer.interview_id.name}/{answer.sequence}"

    @api.depends("release_date")
    def _compute_release_datetime(self):
        for answer in self:
            # Sudo: whoever reads the answer need not be allowed to read the employee.
            employee = answer.sudo().interview_id.employee_id
            answer.release_datetime = answer.release_date and get_start_of_day(
                answer.release_date, employee._get_tz()
            )

    @api.model
    def _get_retention(self):
        """Hook: how long answers are kept; the introduction of the form promises it.

        :return: `relativedelta` from the day on which the questionnaire was answered
        """
        return relativedelta(months=12)

    @api.model
    def _cron_delete_expired(self, limit=1000):
        """Delete the answers that have been kept as long as was promised.

        Those of a departure on legal hold wait until the hold ends.
        """
        oldest = fields.Datetime.now() - self._get_retention()
        expired = self.search(
            [
                ("interview_id.questionnaire_done_date", "<", oldest),
                ("interview_id.legal_hold", "=", False),
            ],
            limit=limit + 1,
        )
        batch = expired[:limit]
        batch.unlink()
        self.env["ir.cron"]._commit_progress(
            len(batch), remaining=len(expired) - len(batch)
        )
