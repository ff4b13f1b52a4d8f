from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Days a meeting may lie back when the job could not run.
MEETINGS_BACK = 7


class HrAlumniSources(models.Model):
    """Contacts that are noted by themselves: answers, meetings, events."""

    _inherit = "hr.alumni"

    @api.model
    def _index_contacts(self, partners, emails):
        """Find former colleagues behind contacts and addresses, in one query.

        An address that two people of a company share is nobody's.

        :return: dict of partner or normalised address: `hr.alumni`, in sudo
        """
        emails = {email for email in emails if email}
        if not partners and not emails:
            return {}
        # Sudo: what happens is noted, whoever causes it.
        found = self.sudo().search(
            Domain("partner_id", "in", partners.ids)
            | Domain("email_normalized", "in", list(emails))
        )
        index = {}
        for alumni in found:
            index[alumni.partner_id] = (
                index.get(alumni.partner_id, found.browse()) | alumni
            )
        for (_company, email), people in found.grouped(
            lambda alumni: (alumni.company_id, alumni.email_normalized)
        ).items():
            if email in emails and len(people) == 1:
                index[email] = index.get(email, found.browse()) | people
        return index

    @api.model
    def _cron_note_meetings(self):
        """Note meetings with former colleagues that have taken place."""
        now = fields.Datetime.now()
        people = self.env["hr.alumni"]._search([("state", "in", self._MEMBER_STATES)])
        attendees = self.env["calendar.attendee"].search(
            Domain("partner_id", "in", people.subselect("partner_id"))
            & Domain("state", "!=", "declined")
            & Domain("event_id.active", "=", True)
            & Domain("event_id.stop", "<", now)
            & Domain("event_id.stop", ">=", now - timedelta(days=MEETINGS_BACK))
        )
        index = self._index_contacts(attendees.partner_id, ())
        for event, rows in attendees.grouped("event_id").items():
            met = self.union(*(index[row.partner_id] for row in rows))
            met._log_touch(
                "meeting",
                ref=f"calendar.event,{event.id}",
                date=event.start.date(),
                user_id=event.user_id.id,
            )
