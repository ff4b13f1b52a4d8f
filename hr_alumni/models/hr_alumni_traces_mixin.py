from collections import namedtuple

from markupsafe import escape

from odoo import models
from odoo.tools import SQL

# What is looked for: contacts, accounts, addresses that are nobody else's, and names of
# more than one word, since a single one may be any word.
Traces = namedtuple("Traces", "partners accounts addresses phones full_names")


class HrAlumniTracesMixin(models.AbstractModel):
    """What stands about a former colleague in records that are not the network's.

    Called by the erasure only. Statistics of mailings and events stay, without saying
    whom they are about.
    """

    _name = "hr.alumni.traces.mixin"
    _description = "Traces of Former Colleagues"

    def _get_traces(self):
        """Hook: by what the traces of these people are found, before it is gone."""
        addresses = {*self.mapped("private_email"), *self.mapped("email_normalized")}
        addresses.discard(False)
        others = self.search(
            [
                ("email_normalized", "in", list(addresses)),
                ("id", "not in", self.ids),
            ]
        )
        # The names of the accounts are private addresses, too.
        accounts = self.env["res.users"].union(
            *(alumni._get_account(with_closed=True) for alumni in self)
        )
        return Traces(
            partners=self.partner_id,
            accounts=accounts,
            addresses=addresses - set(others.mapped("email_normalized")),
            phones={*self.mapped("private_phone")} - {False},
            full_names={
                name
                for name in self.partner_id.mapped("name")
                if name and len(name.split()) > 1
            },
        )

    def _erase_from_leads(self):
        """Business stays with sales, without saying who has referred it."""
        self.env.execute_query(
            SQL(
                """
                UPDATE crm_lead lead
                   SET referred = NULL,
                       name = REPLACE(lead.name, COALESCE(partner.name, ''), %s)
                  FROM hr_alumni alumni
                  JOIN res_partner partner ON partner.id = alumni.partner_id
                 WHERE lead.alumni_id = alumni.id AND alumni.id IN %s
             RETURNING lead.id
                """,
                self.env._("a former colleague"),
                self._ids,
            )
        )

    def _erase_from_seats(self, touched):
        """Seats stay counted; the person and the guests have no name any more."""
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE event_registration seat SET name = NULL
                  FROM hr_alumni_event_invitation invitation
                 WHERE invitation.id = seat.alumni_invitation_id
                   AND invitation.alumni_id IN %s
             RETURNING seat.id
                """,
                self._ids,
            )
        )
        touched["event.registration"].update(id_ for [id_] in rows)

    def _erase_accounts(self, traces, touched):
        """Portal accounts were closed before; now they say nobody's name."""
        if not traces.accounts:
            return
        # The mails with which an account was opened belong to the account.
        touched["res.users"].update(traces.accounts.ids)
        self.env.execute_query(
            SQL(
                """
                UPDATE res_users SET login = 'erased-' || id, signature = NULL
                 WHERE id IN %s RETURNING id
                """,
                traces.accounts._ids,
            )
        )

    def _erase_elsewhere(self, traces, touched):
        """Hook: empty or delete what other applications noted about the person."""
        partners = traces.partners._ids or (0,)
        addresses = tuple(traces.addresses) or ("",)
        self._erase_from_mailings(addresses)
        self._erase_from_meetings(traces)
        # Meetings stay; who was asked to come does not.
        self.env.execute_query(
            SQL(
                """
                DELETE FROM calendar_attendee WHERE partner_id IN %s RETURNING id
                """,
                partners,
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE event_registration
                   SET name = NULL, email = NULL, phone = NULL, company_name = NULL,
                       partner_id = NULL
                 WHERE partner_id IN %s OR LOWER(email) IN %s RETURNING id
                """,
                partners,
                addresses,
            )
        )
        touched["event.registration"].update(id_ for [id_] in rows)
        # What the person wrote in a discussion stays there, without the address, which
        # may stand behind a name.
        self.env.execute_query(
            SQL(
                """
                UPDATE mail_message SET email_from = NULL, reply_to = NULL
                 WHERE author_id IN %s
                    OR LOWER(COALESCE(SUBSTRING(email_from FROM '<([^<>]+)>'),
                                      email_from)) IN %s
             RETURNING id
                """,
                partners,
                addresses,
            )
        )

    def _erase_from_meetings(self, traces):
        """Core writes name and addresses of who is asked to come into the text."""
        texts = {*traces.full_names, *traces.addresses, *traces.phones}
        events = self.env["calendar.event"].with_context(active_test=False)
        for event in events.search([("partner_ids", "in", traces.partners.ids)]):
            text = event.description or ""
            for mark in texts:
                # As they stand in HTML.
                text = text.replace(escape(mark), self.env._("a former colleague"))
            if text != (event.description or ""):
                self.env.execute_query(
                    SQL(
                        "UPDATE calendar_event SET description = %s WHERE id = %s"
                        " RETURNING id",
                        str(text),
                        event.id,
                    )
                )

    def _erase_from_mailings(self, addresses):
        self.env.execute_query(
            SQL(
                """
                UPDATE mailing_trace SET email = NULL
                 WHERE (model = 'hr.alumni' AND res_id IN %s) OR LOWER(email) IN %s
             RETURNING id
                """,
                self._ids,
                addresses,
            )
        )
        contacts = self.env["mailing.contact"].search(
            [("email_normalized", "in", list(addresses))]
        )
        contacts.unlink()
