from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    alumni_team_id = fields.Many2one(
        "crm.team",
        string="Sales Team for Referred Business",
        domain="[('company_id', 'in', (id, False))]",
    )
    alumni_invitation_reminder_days = fields.Integer(
        string="Reminder of the Invitation After", default=21
    )
    alumni_unanswered_months = fields.Integer(
        string="Erase Without an Answer After", default=6
    )
    alumni_candidate_months = fields.Integer(
        string="Keep Candidates For", default=24, required=True
    )
    alumni_dormant_months = fields.Integer(
        string="Keep Resting Relations For", default=12, required=True
    )
    alumni_left_months = fields.Integer(
        string="Keep After Leaving the Network", default=1, required=True
    )
    alumni_deceased_months = fields.Integer(
        string="Keep the Deceased For", default=24, required=True
    )
    alumni_proof_months = fields.Integer(
        string="Keep Answers as Proof For", default=36, required=True
    )
    alumni_silence_months = fields.Integer(string="Silence Until Rest", default=24)
    alumni_silence_reminders = fields.Integer(string="Reminders Before Rest", default=2)
    alumni_mail_cap = fields.Integer(
        string="Mails in 30 Days",
        default=2,
        help="How many newsletters and other mails of content a former colleague gets "
        "within 30 days at most. 0 is no limit. Mails about consents and the account "
        "do not count.",
    )
    alumni_import_days = fields.Integer(
        string="Delete Imports After",
        default=30,
        required=True,
        help="Days after which the file and the refused rows of an import are deleted.",
    )
    alumni_colleagues_in_circles = fields.Boolean(
        string="Present Colleagues in Circles",
        help="Circles may be open to present employees as well. They see the names of "
        "the members and what is posted, and nothing private.",
    )
    alumni_guidance_months = fields.Integer(
        string="Keep Ended Guidance",
        default=6,
        help="Months after which career guidance that has ended is deleted.",
    )
    alumni_request_months = fields.Integer(
        string="Keep Closed Requests",
        default=24,
        help="Months after which requests of former colleagues that are closed are "
        "deleted, with their files.",
    )
    alumni_access_months = fields.Integer(
        string="Portal Accounts Last For",
        default=0,
        required=True,
        help="Months after which a new portal account ends. 0 is no end.",
    )
    alumni_access_extend = fields.Boolean(
        string="May Be Extended by the Person",
        default=True,
        help="The mail that tells of the end has a link for that.",
    )
    alumni_signup = fields.Selection(
        [
            ("closed", "Closed"),
            ("reviewed", "Open"),
            ("trusted", "Open; number, name and years together are enough"),
        ],
        string="Sign-Up Page",
        default="closed",
        required=True,
        help="Whether former colleagues may sign up by themselves. An address that is "
        "on record joins at once when it is confirmed; all others are reviewed.",
    )
    alumni_signup_days = fields.Integer(
        string="Delete Sign-Ups After",
        default=30,
        required=True,
        help="Days after which sign-ups that were accepted or refused are deleted.",
    )
    alumni_signup_url = fields.Char(
        string="Address of the Sign-Up Page", compute="_compute_alumni_signup_url"
    )
    alumni_user_id = fields.Many2one(
        "res.users",
        string="Salesperson for Referred Business",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
    )
    alumni_warmth_half_life = fields.Integer(
        string="A Contact Counts Half After",
        default=120,
        required=True,
        help="Days after which a contact counts half for the warmth of a relation.",
    )

    _alumni_warmth_half_life_check = models.Constraint(
        "CHECK (alumni_warmth_half_life > 0)",
        "The time after which a contact counts half is at least one day.",
    )
    _alumni_guidance_months_check = models.Constraint(
        "CHECK (alumni_guidance_months BETWEEN 1 AND 600)",
        "Career guidance that has ended is kept for 1 to 600 months.",
    )
    _alumni_request_months_check = models.Constraint(
        "CHECK (alumni_request_months BETWEEN 1 AND 600)",
        "Requests that are closed are kept for 1 to 600 months.",
    )
    _alumni_mail_cap_check = models.Constraint(
        "CHECK (alumni_mail_cap >= 0)",
        "The number of mails in 30 days cannot be negative. 0 is no limit.",
    )
    _alumni_access_months_check = models.Constraint(
        "CHECK (alumni_access_months BETWEEN 0 AND 600)",
        "Portal accounts last for up to 600 months. 0 is no end.",
    )
    _alumni_signup_days_check = models.Constraint(
        "CHECK (alumni_signup_days BETWEEN 1 AND 365)",
        "Sign-ups that were decided are kept for 1 to 365 days.",
    )
    _alumni_import_days_check = models.Constraint(
        "CHECK (alumni_import_days > 0)",
        "Files of imports are kept for at least one day.",
    )
    _alumni_kept_for_months = models.Constraint(
        "CHECK (LEAST(alumni_candidate_months, alumni_dormant_months,"
        " alumni_left_months, alumni_deceased_months, alumni_proof_months) >= 1"
        " AND GREATEST(alumni_candidate_months, alumni_dormant_months,"
        " alumni_left_months, alumni_deceased_months, alumni_proof_months) <= 600)",
        "Records of the alumni network are kept for 1 to 600 months.",
    )
    _alumni_times_sensible = models.Constraint(
        "CHECK (alumni_invitation_reminder_days >= 0 AND alumni_unanswered_months > 0"
        " AND alumni_silence_months > 0 AND alumni_silence_reminders >= 0)",
        "Times of the alumni network are counted in whole months, at least one. A "
        "reminder after 0 days is not sent.",
    )

    @api.depends("alumni_signup")
    def _compute_alumni_signup_url(self):
        for company in self:
            url = f"{company.get_base_url()}/alumni/join?company={company.id}"
            company.alumni_signup_url = company.alumni_signup != "closed" and url
