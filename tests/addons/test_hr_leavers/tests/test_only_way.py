"""Nothing reaches a former colleague past the ledger, whatever the addons do."""

from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import LeaversCase
from .ledger_watch import Watch

# Who is told of an answer: whoever has asked, lives, and has an address that is used.
MAY_ASK = (
    "yes",
    "late",
    "jobs only",
    "never",
    "resting",
    "expired",
    "left",
    "returned",
    "fresh",
    "refused",
    "refused since",
)
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
            self._answer_requests,
            self._give_benefits,
            self._note_a_death,
            self._withdraw,
            self._run_queues,
            self._run_jobs,
        )

    def _go(self):
        watch = Watch(self, self.people)
        watch.invitable = self.by_fate["fresh"]
        watch.asking = watch.invitable.union(*map(self.by_fate.get, MAY_ASK))
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
        rows = self.env["hr.alumni.event.invitation"]
        rows = rows.create(
            [{"event_id": event.id, "alumni_id": one.id} for one in self.people]
        )
        rows._do_queue("invitation")

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

    def _answer_requests(self):
        """Something is asked for everybody, and answered, extended or refused."""
        requests = self.env["hr.alumni.request"]
        officer = self.user_officer
        for name in ("pay", "reference", "data"):
            request_type = self.env.ref(f"hr_alumni.hr_alumni_request_type_{name}")
            for one in self.people:
                requests += requests.create(
                    {
                        "alumni_id": one.id,
                        "type_id": request_type.id,
                        "user_id": officer.id,
                        "answer": "Here it is",
                        "extension_reason": "Much to look for",
                    }
                )
        for do in ("action_extend", "action_answer", "action_reopen", "action_refuse"):
            self._each(
                lambda one, do=do: getattr(one.with_user(officer), do)(), requests
            )

    def _give_benefits(self):
        """A benefit is claimed for everybody; what becomes of it stands on a page."""
        benefit = self.env["hr.alumni.benefit"].create(
            {"name": "A course", "claim_way": "team", "company_id": self.company.id}
        )
        claims = self.env["hr.alumni.benefit.claim"]
        for one in self.people:
            claims += claims.create({"alumni_id": one.id, "benefit_id": benefit.id})
        claims.reason = "Not this time"
        for do in ("action_give", "action_refuse"):
            self._each(
                lambda one, do=do: getattr(one.with_user(self.user_alumni), do)(),
                claims,
            )
        self.assertEqual(set(claims.mapped("state")), {"given"})

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
        for fate in MAY_ASK:
            self.assertIn("request", reached[self.by_fate[fate]], fate)
        self.assertEqual(reached[self.by_fate["fresh"]], {"invitation", "request"})
        self.assertLessEqual(
            reached[self.by_fate["jobs only"]], {"any", "jobs", "request"}
        )
        self.assertIn("newsletter", reached[self.by_fate["late"]])
        self.assertNotIn("events", reached[self.by_fate["late"]])
        self.assertNotIn(self._get_alumni(), reached, "deceased")
        for fate in FATES.keys() - {"yes", "late", "jobs only", "fresh"}:
            expected = {"request"} if fate in MAY_ASK else None
            self.assertEqual(reached.get(self.by_fate[fate]), expected, fate)

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
