from odoo import fields, models
from odoo.tools import SQL, format_date


class HrExitInterviewOpenings(models.Model):
    """How often answers and record card were opened: what the subject may ask for."""

    _inherit = "hr.exit.interview"

    opening_count = fields.Integer(
        string="Openings",
        compute="_compute_opening_count",
        groups="hr.group_hr_user,hr_exit_interview.group_manager",
        help="How often somebody has opened the answers or the record card. All that "
        "one person opens within an hour counts once.",
    )

    def _compute_opening_count(self):
        openings = self._get_openings()
        for talk in self:
            talk.opening_count = openings.get(talk.id, (0, False))[0]

    # Buttons

    def action_view_openings(self):
        """Open the list of who has opened the answers, for those who may see it."""
        self.ensure_one()
        self.env["hr.exit.access.log"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Openings of %(interview)s", interview=self.name),
            "res_model": "hr.exit.access.log",
            "view_mode": "list",
            "domain": [("interview_id", "=", self.id)],
        }

    def action_print_openings(self):
        """Print for the person how often the answers were opened."""
        self._check_can_manage()
        report = "hr_exit_interview.hr_exit_interview_report_openings"
        return self.env.ref(report).report_action(self)

    # Questions and decisions

    def _has_told_something(self):
        """Hook: whether there is something to open that comes from the leaver."""
        self.ensure_one()
        return self.kind != "manager" and (
            self.state == "held" or self.questionnaire_state == "done"
        )

    def _get_openings(self):
        """How often, and when last, answers and record cards were opened.

        :return: dict of id to a tuple of number and last time; without the talks that
            nobody has opened
        """
        # In SQL: HR officers tell the number, and may not read the list.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT interview_id, COUNT(DISTINCT (user_id, hour)), MAX(date)
                  FROM hr_exit_access_log
                 WHERE interview_id IN %s
                 GROUP BY interview_id
                """,
                self._ids or (0,),
            )
        )
        return {id_: (count, last) for id_, count, last in rows}

    def _get_openings_text(self):
        """Sentence for the person: how often, and on which day last."""
        openings = self._get_openings().values()
        count = sum(count for count, _last in openings)
        if not count:
            return self.env._("Nobody has opened what you have told us.")
        last = max(last for _count, last in openings)
        day = format_date(self.env, fields.Datetime.context_timestamp(self, last))
        if count == 1:
            return self.env._(
                "What you have told us was opened once, on %(day)s.", day=day
            )
        return self.env._(
            "What you have told us was opened %(count)s times, last on %(day)s.",
            count=count,
            day=day,
        )
