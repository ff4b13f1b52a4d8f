from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TODAY, OffboardingCase

A_YEAR_LATER = date(2027, 3, 16)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitInterviewStay(OffboardingCase):
    def _new_confirmed(self, employee=None, **values):
        values = {"last_working_date": "2026-05-31", **values}
        case = self._new_offboarding(employee, **values)
        case.action_confirm()
        return case

    def _get_talk(self, case):
        return case.interview_ids.filtered(lambda talk: talk.kind == "stay")

    def _new_kept(self, employee=None, **values):
        """Somebody who has stayed after an offer, the departure withdrawn."""
        case = self._new_confirmed(employee, is_regretted=True, **values)
        talk = self._get_talk(case)
        talk.write({"offer": "Four days a week", "stay_outcome": "stays"})
        talk.action_keep()
        return talk

    def _review(self):
        before = self.env["mail.mail"].search([]).ids
        with self.enter_registry_test_mode():
            self.env.ref(
                "hr_exit_interview.ir_cron_review_offers"
            ).sudo().method_direct_trigger()
        # The demo data may hold a talk whose year is over on the same day.
        people = (self.user_officer + self.user_admin_hr).partner_id
        return self.env["mail.mail"].search(
            [("id", "not in", before), ("recipient_ids", "in", people.ids)]
        )

    # Planning

    def test_planned_for_those_whom_the_company_wants_to_keep(self):
        self.company.offboarding_stay_job_ids = self.job
        ordinary = self._new_employee("Ordinary")
        regretted = self._new_employee("Regretted")
        key = self._new_employee("Key")
        for employee, values, wanted in (
            (ordinary, {}, False),
            (regretted, {"is_regretted": True}, True),
            (key, {"is_key_person": True}, True),
            (self.employee_leaver, {}, True),
        ):
            with self.subTest(employee.name):
                case = self._new_confirmed(employee, **values)
                self.assertEqual(len(self._get_talk(case)), wanted)
                self.assertEqual(len(case.interview_ids), wanted + 1)

    def test_nobody_is_asked_to_stay_who_was_sent_away(self):
        fired = self._new_confirmed(is_regretted=True, reason_id=self.reason_fired.id)
        self.assertFalse(self._get_talk(fired))
        lieu = self._new_confirmed(
            self._new_employee("Lieu"), is_key_person=True, is_in_lieu=True
        )
        self.assertFalse(self._get_talk(lieu))

    def test_planned_when_it_turns_out_later_and_once(self):
        case = self._new_confirmed()
        self.assertFalse(self._get_talk(case))
        case.is_regretted = True
        talk = self._get_talk(case)
        self.assertEqual(talk.state, "planned")
        case.is_key_person = True
        self.assertEqual(self._get_talk(case), talk)
        draft = self._new_offboarding(self.employee_manager)
        draft.is_regretted = True
        self.assertFalse(draft.interview_ids)

    def test_departure_taken_up_again_has_its_talk_again(self):
        case = self._new_confirmed(is_regretted=True)
        talk = self._get_talk(case)
        case.action_cancel()
        self.assertEqual(talk.state, "cancelled")
        case.action_reset()
        case.action_confirm()
        self.assertEqual(self._get_talk(case), talk)
        self.assertEqual(talk.state, "planned")

    def test_held_by_whom_the_settings_name(self):
        interviewer = self.env.ref("hr_exit_interview.group_interviewer")
        (self.user_manager + self.user_director).group_ids += interviewer
        self.company.write(
            {
                "offboarding_head_user_id": self.user_director.id,
                "offboarding_stay_job_ids": self.job.ids,
                "offboarding_stay_key_holder": "head",
                "offboarding_stay_job_holder": "hr",
                "offboarding_stay_regretted_holder": "manager",
            }
        )
        manager, job = self.employee_manager.id, self.job.id
        for number, (job_id, values, expected) in enumerate(
            (
                (False, {"is_regretted": True}, self.user_manager),
                (job, {"is_regretted": True}, self.user_officer),
                (
                    job,
                    {"is_regretted": True, "is_key_person": True},
                    self.user_director,
                ),
            )
        ):
            employee = self._new_employee(
                f"Leaver {number}", parent_id=manager, job_id=job_id
            )
            talk = self._get_talk(self._new_confirmed(employee, **values))
            self.assertEqual(talk.interviewer_ids, expected)

    def test_hr_holds_it_when_the_named_one_cannot(self):
        """No right, no such user, or the leaver is the head of the company."""
        case = self._new_confirmed(is_regretted=True)
        self.assertEqual(self._get_talk(case).interviewer_ids, self.user_officer)
        case = self._new_confirmed(self._new_employee("Key"), is_key_person=True)
        self.assertEqual(self._get_talk(case).interviewer_ids, self.user_officer)
        self.user_director.group_ids += self.env.ref(
            "hr_exit_interview.group_interviewer"
        )
        self.company.offboarding_head_user_id = self.user_director
        case = self._new_confirmed(self.employee_director, is_key_person=True)
        self.assertEqual(self._get_talk(case).interviewer_ids, self.user_officer)

    # Outcome

    def test_who_stays_is_kept_by_one_button(self):
        case = self._new_confirmed(is_regretted=True)
        talk = self._get_talk(case)
        with self.assertRaisesRegex(UserError, "that the person stays"):
            talk.action_keep()
        with Form(talk) as form:
            form.offer = "Four days a week"
            form.stay_outcome = "stays"
        self.assertEqual(talk.stay_decided_date, TODAY)
        self.assertEqual(talk.stay_review_date, A_YEAR_LATER)
        self.assertTrue(talk.is_offboarding_open)
        talk.action_keep()
        self.assertEqual(talk.state, "held")
        self.assertEqual(case.state, "retained")
        self.assertTrue(self.employee_leaver.active)
        self.assertFalse(talk.is_offboarding_open)
        exit_talk = case.interview_ids - talk
        self.assertEqual(exit_talk.state, "cancelled")
        with self.assertRaisesRegex(UserError, "that the person stays"):
            exit_talk.action_keep()

    def test_decision_that_is_open_again_has_no_date(self):
        talk = self._get_talk(self._new_confirmed(is_regretted=True))
        talk.write({"stay_outcome": "leaves", "stay_decided_date": "2026-03-02"})
        self.assertEqual(talk.stay_decided_date, date(2026, 3, 2))
        self.assertFalse(talk.stay_review_date)
        talk.stay_outcome = "open"
        self.assertFalse(talk.stay_decided_date)

    def test_who_has_left_did_not_stay(self):
        case = self._new_confirmed(is_regretted=True, last_working_date=TODAY)
        held = self._get_talk(case)
        held.action_hold()
        other = self._new_confirmed(
            self.employee_manager, is_regretted=True, last_working_date=TODAY
        )
        (case + other).action_depart()
        self.assertEqual(held.stay_outcome, "leaves")
        self.assertEqual(self._get_talk(other).stay_outcome, "open", "never held")

    def test_offer_is_for_hr_only(self):
        self.user_manager.group_ids += self.env.ref(
            "hr_exit_interview.group_interviewer"
        )
        talk = self._get_talk(self._new_confirmed(is_regretted=True))
        talk.offer = "Four days a week"
        as_manager = talk.with_user(self.user_manager)
        self.assertEqual(talk.interviewer_ids, self.user_manager)
        self.assertEqual(as_manager.read(["kind"])[0]["kind"], "stay")
        for name in ("offer", "stay_outcome", "stay_decided_date", "is_still_here"):
            with self.subTest(name), self.assertRaises(AccessError):
                as_manager.read([name])
        for values in ({"offer": "More"}, {"stay_outcome": "stays"}):
            with self.subTest(values), self.assertRaises(AccessError):
                as_manager.write(values)
        with self.assertRaises(AccessError):
            as_manager.action_keep()
        as_manager.action_hold()
        self.assertEqual(talk.state, "held")

    # A year later

    def test_who_was_kept_is_still_here_or_not(self):
        here = self._new_kept()
        gone = self._new_kept(self.employee_manager)
        back = self._new_kept(self._new_employee("Back Again"))
        with freeze_time(TODAY + timedelta(days=100)):
            (gone.employee_id + back.employee_id).sudo().action_archive()
            back.employee_id.sudo().action_unarchive()
        talks = here + gone + back
        talks.invalidate_recordset()
        self.assertEqual(
            talks.mapped("is_still_here"), [True, False, False], "left in between"
        )
        Talk = self.env["hr.exit.interview"].with_user(self.user_officer)
        kept = [("id", "in", talks.ids)]
        self.assertEqual(Talk.search([*kept, ("is_still_here", "=", True)]), here)
        self.assertEqual(
            Talk.search([*kept, ("is_still_here", "=", False)]), gone + back
        )

    def test_hr_is_asked_once_after_a_year_and_the_mail_tells_nothing(self):
        talks = self._new_kept() + self._new_kept(self.employee_manager)
        leaves = self._get_talk(
            self._new_confirmed(self._new_employee("Leaves"), is_regretted=True)
        )
        leaves.stay_outcome = "leaves"
        with freeze_time(A_YEAR_LATER - timedelta(days=1)):
            self.assertFalse(self._review())
        with freeze_time(A_YEAR_LATER):
            mail = self._review()
            self.assertEqual(len(mail), 1, "one for both")
            self.assertEqual(mail.recipient_ids, self.user_officer.partner_id)
            self.assertFalse(mail.res_id or mail.model)
            text = f"{mail.subject} {mail.body_html}"
            for secret in ("Lea", "Milo", "offer", "stays", talks[0].name):
                self.assertNotIn(secret, text)
            self.assertEqual(set(talks.mapped("stay_reminded_date")), {A_YEAR_LATER})
            self.assertFalse(self._review())

    def test_officer_who_has_gone_is_replaced(self):
        talk = self._new_kept()
        self.user_officer.active = False
        self.company.offboarding_user_id = self.user_admin_hr
        as_job = talk.with_env(self.env)
        self.assertEqual(as_job._get_reviewer(), self.user_admin_hr)

    def test_planning_many_costs_what_planning_one_costs(self):
        counts = []
        for size in (1, 1, 12):
            employees = self.env["hr.employee"].create(
                [
                    {"name": f"Leaver {n}", "company_id": self.company.id}
                    for n in range(size)
                ]
            )
            cases = self.env["hr.offboarding"]
            for employee in employees:
                cases += self._new_confirmed(employee, is_regretted=True)
            self._get_talk(cases).sudo().unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["hr.exit.interview"].with_user(self.user_officer)._plan_for(
                cases, "stay"
            )
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._get_talk(cases)), size)
        self.assertEqual(counts[1], counts[2])
