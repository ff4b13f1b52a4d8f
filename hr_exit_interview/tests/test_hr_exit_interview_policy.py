"""Who holds a talk, who takes over, how dates move, and what people are reminded of."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import MARKER, ExitInterviewCase

SECRETS = ("Lea", "Ver", MARKER, "Resigned", "manager", "reason", "exit interview")


class PolicyCase(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.interviewers = cls.env.ref("hr_exit_interview.group_interviewer")
        cls.user_head = cls._new_user("head", "hr_exit_interview.group_interviewer")
        cls.user_neutral = cls._new_user("neutral", "hr.group_hr_user")
        cls.user_director.group_ids += cls.interviewers
        cls.company.write(
            {
                "offboarding_head_user_id": cls.user_head.id,
                "exit_neutral_user_id": cls.user_neutral.id,
            }
        )
        cls.reason_line = cls.env["hr.departure.reason"].create(
            {"name": f"Line {MARKER}", "type": "voluntary", "is_about_line": True}
        )
        cls.interview.interviewer_ids = cls.user_director
        cls.env.flush_all()

    def _new_case(self, **values):
        employee = self._new_employee(
            values.pop("name", "Another"), parent_id=self.employee_manager.id
        )
        case = self._new_offboarding(employee, **values)
        case.action_confirm()
        return case.with_env(self.env).sudo()

    def _get_exit(self, case):
        return case.interview_ids.filtered(lambda talk: talk.kind == "exit")

    def _run(self, day=TODAY):
        """Run the job on a day and return its mails by login."""
        before = self.env["mail.mail"].search([]).ids
        self.env.flush_all()
        self.env.invalidate_all()
        cron = self.env.ref("hr_exit_interview.ir_cron_look_after_talks")
        with freeze_time(day), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        mails = self.env["mail.mail"].search([("id", "not in", before)], order="id")
        found = {}
        for mail in mails:
            for user in mail.recipient_ids.user_ids:
                if user.company_id == self.company:
                    found.setdefault(user.login, []).append(mail)
        return found

    def _set_planned(self, day):
        """The clock of the database cannot be stopped."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_exit_interview SET create_date = %s WHERE id = %s",
            (day, self.interview.id),
        )

    def assertNeutral(self, mails):
        """What is mailed names no person and tells nothing of the departure."""
        for mail in mails:
            text = f"{mail.subject} {mail.body_html}"
            for secret in SECRETS:
                self.assertNotIn(secret, text)
            self.assertFalse(mail.res_id)


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrExitInterviewPolicy(PolicyCase):
    # Who

    def test_who_holds_the_talk(self):
        for values, expected in (
            ({}, self.user_director),
            ({"is_key_person": True}, self.user_head),
            ({"reason_id": self.reason_line.id}, self.user_neutral),
            (
                {"reason_id": self.reason_line.id, "is_key_person": True},
                self.user_neutral,
            ),
        ):
            with self.subTest(values):
                case = self._new_case(name=str(values), **values)
                self.assertEqual(self._get_exit(case).interviewer_ids, expected)
                later = self.env["hr.exit.interview"].create(
                    {"offboarding_id": case.id, "kind": "follow_up"}
                )
                self.assertEqual(later.interviewer_ids, expected)

    def test_who_holds_it_when_the_first_choice_cannot(self):
        line = {"reason_id": self.reason_line.id}
        self.company.exit_neutral_user_id = False
        talk = self._get_exit(self._new_case(name="A", **line))
        self.assertEqual(talk.interviewer_ids, self.user_officer)
        # Neutral is nobody from the line, whoever the settings name.
        self.user_director.group_ids += self.env.ref("hr.group_hr_user")
        self.company.exit_neutral_user_id = self.user_director
        talk = self._get_exit(self._new_case(name="B", **line))
        self.assertEqual(talk.interviewer_ids, self.user_officer)
        self.user_head.active = False
        talk = self._get_exit(self._new_case(name="C", is_key_person=True))
        self.assertEqual(talk.interviewer_ids, self.user_director)

    def test_never_the_direct_manager_nor_who_has_become_it(self):
        """A stay talk may be the manager's, an exit interview or a follow-up never."""
        self.user_manager.group_ids += self.interviewers
        other = self._new_employee("New Boss", self.user_interviewer)
        for kind, refused in (("exit", True), ("follow_up", True), ("stay", False)):
            talk = self.env["hr.exit.interview"].create(
                {"offboarding_id": self.case.id, "kind": kind}
            )
            for user in (self.user_manager, self.user_interviewer):
                self.employee_leaver.parent_id = other
                with self.subTest(kind=kind, user=user.login):
                    if not refused:
                        talk.interviewer_ids = user
                        continue
                    with self.assertRaisesRegex(ValidationError, "Choose somebody"):
                        talk.interviewer_ids = user

    def test_nobody_from_the_line_where_the_reason_points_at_it(self):
        talk = self._get_exit(self._new_case(reason_id=self.reason_line.id))
        with self.assertRaises(ValidationError):
            talk.interviewer_ids = self.user_director
        talk.interviewer_ids = self.user_neutral + self.user_head
        self.assertEqual(len(talk.interviewer_ids), 2)

    def test_several_hold_a_talk(self):
        both = self.user_interviewer + self.user_interviewer_other
        self.interview.interviewer_ids = both
        for user in both:
            self.assertTrue(self.interview.with_user(user).has_access("read"))
        self.interview.with_user(both[1]).date = "2026-03-20 10:00:00"
        self.interview.with_user(both[0]).action_schedule()
        self.assertEqual(self.interview.state, "scheduled")

    def test_shipped_reasons_that_point_at_the_line(self):
        reasons = self.env["hr.departure.reason"].search(
            [("is_about_line", "=", True), ("code", "!=", False)]
        )
        self.assertEqual(set(reasons.mapped("code")), {"MGR1", "MGR4", "ENV4"})

    # What HR learns later

    def test_what_hr_learns_later_changes_what_was_only_proposed(self):
        self.case.sudo().is_key_person = True
        self.assertEqual(self.interview.interviewer_ids, self.user_head)
        self.interview.interviewer_ids = self.user_interviewer
        self.case.sudo().is_key_person = False
        # Chosen by HR, so it stays.
        self.assertEqual(self.interview.interviewer_ids, self.user_interviewer)

    def test_reason_that_turns_out_to_point_at_the_line(self):
        """Whoever is from the line is replaced at once, also when HR has chosen."""
        self.interview.interviewer_ids = self.user_director + self.user_interviewer
        before = self.env["mail.mail"].search([]).ids
        self.case.sudo().reason_id = self.reason_line
        self.assertEqual(self.interview.interviewer_ids, self.user_interviewer)
        mails = self.env["mail.mail"].search([("id", "not in", before)])
        self.assertEqual(
            mails.recipient_ids,
            (self.user_director + self.user_officer).partner_id,
        )
        self.assertNeutral(mails)

    # Replaced

    def test_replaced_by_the_policy_with_a_neutral_notice(self):
        self.employee_manager.parent_id = self.employee_director
        director = self.user_director
        for name, change in (
            ("archived", lambda: director.write({"active": False})),
            (
                "elsewhere",
                lambda: director.write(
                    {
                        "company_ids": [(6, 0, self.company_other.ids)],
                        "company_id": self.company_other.id,
                    }
                ),
            ),
            (
                "without the right",
                lambda: director.write({"group_ids": [(3, self.interviewers.id)]}),
            ),
            (
                "manager now",
                lambda: self.employee_leaver.write(
                    {"parent_id": self.employee_director.id}
                ),
            ),
        ):
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                change()
                mails = self._run()
                self.assertEqual(self.interview.interviewer_ids, self.user_officer)
                self.assertIn("hr_officer", mails)
                for own in mails.values():
                    self.assertNeutral(own)
                self.assertIn(self.interview.name, mails["hr_officer"][0].body_html)
                still_here = director.active and director.company_id == self.company
                self.assertEqual("director_user" in mails, still_here)
                self.assertFalse(self._run(), "told twice")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_whoever_can_go_on_goes_on_alone(self):
        self.interview.interviewer_ids += self.user_interviewer
        self.user_director.active = False
        self._run()
        talk = self.interview.with_context(active_test=False)
        self.assertEqual(talk.interviewer_ids, self.user_interviewer)

    def test_nobody_is_given_a_card_that_was_begun(self):
        self.env["hr.exit.interview.card"].create({"interview_id": self.interview.id})
        self.user_director.active = False
        mails = self._run()
        self.assertFalse(self.interview.interviewer_ids)
        self.assertIn("Choose somebody", mails["hr_officer"][0].body_html)

    def test_talks_that_are_over_stay_as_they_were(self):
        self.interview.action_hold()
        self.user_director.active = False
        self._run()
        talk = self.interview.with_context(active_test=False)
        self.assertEqual(talk.interviewer_ids, self.user_director)

    def test_looking_for_the_unfit_costs_the_same_for_many(self):
        def count(size):
            for number in range(size):
                self._new_case(name=f"Leaver {number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["hr.exit.interview"]._replace_everywhere()
            return self.env.cr.sql_log_count - before

        small = count(3)
        self.assertLessEqual(count(12), small)

    # Moved

    def test_dates_that_move_are_counted_and_dated(self):
        talk = self.interview.with_user(self.user_director)
        talk.date = "2026-03-17 10:00:00"
        talk.date = "2026-03-18 10:00:00"
        talk.action_schedule()
        self.assertEqual((talk.reschedule_count, talk.rescheduled_date), (0, False))
        talk.date = "2026-03-18 10:00:00"
        self.assertEqual(talk.reschedule_count, 0)
        with freeze_time("2026-03-17"):
            talk.date = "2026-03-19 10:00:00"
        talk.with_user(self.user_officer).action_reset()
        talk.date = "2026-03-20 10:00:00"
        self.assertEqual(talk.reschedule_count, 1)
        self.assertEqual(talk.rescheduled_date, date(2026, 3, 17))
        talk.action_schedule()
        self.assertEqual(talk.reschedule_count, 2)
        self.assertEqual(talk.first_date, datetime(2026, 3, 18, 10))
        talk.action_hold()
        self.assertEqual(talk.date, datetime(2026, 3, 16))
        self.assertEqual(talk.reschedule_count, 2)

    def test_nobody_writes_how_often_a_date_was_moved(self):
        for values in (
            {"reschedule_count": 0},
            {"rescheduled_date": "2026-01-01"},
            {"first_date": "2026-01-01"},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "buttons"):
                self.interview.with_user(self.user_admin_hr).write(values)

    # Reminded

    def test_reminded_before_the_talk_once_for_each_date(self):
        self.user_director.tz = "Europe/Berlin"
        self.interview.date = "2026-03-20 10:00:00"
        self.interview.action_schedule()
        self.assertFalse(self._run("2026-03-18 03:00:00"))
        [mail] = self._run("2026-03-19 03:00:00")["director_user"]
        self.assertIn(self.interview.name, mail.body_html)
        self.assertIn("11:00", mail.body_html)
        self.assertNeutral(mail)
        self.assertFalse(self._run("2026-03-19 13:00:00"))
        self.interview.date = "2026-03-20 12:00:00"
        self.assertIn("director_user", self._run("2026-03-19 14:00:00"))

    def test_reminded_of_a_talk_without_a_date_once_a_week(self):
        self.case.sudo().last_working_date = "2026-05-01"
        self._set_planned("2026-03-16")
        for day, is_reminded in (
            ("2026-03-20", False),
            ("2026-03-24", True),
            ("2026-03-25", False),
            ("2026-03-31", True),
            ("2026-06-15", False),
        ):
            with self.subTest(day):
                mails = self._run(f"{day} 03:00:00")
                self.assertEqual("director_user" in mails, is_reminded)
                for own in mails.values():
                    self.assertNeutral(own)
                    self.assertIn("no date yet", own[0].body_html)

    def test_reminded_of_a_card_that_nobody_has_written(self):
        self.interview.action_hold()
        self.assertFalse(self._run("2026-03-17 03:00:00"))
        [mail] = self._run("2026-03-18 03:00:00")["director_user"]
        self.assertIn("nothing was written down", mail.body_html)
        self.assertNeutral(mail)
        self.assertFalse(self._run("2026-03-20 03:00:00"))
        self.assertTrue(self._run("2026-03-25 03:00:00"))
        self.env["hr.exit.interview.card"].create({"interview_id": self.interview.id})
        self.assertFalse(self._run("2026-04-02 03:00:00"))

    def test_one_mail_for_all_talks_of_a_person(self):
        other = self._get_exit(self._new_case())
        other.action_hold()
        self.interview.date = "2026-03-19 10:00:00"
        self.interview.action_schedule()
        [mail] = self._run("2026-03-18 12:00:00")["director_user"]
        for talk in self.interview + other:
            self.assertIn(talk.name, mail.body_html)
        self.assertIn(": 2", mail.subject)

    # Calendar

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_calendar_knows_of_a_talk(self):
        """Searching a calendar finds what its entries say: so there are none."""
        self.employee_leaver.name = f"Lea {MARKER}"
        events = self.env["calendar.event"].with_context(active_test=False)
        before = events.search([]).ids
        talk = self.interview.with_user(self.user_director)
        talk.date = "2026-03-19 10:00:00"
        talk.action_schedule()
        talk.date = "2026-03-20 10:00:00"
        self._run("2026-03-19 12:00:00")
        talk.action_hold()
        self.assertFalse(events.search([("id", "not in", before)]))
        words = (MARKER, self.interview.name, self.case.name)
        for user in (
            self.user_director,
            self.user_colleague,
            self.user_manager,
            self.user_leaver,
            self.user_officer,
        ):
            for model, field in (
                ("calendar.event", "name"),
                ("calendar.event", "description"),
                ("calendar.attendee", "common_name"),
                ("mail.activity", "summary"),
                ("mail.message", "body"),
            ):
                Model = self.env[model].with_user(user)
                for word in words:
                    try:
                        found = Model.search(
                            [(field, "ilike", word), ("id", "not in", before)]
                            if model == "calendar.event"
                            else [(field, "ilike", word)]
                        )
                    except AccessError:
                        continue
                    with self.subTest(user=user.login, model=model, word=word):
                        self.assertFalse(found)
