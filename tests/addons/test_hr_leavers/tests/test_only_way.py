"""Nothing reaches a former colleague past the ledger, whatever the addons do."""

import re
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import LeaversCase

STOP_LINK = re.compile(r"/alumni/stop/(\d+)/([^>\s\"']+)")
# Written about a person who has asked or written, which needs no consent.
ANSWERS = ("reply", "request")
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
# Of people whom nothing may reach, but who look as if it might: state, given purposes.
FATES = {
    "yes": ("active", "all"),
    "late": ("active", "all"),  # Withdraws once everything is under way.
    "jobs only": ("active", "jobs"),
    "never": ("active", None),
    "resting": ("dormant", None),
    "expired": ("active", "all"),
    "left": ("left", "all"),
    "returned": ("returned", "all"),
    "deceased": ("deceased", "all"),
    "fresh": ("candidate", None),
    "suppressed": ("candidate", None),
    "refused": ("candidate", None),
    "suppressed since": ("invited", None),
    "refused since": ("invited", None),
}
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
        if alumni.state in ("left", "returned", "deceased"):
            return set()
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


@tagged("post_install", "-at_install", "security")
class TestOnlyWay(LeaversCase):
    """People of every fate go through all that the addons do; the ledger is compared.

    What left for one of them, waits for one of them or stands in a list of things to do
    names the purpose that it rests on; the ledger must have given it at that moment.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        purposes = cls.env["hr.privacy.purpose"].search([])
        cls.purposes = {purpose.code: purpose for purpose in purposes}
        cls.asked = purposes - cls.purposes["invitation"]
        cls.company.write(
            {"alumni_mail_cap": 0, "email": "office@northwind.example.com"}
        )
        cls.user_alumni.group_ids += cls.env.ref("event.group_event_user")
        cls.user_adviser = cls._new_user("adviser_of_all", "base.group_user")
        cls.people = cls.env["hr.alumni"]
        cls.by_fate = {}
        for fate, (state, given) in FATES.items():
            alumni = cls._new_person(fate)
            cls.by_fate[fate] = alumni
            cls.people += alumni
            if given:
                wanted = cls.asked if given == "all" else cls.purposes[given]
                cls.env["hr.privacy.consent"]._record(alumni, wanted, "given", "portal")
            alumni.sudo().state = state
        for fate in ("refused", "refused since"):
            cls.by_fate[fate]._do_refuse("link")
            cls.by_fate[fate].sudo().state = FATES[fate][0]
        for fate in ("suppressed", "suppressed since"):
            cls.env["hr.privacy.suppression"]._suppress(cls.by_fate[fate], "unanswered")
        invited = cls.people.filtered(lambda one: one.state == "invited").sudo()
        invited.invitation_date = fields.Datetime.now()
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE hr_privacy_consent SET date_expiry = %s WHERE alumni_id = %s",
                fields.Date.today() - relativedelta(days=1),
                cls.by_fate["expired"].id,
            )
        )
        cls.env.invalidate_all()

    @classmethod
    def _new_person(cls, fate):
        address = fate.replace(" ", ".")
        alumni = cls.env["hr.alumni"].create(
            {
                "partner_id": cls.env["res.partner"]
                .create({"name": f"Fate {fate}", "company_id": cls.company.id})
                .id,
                "company_id": cls.company.id,
                "private_email": f"fate.{address}@example.com",
                "owner_id": cls.user_alumni.id,
            }
        )
        today = fields.Date.today()
        cls.env["hr.employment.period"].create(
            {
                "alumni_id": alumni.id,
                "company_id": cls.company.id,
                "employee_name": alumni.display_name,
                "date_start": today - relativedelta(years=5),
                "date_end": today - relativedelta(days=30),
            }
        )
        return alumni

    # The story

    def _get_steps(self):
        """What is done with everybody, one after the other, and looked at each time."""
        return (
            self._invite,
            self._remind,
            self._agree,
            self._note_life,
            self._ask_keepers,
            self._offer_guidance,
            self._send_choices,
            self._write_newsletters,
            self._meet_in_circles,
            self._note_a_death,
            self._withdraw,
            self._run_queues,
            self._run_jobs,
        )

    def _go(self):
        watch = Watch(self, self.people)
        watch.invitable = self.by_fate["fresh"]
        for step in self._get_steps():
            with self.mock_mail_gateway(), mute_logger("odoo.addons.hr_alumni"):
                step()
                watch.check(step.__name__)
            if step == self._note_a_death:
                watch.add(self._get_alumni())
        return watch

    def _each(self, do, people=None):
        """Do something with each person, where the addon does not refuse it."""
        for alumni in self.people if people is None else people:
            try:
                with self.env.cr.savepoint():
                    do(alumni)
            except (UserError, ValidationError):
                # A refusal in words is right; what was sent all the same is found.
                self.env.invalidate_all()

    def _invite(self):
        self._each(lambda one: one.with_user(self.user_alumni).action_invite())

    def _remind(self):
        past = fields.Datetime.now() - relativedelta(days=60)
        self.people.sudo().filtered("invitation_date").invitation_date = past
        self._run("hr_alumni.ir_cron_remind_invited")
        self._each(lambda one: one.with_user(self.user_alumni).action_remind())

    def _agree(self):
        """Only who may: an account for each of them."""
        for fate in ("yes", "late"):
            self.by_fate[fate]._do_answer(self.asked, channel="link")
        self._each(lambda one: one.with_user(self.user_alumni).action_open_account())

    def _note_life(self):
        """Occasions, milestones, moves, next steps: what puts drafts on the list."""
        self.env["hr.alumni.cadence"]._plan_again()
        self._run("hr_alumni.ir_cron_make_nudges")
        office = self.env(user=self.user_alumni)
        tomorrow = fields.Date.today() + relativedelta(days=1)
        company = self.env["res.partner"].create({"name": "Kilns", "is_company": True})

        def have_milestone(one):
            office["hr.alumni.milestone"].create({"alumni_id": one.id, "kind": "award"})

        def move(one):
            office["hr.alumni.career"].create(
                {"alumni_id": one.id, "employer_id": company.id}
            )

        def promise(one):
            office["hr.alumni.touch.log"].create(
                {"alumni_id": one.id, "next_step": "Call", "next_step_date": tomorrow}
            ).action_log()

        for do in (have_milestone, move, promise):
            self._each(do)

    def _ask_keepers(self):
        keepers = self.env["hr.alumni.keeper"].with_user(self.user_alumni)
        self._each(
            lambda one: keepers.create(
                {"alumni_id": one.id, "user_id": self.user_adviser.id}
            ).action_ask()
        )

    def _offer_guidance(self):
        offer = self.env["hr.alumni.guidance.offer"].with_user(self.user_alumni)
        self._each(
            lambda one: offer.create(
                {
                    "alumni_ids": one.ids,
                    "company_id": self.company.id,
                    "adviser_id": self.user_adviser.id,
                }
            ).action_offer()
        )

    def _send_choices(self):
        self._each(lambda one: one.with_user(self.user_alumni).action_send_choices())

    def _write_newsletters(self):
        """A newsletter and an invitation to an event: one is sent, one waits."""
        values = {
            "subject": "What is new",
            "body_html": "<p>Hello</p>",
            "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
            "mailing_domain": repr([("id", "in", self.people.ids)]),
        }
        event = self.env["event.event"].create(
            {
                "name": "Summer party",
                "company_id": self.company.id,
                "date_begin": "2060-06-01 18:00:00",
                "date_end": "2060-06-01 22:00:00",
            }
        )
        mailings = self.env["mailing.mailing"].with_user(self.user_alumni)
        # Named one by one: as when they were chosen before the ledger changed.
        mailings.create(values).sudo().action_send_mail(self.people.ids)
        mailings.create(values).action_put_in_queue()
        invite = self.env["hr.alumni.event.invite"].with_user(self.user_alumni)
        action = invite.create({"event_id": event.id}).action_create_mailing()
        mailings.browse(action["res_id"]).action_put_in_queue()

    def _meet_in_circles(self):
        circle = self.env["hr.alumni.circle"].create(
            {
                "name": "Kilns",
                "kind": "function",
                "admission": "request",
                "moderator_id": self.user_alumni.id,
            }
        )
        places = self.env["hr.alumni.circle.member"]
        for one in self.people:
            places += places.create({"circle_id": circle.id, "alumni_id": one.id})
        self._each(lambda place: place.action_invite(), places)
        # As if the ledger had changed since: everybody is in.
        places.sudo().write({"state": "member"})
        places._tell("admitted")
        post = self.env["hr.alumni.post"].create(
            {"circle_id": circle.id, "title": "Glazes", "body": "Which one?"}
        )
        post.action_publish()

    def _note_a_death(self):
        """A leaver with a questionnaire, whose death the office is told of."""
        self.interview.with_user(self.user_exit_officer).action_send_questionnaire()
        self.case.action_depart()
        self._get_alumni().with_user(self.user_alumni).action_deceased()
        # A reminder would be due.
        self.interview.questionnaire_sent_date -= relativedelta(days=4)

    def _withdraw(self):
        """Everything is under way when these people change their minds."""
        for code in self.by_fate["late"].purpose_ids.mapped("code"):
            self.by_fate["late"]._do_withdraw(self.purposes[code], "link")

    def _run_queues(self):
        self._run("mass_mailing.ir_cron_mass_mailing_queue")
        self._run("mail.ir_cron_mail_scheduler_action")

    def _run_jobs(self):
        """Every scheduled job of the three addons, for people silent for long."""
        long_ago = fields.Date.today() - relativedelta(years=9)
        self.people.exists().sudo().write(
            {"last_sign_date": long_ago, "choices_reminder_date": False}
        )
        jobs = self.env["ir.model.data"].search(
            [
                ("model", "=", "ir.cron"),
                ("module", "in", ("hr_exit_interview", "hr_alumni", "hr_rehire")),
            ]
        )
        self.assertGreater(len(jobs), 15)
        for job in jobs:
            self._run(job.complete_name)

    def _run(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()

    # What is compared

    def test_nothing_reaches_anybody_past_the_ledger(self):
        watch = self._go()
        reached = {}
        for alumni, purpose in watch.reached:
            reached.setdefault(alumni, set()).add(purpose)
        # Whoever has agreed does get all of it, so that the comparison is not empty.
        self.assertLessEqual(
            {
                "any",
                "circles",
                "events",
                "keepers",
                "member",
                "milestones",
                "newsletter",
            },
            reached[self.by_fate["yes"]],
        )
        self.assertEqual(reached[self.by_fate["fresh"]], {"invitation"})
        self.assertLessEqual(reached[self.by_fate["jobs only"]], {"any", "jobs"})
        self.assertIn("newsletter", reached[self.by_fate["late"]])
        self.assertNotIn("events", reached[self.by_fate["late"]])
        self.assertNotIn(self._get_alumni(), reached, "deceased")
        for fate in FATES.keys() - {"yes", "late", "jobs only", "fresh"}:
            self.assertNotIn(self.by_fate[fate], reached, fate)

    def test_it_fails_when_nobody_asks_the_ledger(self):
        """The comparison finds a question that is always answered with yes."""
        model = type(self.env["hr.alumni"])
        for question in ("_filter_contactable", "_filter_consenting"):
            with (
                self.subTest(question),
                patch.object(model, question, lambda people, purpose_code: people),
                self.assertRaisesRegex(AssertionError, "Fate "),
                self.env.cr.savepoint(),
            ):
                self._go()
