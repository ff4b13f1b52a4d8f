"""The daily jobs ask the same number of queries for few and for many.

Whoever has a hundred thousand former colleagues runs them every night. A job with
nothing to do finds that out with one or two questions for each rule, and what is due is
done for many people at once. Mails go out one by one: the jobs that send are asked
about for nothing due only, what a mail costs is measured where mails are.
"""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import AlumniCase

OURS = ("hr_exit_interview", "hr_alumni", "hr_rehire")
LONG_AGO = "2001-01-01"  # Nothing of anybody is due.
# Jobs that go through more than one rule: how many.
RULES = {
    "ir_cron_assign_tiers": 4,  # One a tier.
    # Erased people, pauses, colleagues who left or came, rules, choices, names.
    "ir_cron_keep_circles": 7,
    "ir_cron_refresh_relations": 3,  # Leads, orders, purchases.
    "ir_cron_remind_invited": 2,
    "ir_cron_erase_unanswered": 2,
    "ir_cron_rest_silent": 2,
    "ir_cron_delete_old_proof": 2,
    # Talks without interviewer, late ones, reminders, cards; one hangs in the demo.
    "ir_cron_look_after_talks": 7,
    "ir_cron_publish_exit_stats": 2,
    "ir_cron_remind_late_actions": 2,
    "ir_cron_remind_late_tasks": 2,
    "ir_cron_review_offers": 2,
}
PER_PERSON = 0.2


