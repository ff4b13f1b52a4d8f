from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import ExitInterviewCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitInterview(ExitInterviewCase):
    def _new_confirmed(self, **values):
        """Another confirmed departure, of the line manager."""
        case = self._new_offboarding(self.employee_manager, **values)
        case.action_confirm()
        return case

    def _new_interview(self, **values):
        return (
            self.env["hr.exit.interview"]
            .with_user(self.user_officer)
            .create({"offboarding_id": self.case.id, "kind": "stay", **values})
        )

    # Planning

    def test_confirming_plans_one_exit_interview(self):
        self.assertEqual(len(self.interview), 1)
        self.assertEqual(self.interview.kind, "exit")
        self.assertEqual(self.interview.round, 1)
        self.assertEqual(self.interview.state, "planned")
        self.assertEqual(self.interview.employee_id, self.employee_leaver)
        self.assertEqual(self.interview.company_id, self.company)

    def test_name_is_the_reference_and_names_nobody(self):
        self.assertEqual(self.interview.name, f"{self.case.name}/1")
        self.assertEqual(self.interview.display_name, self.interview.name)

    def test_planning_twice_plans_nothing_more(self):
        self.env["hr.exit.interview"]._plan_for(self.case)
        self.assertEqual(self.case.interview_ids, self.interview)

    def test_planning_many_costs_what_planning_one_costs(self):
        cases = self.env["hr.offboarding"]
        for number in range(12):
            employee = self._new_employee(
                f"Leaver {number}", parent_id=self.employee_manager.id
            )
            cases += self._new_offboarding(employee)
        Interview = self.env["hr.exit.interview"].with_user(self.user_officer)
        counts = []
        for some in (cases[:1], cases[1:2], cases[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Interview._plan_for(some)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(cases.interview_ids), 12)
        self.assertEqual(counts[1], counts[2])

    def test_departure_taken_up_again_has_its_interview_again(self):
        self.case.action_retain()
        self.assertEqual(self.interview.state, "cancelled")
        self.case.action_reset()
        self.case.action_confirm()
        self.assertEqual(self.case.interview_ids, self.interview)
        self.assertEqual(self.interview.state, "planned")

    def test_held_interview_stays_when_the_person_stays(self):
        self.interview.action_hold()
        self.case.action_retain()
        self.assertEqual(self.interview.state, "held")

    def test_rounds_and_names_count_on(self):
        first = self._new_interview()
        second = self._new_interview()
        self.assertEqual((first.round, second.round), (1, 2))
        self.assertEqual(first.name, f"{self.case.name}/2")
        self.assertEqual(second.name, f"{self.case.name}/3")
        first.sudo().unlink()
        both = self.env["hr.exit.interview"].create(
            [{"offboarding_id": self.case.id, "kind": "stay"}] * 2
        )
        self.assertEqual(both.mapped("round"), [3, 4])
        self.assertEqual(
            both.mapped("name"), [f"{self.case.name}/4", f"{self.case.name}/5"]
        )

    @mute_logger("odoo.sql_db")
    def test_database_refuses_the_same_round_twice(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._new_interview(kind="exit", round=1)

    def test_person_and_company_follow_from_the_case(self):
        talk = self._new_interview(
            employee_id=self.employee_manager.id,
            company_id=self.company_other.id,
            name="Lea Ver",
        )
        self.assertEqual(talk.employee_id, self.employee_leaver)
        self.assertEqual(talk.company_id, self.company)
        self.assertEqual(talk.name, f"{self.case.name}/2")

    def test_form_plans_another_talk(self):
        form = Form(self.env["hr.exit.interview"].with_user(self.user_officer))
        form.offboarding_id = self.case
        form.kind = "stay"
        talk = form.save()
        self.assertEqual(talk.interviewer_ids, self.user_officer)
        self.assertEqual(talk.employee_id, self.employee_leaver)

    # Interviewers

    def test_interviewer_is_the_managers_manager_who_may_hold_interviews(self):
        self.assertEqual(self.interview.interviewer_ids, self.user_officer)
        self.user_director.group_ids += self.env.ref(
            "hr_exit_interview.group_interviewer"
        )
        self.assertEqual(self._new_interview().interviewer_ids, self.user_director)

    def test_interviewer_who_has_left_or_works_elsewhere_is_passed_over(self):
        interviewers = self.env.ref("hr_exit_interview.group_interviewer")
        self.user_director.group_ids += interviewers
        self.user_director.write(
            {
                "company_ids": [(6, 0, self.company_other.ids)],
                "company_id": self.company_other.id,
            }
        )
        self.assertEqual(self._new_interview().interviewer_ids, self.user_officer)
        self.user_director.write(
            {"company_ids": [(6, 0, self.company.ids)], "company_id": self.company.id}
        )
        self.user_director.active = False
        self.assertEqual(self._new_interview().interviewer_ids, self.user_officer)

    def test_nobody_is_proposed_rather_than_the_direct_manager(self):
        self.user_manager.group_ids += self.env.ref("hr.group_hr_user")
        case = self._new_offboarding(
            self._new_employee("Reports to HR", parent_id=self.employee_manager.id),
            user_id=self.user_manager.id,
        )
        case.action_confirm()
        self.assertFalse(case.interview_ids.interviewer_ids)
        talk = self._new_interview(offboarding_id=case.id, kind="stay")
        self.assertEqual(talk.interviewer_ids, self.user_manager)

    def test_leaver_and_direct_manager_cannot_be_chosen(self):
        talk = self.interview.with_user(self.user_officer)
        for user in (self.user_leaver, self.user_manager):
            with self.subTest(user.login), self.assertRaises(ValidationError):
                talk.interviewer_ids = user
        talk.interviewer_ids = self.user_director
        stay = self._new_interview()
        stay.interviewer_ids = self.user_manager
        with self.assertRaises(ValidationError):
            stay.interviewer_ids = self.user_leaver

    # Moves

    def test_moves(self):
        moves = {
            "action_schedule": ("scheduled", {"planned", "scheduled"}),
            "action_hold": ("held", {"planned", "scheduled"}),
            "action_decline": ("declined", {"planned", "scheduled"}),
            "action_not_reachable": ("unreachable", {"planned", "scheduled"}),
            "action_cancel": ("cancelled", {"planned", "scheduled"}),
            "action_reset": (
                "planned",
                {"scheduled", "held", "declined", "unreachable", "cancelled"},
            ),
        }
        talk = self.interview.with_user(self.user_officer)
        talk.date = "2026-03-17 10:00:00"
        for name, (target, sources) in moves.items():
            for source in dict(talk._fields["state"].selection):
                talk.sudo().write({"state": source})
                with self.subTest(move=name, source=source):
                    if source in sources:
                        getattr(talk, name)()
                        self.assertEqual(talk.state, target)
                    else:
                        with self.assertRaisesRegex(UserError, self.interview.name):
                            getattr(talk, name)()
                        self.assertEqual(talk.state, source)

    def test_scheduling_needs_a_date(self):
        talk = self.interview.with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "date and time"):
            talk.action_schedule()
        talk.date = "2026-03-17 10:00:00"
        talk.action_schedule()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            talk.date = False
            talk.flush_recordset()

    def test_holding_notes_when(self):
        talk = self.interview.with_user(self.user_officer)
        talk.action_hold()
        self.assertEqual(talk.date, datetime(2026, 3, 16))
        past = datetime(2026, 3, 1, 9)
        other = self._new_interview(date=past)
        other.action_hold()
        self.assertEqual(other.date, past)
        early = self._new_interview(date=datetime.now() + timedelta(days=2))
        early.action_hold()
        self.assertEqual(early.date, datetime(2026, 3, 16))

    def test_state_changes_by_buttons_only(self):
        talk = self.interview.with_user(self.user_admin_hr)
        for values in (
            {"state": "held"},
            {"questionnaire_state": "done"},
            {"questionnaire_sent_date": "2026-03-01"},
            {"questionnaire_done_date": "2026-03-01"},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "buttons"):
                talk.write(values)
            with self.subTest(values), self.assertRaisesRegex(UserError, "buttons"):
                self._new_interview(**values)

    def test_whom_it_is_about_never_changes(self):
        other = self._new_confirmed()
        for values in (
            {"employee_id": self.employee_manager.id},
            {"offboarding_id": other.id},
            {"company_id": self.company_other.id},
            {"kind": "stay"},
            {"round": 7},
            {"name": "Lea Ver"},
        ):
            for user in (self.user_officer, self.user_exit_officer):
                talk = self.interview.with_user(user)
                with self.subTest(values=values, user=user.login):
                    self.assertRaises(AccessError, talk.write, values)

    def test_interviewer_moves_the_own_interview_and_no_more(self):
        self.interview.interviewer_ids = self.user_interviewer
        talk = self.interview.with_user(self.user_interviewer)
        self.assertFalse(talk.can_manage)
        talk.date = "2026-03-17 10:00:00"
        talk.action_schedule()
        talk.action_hold()
        self.assertEqual(talk.state, "held")
        for name in ("action_reset", "action_cancel", "action_send_questionnaire"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(talk, name)()
        with self.assertRaises(AccessError):
            talk.interviewer_ids = self.user_interviewer_other

    def test_deleting_spares_what_took_place(self):
        talk = self.interview.with_user(self.user_admin_hr)
        talk.action_hold()
        with self.assertRaises(UserError):
            talk.unlink()
        talk.action_reset()
        talk.unlink()
        self.assertFalse(self.case.interview_ids)
