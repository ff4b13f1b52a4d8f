from odoo import fields, models


def selection_of(name):
    """The choices of a field of the log, told once."""
    return lambda self: (
        self.env["hr.alumni.touch"]._fields[name]._description_selection(self.env)
    )


class HrAlumniTouchLog(models.TransientModel):
    """Notes a contact with a former colleague, for keepers as well."""

    _name = "hr.alumni.touch.log"
    _description = "Note a Contact"

    alumni_id = fields.Many2one(
        "hr.alumni", string="Former Colleague", required=True, readonly=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today, string="When")
    channel = fields.Selection(
        selection_of("channel"), required=True, default="call", string="How"
    )
    direction = fields.Selection(
        selection_of("direction"), required=True, default="out", string="Begun By"
    )
    topics = fields.Char(string="About")
    sentiment = fields.Selection(selection_of("sentiment"), string="How It Went")
    note = fields.Text()
    insight = fields.Text(string="Market Insight")
    insight_topic = fields.Selection(
        selection_of("insight_topic"), string="Topic of the Insight"
    )
    industry_id = fields.Many2one("res.partner.industry")
    next_step = fields.Char()
    next_step_date = fields.Date(string="Next Step On")

    nudge_id = fields.Many2one("hr.alumni.nudge", string="For", readonly=True)
    has_new_job = fields.Boolean(string="Has a New Job")
    employer_name = fields.Char(string="New Employer")
    job_title = fields.Char(string="New Job Title")
    job_date = fields.Date(string="Since", default=fields.Date.context_today)

    def action_log(self):
        """Note the contact."""
        self.ensure_one()
        self.alumni_id.check_access("write")
        self._do_log()
        return {"type": "ir.actions.act_window_close"}

    def _do_log(self):
        """Hook: everything that follows from what was entered."""
        touch = self.alumni_id._log_touch("hand", **self._prepare_touch_values())
        if self.nudge_id.state == "open":
            self.nudge_id._move_to("done")
        if self.has_new_job:
            # Sudo after the check on the person: keepers add no moves in other ways.
            self.env["hr.alumni.career"].sudo().create(self._prepare_career_values())
        return touch

    def _prepare_career_values(self):
        """Hook: the career move, as the person has told it."""
        return {
            "alumni_id": self.alumni_id.id,
            "employer_name": self.employer_name,
            "title": self.job_title,
            "date_from": self.job_date,
            "source": "person",
            "confirmed_user_id": self.env.uid,
        }

    def _prepare_touch_values(self):
        """Hook: the contact, as it was entered."""
        names = (
            "date",
            "channel",
            "direction",
            "topics",
            "sentiment",
            "note",
            "insight",
            "insight_topic",
            "next_step",
            "next_step_date",
        )
        values = {name: self[name] for name in names}
        if not self.insight:
            values["insight_topic"] = False
        return {**values, "industry_id": self.industry_id.id}
