from datetime import timedelta

from odoo import fields, models


class HrExitInterviewPromise(models.Model):
    """What whoever answers was promised, and what follows from the choice made."""

    _inherit = "hr.exit.interview"

    promise_id = fields.Many2one(
        "hr.exit.promise",
        string="Promise Read",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="hr.group_hr_user,hr_exit_interview.group_manager",
        help="The text that was read before answering.",
    )

    def _get_default_answer_mode(self):
        """Hook: how answers are used for which nothing was chosen.

        The most careful way: nobody reads them.
        """
        self.ensure_one()
        return "totals"

    def _do_move_release(self):
        """Whoever leaves later is read later; nothing is read sooner than promised."""
        waiting = self.env["hr.exit.answer"].search(
            [("interview_id", "in", self.ids), ("mode", "=", "later")]
        )
        for interview, answers in waiting.grouped("interview_id").items():
            day = interview._get_release_date(interview.promise_id.days)
            for answer in answers:
                answer.release_date = max(answer.release_date, day)

    def _get_release_date(self, days):
        """Hook: the day before which nobody reads an answer given with “not before”.

        :param days: after the end of the contract, or the last working day if that is
            later
        """
        self.ensure_one()
        case = self.offboarding_id
        left = max(
            filter(None, (case.departure_date, case.last_working_date)),
            default=fields.Date.today(),
        )
        return left + timedelta(days=days)
