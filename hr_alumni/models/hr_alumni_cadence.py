from odoo import api, fields, models

from ..tools.cadence import Rule


class HrAlumniCadence(models.Model):
    """One occasion to be in touch: when, what, who, and when not.

    A rule makes a line of “Today” with a draft, for people who have agreed to its
    purpose. Nothing is sent by it.
    """

    _name = "hr.alumni.cadence"
    _description = "Occasion to Be in Touch"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, string="What")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company."
    )
    anchor = fields.Selection(
        [("left", "The day they left"), ("joined", "The day they joined")],
        required=True,
        default="left",
        string="Counted From",
    )
    offset_days = fields.Integer(string="Days After")
    offset_months = fields.Integer(string="Months After")
    repeat_months = fields.Integer(
        string="Again Every", help="Months until it is due again. Zero: once only."
    )
    role = fields.Selection(
        [
            ("keeper", "Keeper"),
            ("owner", "Relationship owner"),
            ("office", "Alumni office"),
            ("hr", "HR"),
            ("manager", "Former manager"),
            ("manager_above", "Former manager's manager"),
            ("recruiter", "Recruiter"),
        ],
        required=True,
        default="owner",
        string="Sender",
        help="In whose name. A keeper finds it on their own “Today”; the others are "
        "asked by the relationship owner.",
    )
    channel = fields.Selection(
        [
            ("call", "Call"),
            ("meeting", "Meeting"),
            ("mail", "Mail"),
            ("message", "Message"),
            ("letter", "Letter or Card"),
        ],
        required=True,
        default="mail",
    )
    purpose_id = fields.Many2one(
        "hr.privacy.purpose",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('basis', '=', 'consent')]",
        help="Only people who have agreed to it are in it.",
    )
    is_about_return = fields.Boolean(
        string="About Coming Back",
        help="Left out for people to whom a return is not to be proposed.",
    )
    is_for_resting = fields.Boolean(
        string="Dormant as Well", help="Also for relations that rest."
    )
    is_profile_check = fields.Boolean(
        string="About the Profile",
        help="The line on “Today” can mail a link to a page that shows what is known "
        "of the person and takes corrections.",
    )
    draft = fields.Text(
        translate=True,
        help="Words that may stand in it: {first_name}, {name}, {company}, {years}, "
        "{number}, {sender}.",
    )

    _days_check = models.Constraint(
        "CHECK (offset_days >= 0 AND offset_months >= 0 AND repeat_months >= 0)",
        "An occasion comes after the day it is counted from, so write no number below "
        "zero.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self._plan_again()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() - {"name", "draft", "channel", "role", "is_profile_check"}:
            self._plan_again()
        return result

    def unlink(self):
        result = super().unlink()
        self._plan_again()
        return result

    @api.model
    def _plan_again(self):
        """The next occasion of everybody in the network may be another one now."""
        # Sudo: rules hold for people whom the user may not read.
        alumni = self.env["hr.alumni"].sudo()
        members = alumni.search([("state", "in", alumni._MEMBER_STATES)])
        for name in ("next_cadence_date", "next_cadence_id", "next_touch_date"):
            self.env.add_to_compute(alumni._fields[name], members)

    def _get_rules(self):
        """These occasions as plain data, in their order."""
        return [
            Rule(
                rule.id,
                rule.anchor,
                rule.offset_days,
                rule.offset_months,
                rule.repeat_months,
            )
            for rule in self
        ]

    def _filter_for(self, alumni):
        """Hook: those of these occasions that one person is in for, consent given."""
        alumni.ensure_one()
        purposes = alumni.purpose_ids
        return self.filtered(
            lambda rule: (
                rule.company_id in (alumni.company_id, self.env["res.company"])
                and rule.purpose_id in purposes
                and (alumni.state == "active" or rule.is_for_resting)
                and (not rule.is_about_return or alumni._may_propose_return())
            )
        )
