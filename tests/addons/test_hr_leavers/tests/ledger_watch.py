"""Everything that reaches former colleagues, compared with the ledger."""

import re

from odoo import fields
from odoo.tools import SQL

STOP_LINK = re.compile(r"/alumni/stop/(\d+)/([^>\s\"']+)")
# Written about a person who has asked or written, which needs no consent.
ANSWERS = ("reply", "request")
# By what the answer to a request is known, which names no purpose of the ledger.
REQUEST_PAGE = re.compile(r"/(?:my/alumni/requests|alumni/request)/\d+")
# In what somebody can be reached, and how its recipients are found.
WATCHED = (
    "mail.mail",
    "mail.message",
    "mailing.trace",
    "mail.activity",
    "calendar.event",
    "event.registration",
    "survey.user_input",
    "hr.alumni.nudge",
)
# Where recipients stand in records that the addons do not make for former colleagues.
PARTNERS = ("partner_id", "partner_ids", "notified_partner_ids")
TEXTS = ("email", "outgoing_email_to", "note", "summary")
# Looked at again in every step, since what waits must end with the consent.
WAITING = ("mail.mail", "hr.alumni.nudge")


class Watch:
    """What was sent and made since the last look, and what the ledger says of it.

    The ledger is read by SQL and by nothing of what the addons ask it with.
    """

    def __init__(self, case, people):
        self.case = case
        self.env = case.env
        self.people = people
        self.emails = {one.email_normalized: one for one in people}
        self.partners = {one.partner_id: one for one in people}
        self.invitable = people.browse()
        self.asking = people.browse()
        self.reached = set()  # (person, purpose)
        self.look_away()

    def look_away(self):
        """Take what there is as seen."""
        self.env.flush_all()
        self.last = {
            model: self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search([], order="id desc", limit=1)
            .id
            or 0
            for model in WATCHED
        }
        self.last |= dict.fromkeys(WAITING, 0)

    def get_allowed(self, alumni):
        """Purposes that the rows of the ledger give, and the states let through."""
        answers = {"request"} if alumni in self.asking else set()
        if alumni.state in ("left", "returned", "deceased"):
            return answers
        rows = self.env.execute_query(
            SQL(
                """
                SELECT purpose.code
                  FROM (SELECT DISTINCT ON (purpose_id) *
                          FROM hr_privacy_consent
                         WHERE alumni_id = %s
                      ORDER BY purpose_id, id DESC) last_word
                  JOIN hr_privacy_purpose purpose ON purpose.id = purpose_id
                 WHERE state = 'given' AND coalesce(date_expiry, %s) >= %s
                """,
                alumni.id,
                fields.Date.today(),
                fields.Date.today(),
            )
        )
        allowed = {code for [code] in rows}
        if allowed:
            allowed.add("any")
        allowed |= answers
        if alumni in self.invitable:
            allowed.add("invitation")
        return allowed

    def check(self, step):
        """Match all that is new to the ledger."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = []
        for mail in self.case._mails:
            for email in mail["email_to"]:
                if alumni := self._get_person(email):
                    found.append((alumni, self._get_purpose(mail), mail["subject"]))
        for model in WATCHED:
            new = (
                self.env[model]
                .sudo()
                .with_context(active_test=False)
                .search([("id", ">", self.last[model])])
            )
            for record in new:
                found += [
                    (alumni, purpose, str(record))
                    for alumni, purpose in self._get_matches(record)
                ]
        wrong = [
            f"{step}: {alumni.display_name}, for {purpose}: {what}"
            for alumni, purpose, what in found
            if not alumni.exists() or purpose not in self.get_allowed(alumni)
        ]
        self.case.assertFalse(wrong, "\n".join(wrong))
        self.reached |= {(alumni, purpose) for alumni, purpose, _what in found}
        self.look_away()

    def add(self, alumni):
        """One person more, who is looked at from now on."""
        self.people += alumni
        self.emails[alumni.email_normalized] = alumni
        self.partners[alumni.partner_id] = alumni
        self.look_away()

    def _get_person(self, text):
        return next(
            (one for email, one in self.emails.items() if email in (text or "")), None
        )

    def _get_purpose(self, mail):
        """The purpose that the mail says of itself, by the link that stops it."""
        if match := STOP_LINK.search(str(mail.get("headers") or "")):
            _person, extra = self.env["hr.alumni"]._read_signed_link(
                "stop", int(match[1]), match[2]
            )
            return extra[0]
        if "/web/signup" in mail["body"]:
            return "member"
        if REQUEST_PAGE.search(mail["body"]):
            return "request"
        traces = self.env["mailing.trace"].sudo()
        ids = [mail["object_id"].split("-")[0]] if mail.get("object_id") else []
        return self._get_mailing_purpose(
            traces.search(
                [("res_id", "in", [int(one) for one in ids if one.isdigit()])],
                order="id desc",
                limit=1,
            )
        )

    def _get_mailing_purpose(self, trace):
        mailing = trace.mass_mailing_id
        if not mailing:
            return "nothing that is known"
        return mailing.alumni_purpose_id.code or "newsletter"

    def _get_matches(self, record):
        """The former colleagues whom a record reaches, each with its purpose."""
        find = {
            "hr.alumni.nudge": self._get_matches_of_nudge,
            "mailing.trace": self._get_matches_of_trace,
            "mail.mail": self._get_matches_of_mail,
        }
        return find.get(record._name, self._get_matches_of_other)(record)

    def _get_matches_of_nudge(self, nudge):
        is_answer = nudge.kind in ANSWERS and not nudge.purpose_id
        if nudge.state != "open" or is_answer:
            return []
        return [(nudge.alumni_id, nudge.purpose_id.code)]

    def _get_matches_of_trace(self, trace):
        person = self.people.browse(trace.res_id) & self.people
        is_sent = trace.trace_status not in ("cancel", "error")
        # Without a mailing it counts a mail that is looked at itself.
        if trace.model != "hr.alumni" or not (person and is_sent):
            return []
        return [(person, self._get_mailing_purpose(trace))] if trace.email else []

    def _get_matches_of_mail(self, mail):
        """What waits: what was sent is looked at as it leaves."""
        if mail.state in ("sent", "cancel"):
            return []
        people = {self._get_person(mail.email_to)} | {
            self.partners.get(partner) for partner in mail.recipient_ids
        }
        values = {"headers": mail.headers, "body": mail.body_html or ""}
        return [(one, self._get_purpose(values)) for one in people if one]

    def _get_matches_of_other(self, record):
        """Nothing else may reach one of them."""
        if record._name == "mail.message" and record.mail_ids:
            return []  # Looked at as the mail that it is.
        partners = self.env["res.partner"].union(
            *(record[name] for name in PARTNERS if name in record._fields)
        )
        people = {self.partners.get(partner) for partner in partners}
        for name in TEXTS:
            if name in record._fields:
                people.add(self._get_person(str(record[name] or "")))
        if record._name == "mail.activity" and record.res_model == "hr.alumni":
            people.add(self.people.browse(record.res_id) & self.people)
        return [(one, f"nothing known of {record._name}") for one in people if one]