@tagged("post_install", "-at_install")
class TestDailyJobs(AlumniCase):
    def _get_jobs(self):
        names = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "in", OURS)]
        )
        return {name.name: self.env["ir.cron"].browse(name.res_id) for name in names}

    def _count(self, job):
        """Queries that a job takes, with what core does around each."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        return self.env.cr.sql_log_count - before

    def _add_people(self, number, mark):
        people = self.env["hr.alumni"]
        for one in range(number):
            people |= self._new_alumni(
                f"Person {mark}{one}", owner_id=self.user_alumni.id
            )
        everything = self.env["hr.privacy.purpose"].search([])
        people._do_answer(everything, channel="link")
        return people

    def _count_due(self, name, prepare):
        """Queries of a job with 3 people due, and with 23."""
        job = self._get_jobs()[name]
        self._count(job)  # What others have left.
        counts = []
        for number, mark in ((3, f"{name} a"), (23, f"{name} b")):
            prepare(self._add_people(number, mark))
            counts.append(self._count(job))
        return counts

    def assertDueInBatches(self, name, prepare, is_done):
        """Assert that what is due is done, and for many people at once."""
        everybody = self.env["hr.alumni"]

        def note(people):
            nonlocal everybody
            everybody |= people
            prepare(people)

        few, many = self._count_due(name, note)
        self.env.invalidate_all()
        self.assertEqual([one for one in everybody if not is_done(one)], [], name)
        self.assertLessEqual(many - few, PER_PERSON * 20, name)

    def test_nothing_due(self):
        """One or two questions for each rule, however many people there are."""
        jobs = self._get_jobs()
        empty = self.env["ir.cron"].create(
            {
                "name": "Nothing",
                "model_id": self.env["ir.model"]._get_id("hr.alumni"),
                "state": "code",
                "code": "pass",
            }
        )
        self.assertGreater(len(jobs), 25)
        self._add_people(3, "a")
        with freeze_time(LONG_AGO):
            self._count(empty)
            around = self._count(empty)
            for job in jobs.values():
                self._count(job)
            few = {name: self._count(job) for name, job in jobs.items()}
        self._add_people(40, "b")
        with freeze_time(LONG_AGO):
            for job in jobs.values():
                self._count(job)
            many = {name: self._count(job) for name, job in jobs.items()}
        rules = {
            **RULES,
            "ir_cron_erase_due": len(
                self.env["hr.retention.mixin"]._get_retention_models()
            ),
        }
        for name in jobs:
            with self.subTest(name):
                self.assertEqual(many[name], few[name])
                self.assertLessEqual(many[name] - around, 2 * rules.get(name, 1))

    def test_tiers(self):
        tier = self.env.ref("hr_alumni.hr_alumni_tier_t2")
        self.assertDueInBatches(
            "ir_cron_assign_tiers",
            lambda people: people.write({"tier_id": False, "is_tier_fixed": False}),
            lambda alumni: alumni.tier_id == tier,
        )

    def test_warmth(self):
        def log(people):
            people._log_touch("hand", note="Hello")
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE hr_alumni SET warmth = 77 WHERE id IN %s", [tuple(people.ids)]
            )

        self.assertDueInBatches(
            "ir_cron_refresh_warmth", log, lambda alumni: alumni.warmth != 77
        )

    def test_nudges(self):
        def make_due(people):
            people.write(
                {
                    "next_cadence_date": fields.Date.today(),
                    "next_cadence_id": self.env["hr.alumni.cadence"]
                    .search([], limit=1)
                    .id,
                }
            )

        self.assertDueInBatches(
            "ir_cron_make_nudges", make_due, lambda alumni: alumni.nudge_ids
        )

    def test_nudges_without_consent(self):
        def make_forbidden(people):
            for alumni in people:
                alumni._make_nudge(
                    "touch",
                    "Call",
                    ref=str(alumni.id),
                    user_id=self.user_alumni.id,
                    purpose_id=self.purposes["keepers"].id,
                )
            self.assertEqual(set(people.nudge_ids.mapped("state")), {"open"})
            self.env.flush_all()
            # Past the ledger's own steps, which would drop them at once.
            self.env.cr.execute(
                "UPDATE hr_privacy_consent SET state = 'expired' WHERE alumni_id IN %s",
                [tuple(people.ids)],
            )

        self.assertDueInBatches(
            "ir_cron_drop_nudges",
            make_forbidden,
            lambda alumni: "open" not in alumni.nudge_ids.mapped("state"),
        )

    def test_meetings(self):
        def meet(people):
            stop = fields.Datetime.now() - timedelta(hours=3)
            self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
                {
                    "name": "Lunch",
                    "start": stop - timedelta(hours=1),
                    "stop": stop,
                    "user_id": self.user_alumni.id,
                    "partner_ids": people.partner_id.ids,
                }
            )

        self.assertDueInBatches(
            "ir_cron_note_meetings",
            meet,
            lambda alumni: alumni.touch_ids.filtered(
                lambda one: one.source == "meeting"
            ),
        )

    def test_names(self):
        def rename(people):
            people._do_open({"staff": {"place"}})
            for alumni in people:
                alumni.partner_id.name = f"New {alumni.id}"

        rows = self.env["hr.alumni.directory"]
        self.assertDueInBatches(
            "ir_cron_follow_names",
            rename,
            lambda alumni: rows.search(
                [("alumni_id", "=", alumni.id), ("name", "=", f"New {alumni.id}")]
            ),
        )

    def test_circles(self):
        circle = self.env["hr.alumni.circle"].create(
            {
                "name": "All",
                "company_id": self.company.id,
                "kind": "everyone",
                "admission": "rule",
                "moderator_id": self.user_alumni.id,
            }
        )

        def forget(people):
            circle.member_ids.filtered(lambda one: one.alumni_id in people).unlink()

        self.assertDueInBatches(
            "ir_cron_keep_circles",
            forget,
            lambda alumni: alumni in circle.member_ids.alumni_id,
        )

    def test_silent_people_rest(self):
        def be_silent(people):
            people.write(
                {
                    "last_sign_date": LONG_AGO,
                    "choices_reminder_date": LONG_AGO,
                    "silence_reminder_count": 99,
                }
            )

        self.assertDueInBatches(
            "ir_cron_rest_silent", be_silent, lambda alumni: alumni.state == "dormant"
        )
