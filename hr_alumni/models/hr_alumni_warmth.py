from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import warmth as tool

RELATION_GROUPS = "hr.group_hr_user,hr_alumni.group_user"


class HrAlumniWarmth(models.Model):
    """The log of contacts of a former colleague, and how warm the relation is.

    The warmth is stored, so that lists can sort and filter by it. It is computed for
    everybody in one query, once a day and whenever a contact is noted.
    """

    _inherit = "hr.alumni"

    touch_ids = fields.One2many(
        "hr.alumni.touch", "alumni_id", string="Contacts", groups=RELATION_GROUPS
    )
    last_touch_date = fields.Date(
        string="Last Contact", readonly=True, copy=False, groups=RELATION_GROUPS
    )
    warmth = fields.Integer(
        readonly=True,
        copy=False,
        aggregator="avg",
        groups=RELATION_GROUPS,
        help="From 0 to 100. Each contact warms the relation up, and counts half after "
        "the time that your company has set.",
    )
    warmth_before = fields.Integer(
        string="Warmth Three Months Ago",
        readonly=True,
        copy=False,
        aggregator="avg",
        groups=RELATION_GROUPS,
    )
    is_cooling = fields.Boolean(
        string="Cooling Down",
        readonly=True,
        copy=False,
        groups=RELATION_GROUPS,
        help="The relation was clearly warmer three months ago.",
    )

    _warmth_idx = models.Index("(warmth)")
    _is_cooling_idx = models.Index("(company_id) WHERE is_cooling")

    def action_log_touch(self):
        """Open the form to note a contact with this person."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note a Contact"),
            "res_model": "hr.alumni.touch.log",
            "view_mode": "form",
            "target": "new",
            "context": {"default_alumni_id": self.id},
        }

    def action_view_touches(self):
        """Open the contacts with these people."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_touch_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _log_touch(self, source, ref=None, **values):
        """Note a contact with each of these people; the one way in for every source.

        Call it wherever a former colleague does something: other addons too.

        :param source: value of `hr.alumni.touch.source`
        :param ref: what it came from, such as "mail.message,42"; the same is noted once
        :param values: more values of the contacts; channel, direction and colleague
            have a default that fits the source
        :return: the new contacts, in sudo
        """
        # Sudo: whoever causes a contact need not be able to read the log of it.
        touches = self.env["hr.alumni.touch"].sudo()
        known = touches
        if ref:
            known = touches.search([("alumni_id", "in", self.ids), ("ref", "=", ref)])
        values = {**self._prepare_touch_values(source), **values, "ref": ref}
        new = touches.create(
            [{**values, "alumni_id": one.id} for one in self - known.alumni_id]
        )
        new.filtered(
            lambda touch: touch.direction == "in"
        ).alumni_id._note_sign_of_life()
        return new

    @api.model
    def _prepare_touch_values(self, source):
        """Hook: what is known of a contact by how it came about."""
        values = {"source": source, "user_id": False, "direction": "in"}
        if source == "hand":
            values.update(user_id=self.env.user.id, direction="out")
        channels = self.env["hr.alumni.touch"]._fields["channel"].get_values(self.env)
        return {**values, "channel": source if source in channels else "portal"}

    def _refresh_warmth(self):
        """Store how warm these relations are today, all in one query."""
        if not self.ids:
            return
        self._store_warmth(SQL("alumni.id IN %s", tuple(self.ids)))

    @api.model
    def _cron_refresh_warmth(self):
        """Relations cool down by themselves: store what has changed since yesterday."""
        self._store_warmth(SQL("TRUE"))

    @api.model
    def _store_warmth(self, condition):
        today = fields.Date.today()
        self.flush_model()
        self.env["hr.alumni.touch"].flush_model()
        self.env["res.company"].flush_model(["alumni_warmth_half_life"])

        def total(day):
            return SQL(
                "LEAST(%s, ROUND(COALESCE(SUM(touch.points * POWER(0.5,"
                " (%s::date - touch.date)::float / company.alumni_warmth_half_life))"
                " FILTER (WHERE touch.date <= %s), 0)))::integer",
                tool.MOST,
                day,
                day,
            )

        found = SQL(
            """
            SELECT alumni.id, MAX(touch.date) AS last, %s AS now, %s AS before
              FROM hr_alumni AS alumni
              JOIN res_company AS company ON company.id = alumni.company_id
         LEFT JOIN hr_alumni_touch AS touch ON touch.alumni_id = alumni.id
             WHERE %s
          GROUP BY alumni.id
            """,
            total(today),
            total(today - timedelta(days=tool.LOOK_BACK)),
            condition,
        )
        cooling = SQL(
            "before - now >= %s AND now < %s", tool.COOLING_LOSS, tool.COOLING_BELOW
        )
        # The column is empty for those who were never in contact.
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_alumni
                   SET warmth = now, warmth_before = before,
                       is_cooling = (%(cooling)s), last_touch_date = last
                  FROM (%(found)s) AS found
                 WHERE hr_alumni.id = found.id
                   AND (COALESCE(warmth, 0), COALESCE(warmth_before, 0),
                        COALESCE(is_cooling, FALSE), last_touch_date)
                       IS DISTINCT FROM (now, before, %(cooling)s, last)
                """,
                cooling=cooling,
                found=found,
            )
        )
        self.invalidate_model(
            ["warmth", "warmth_before", "is_cooling", "last_touch_date"]
        )
