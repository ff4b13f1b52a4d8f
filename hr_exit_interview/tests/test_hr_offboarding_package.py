from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingPackage(OffboardingCase):
    def _get_template(self, slug):
        return self.env.ref(f"hr_exit_interview.hr_offboarding_template_{slug}")

    def _get_item(self, slug):
        return self.env.ref(f"hr_exit_interview.hr_offboarding_template_task_{slug}")

    def _get_task(self, case, slug):
        item = self._get_item(slug)
        return case.sudo().task_ids.filtered(lambda t: t.template_task_id == item)

    def _new_confirmed(self, employee=None, **values):
        case = self._new_offboarding(employee, **values)
        case.action_confirm()
        return case

    def test_each_kind_gets_its_package(self):
        for code, slug in (
            ("car2", "standard"),
            ("fir1", "dismissal"),
            ("org1", "redundancy"),
            ("ret1", "retirement"),
            ("end1", "term_end"),
            ("oth3", "transfer"),
            ("oth1", "death"),
            ("oth2", "standard"),
        ):
            with self.subTest(code):
                employee = self._new_employee(f"Leaver {code}")
                reason = self.env.ref(f"hr_exit_interview.hr_departure_reason_{code}")
                case = self._new_offboarding(employee, reason_id=reason.id)
                self.assertEqual(case.template_id, self._get_template(slug))

    def test_death_has_one_task(self):
        reason = self.env.ref("hr_exit_interview.hr_departure_reason_oth1")
        case = self._new_confirmed(reason_id=reason.id)
        self.assertEqual(case.task_ids, self._get_task(case, "condolence"))

    def test_best_package_is_proposed(self):
        Template = self.env["hr.offboarding.template"]
        by_job = Template.create({"name": "Chemists", "job_ids": self.job.ids})
        by_department = Template.create(
            {"name": "Research", "department_ids": self.department.ids}
        )
        lab = self.env["hr.department"].create(
            {"name": "Lab", "parent_id": self.department.id}
        )
        self.assertEqual(self._new_offboarding().template_id, by_job)
        below = self._new_employee("Below", department_id=lab.id)
        self.assertEqual(self._new_offboarding(below).template_id, by_department)
        elsewhere = self._new_employee("Elsewhere")
        self.assertEqual(
            self._new_offboarding(elsewhere).template_id, self._get_template("standard")
        )

    def test_conditions(self):
        case = self._new_confirmed()
        for slug in ("stay_talk", "key_person_knowledge", "shipping_label"):
            self.assertFalse(self._get_task(case, slug), slug)
        self.assertTrue(self._get_task(case, "remove_private_files"))
        home = self.env["hr.work.location"].create(
            {
                "name": "Home",
                "location_type": "home",
                "address_id": self.company.partner_id.id,
            }
        )
        special = self._new_employee("Special", work_location_id=home.id)
        case = self._new_confirmed(
            special,
            is_regretted=True,
            is_key_person=True,
            successor_id=self.employee_manager.id,
        )
        for slug, wanted in (
            ("stay_talk", True),
            ("key_person_knowledge", True),
            ("shipping_label", True),
            ("confirm_handover", True),
            ("remove_private_files", False),
            ("new_manager_for_team", False),
        ):
            self.assertEqual(bool(self._get_task(case, slug)), wanted, slug)

    def test_country(self):
        item = self._get_item("check_advances")
        item.country_id = self.env.ref("base.be")
        self.company.country_id = self.env.ref("base.fr")
        self.assertFalse(self._get_task(self._new_confirmed(), "check_advances"))
        self.company.country_id = self.env.ref("base.be")
        case = self._new_confirmed(self._new_employee("Belgian"))
        self.assertTrue(self._get_task(case, "check_advances"))

    def test_areas_are_answered_for_by_whom_the_settings_name(self):
        self.company.offboarding_it_user_id = self.user_colleague
        case = self._new_confirmed()
        block = self._get_task(case, "block_access")
        cards = self._get_task(case, "cancel_cards")
        self.assertEqual(block.user_id, self.user_colleague)
        self.assertEqual(cards.user_id, self.user_officer, "nobody is named")
        self.company.write(
            {
                "offboarding_it_user_id": self.user_director.id,
                "offboarding_finance_user_id": self.user_colleague.id,
            }
        )
        self.assertEqual(block.user_id, self.user_director)
        self.assertEqual(block.activity_ids.user_id, self.user_director)
        self.assertEqual(cards.user_id, self.user_colleague)
        self.company.offboarding_finance_user_id = False
        self.assertEqual(cards.user_id, self.user_officer)

    def test_archived_user_of_an_area_is_passed_over(self):
        self.company.offboarding_it_user_id = self.user_colleague
        self.user_colleague.active = False
        case = self._new_confirmed()
        self.assertEqual(
            self._get_task(case, "block_access").user_id, self.user_officer
        )

    def test_open_tasks_follow_officer_and_successor(self):
        case = self._new_confirmed(successor_id=self.employee_manager.id)
        receipt = self._get_task(case, "confirm_handover")
        clauses = self._get_task(case, "check_clauses")
        by_hand = self._get_task(case, "assign_interviewer")
        done = self._get_task(case, "inform_areas")
        by_hand.user_id = self.user_colleague
        done.action_done()
        case.write(
            {
                "successor_id": self.employee_director.id,
                "user_id": self.user_admin_hr.id,
            }
        )
        self.assertEqual(receipt.user_id, self.user_director)
        self.assertEqual(clauses.user_id, self.user_admin_hr)
        self.assertEqual(by_hand.user_id, self.user_colleague)
        self.assertEqual(done.user_id, self.user_officer)

    def test_hierarchy_in_a_circle_is_survived(self):
        self.employee_director.parent_id = self.employee_manager
        case = self._new_confirmed()
        self.assertEqual(self._get_task(case, "tell_team").user_id, self.user_manager)

    def test_missing_tasks_are_added_once(self):
        case = self._new_confirmed()
        count = len(case.task_ids)
        case.action_add_package()
        self.assertEqual(len(case.task_ids), count)
        self._get_template("standard").task_ids = [(0, 0, {"name": "New item"})]
        case.action_add_package()
        self.assertEqual(len(case.task_ids), count + 1)
        with self.assertRaisesRegex(UserError, "not running"):
            self._new_offboarding(self.employee_manager).action_add_package()
        case.template_id = False
        self.env["hr.offboarding.template"].search([]).active = False
        with self.assertRaisesRegex(UserError, "Choose a package"):
            case.action_add_package()

    def test_another_package_drops_what_only_the_old_one_asks_for(self):
        case = self._new_confirmed()
        done = self._get_task(case, "tell_team")
        done.action_done()
        only_old = self._get_task(case, "thank_you")
        in_both = self._get_task(case, "check_clauses")
        case.template_id = self._get_template("dismissal")
        self.assertEqual(only_old.state, "waived")
        self.assertEqual(in_both.state, "todo")
        self.assertEqual(done.state, "done")
        self.assertTrue(self._get_task(case, "dismissal_cover"))
        case.template_id = self._get_template("standard")
        self.assertEqual(only_old.state, "todo")
        self.assertEqual(self._get_task(case, "dismissal_cover").state, "waived")

    def test_administrator_closes_anyway_and_says_why(self):
        case = self._new_confirmed()
        case.action_depart()
        with self.assertRaisesRegex(UserError, "HR administrator"):
            case.action_open_override()
        with self.assertRaises(AccessError):
            self.env["hr.offboarding.override"].with_user(self.user_officer).create(
                {"offboarding_id": case.id, "reason": "Because."}
            )
        case = case.with_user(self.user_admin_hr)
        action = case.action_open_override()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.user_admin_hr)
            .with_context(**action["context"])
            .create({"reason": "The laptop is insured."})
        )
        self.assertIn("Return laptop", wizard.blockers)
        wizard.action_override()
        self.assertEqual(case.state, "done")
        self.assertEqual(case.override_reason, "The laptop is insured.")
        self.assertEqual(case.override_user_id, self.user_admin_hr)
        self.assertIn("Return laptop", case.override_blockers)

    def test_parts_are_one_level_deep_and_never_proposed(self):
        part = self._get_template("part_it")
        with self.assertRaisesRegex(UserError, "contains no parts"):
            part.part_ids = self._get_template("part_hr")
        with self.assertRaisesRegex(UserError, "marked as parts"):
            self._get_template("death").part_ids = self._get_template("standard")
        self.assertNotIn(part, self.env["hr.offboarding.template"]._get_candidates())

    def test_launching_many_costs_half_a_query_each(self):
        """Bar 3 of the performance goals, with the six tasks that it speaks of."""
        package = self.env["hr.offboarding.template"].create(
            {
                "name": "Six tasks",
                "task_ids": [
                    (0, 0, {"name": f"Task {n}", "responsible": responsible})
                    for n, responsible in enumerate(
                        ("leaver", "manager", "hr", "it", "finance", "successor")
                    )
                ],
            }
        )
        counts = {}
        for size in (10, 60):
            employees = self.env["hr.employee"].create(
                [
                    {"name": f"Leaver {n}", "company_id": self.company.id}
                    for n in range(size)
                ]
            )
            cases = self.env["hr.offboarding"].create(
                [
                    {
                        "employee_id": employee.id,
                        "reason_id": self.reason_resigned.id,
                        "user_id": self.user_officer.id,
                        "template_id": package.id,
                    }
                    for employee in employees
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.action_confirm()
            self.env.flush_all()
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual((counts[60] - counts[10]) / 50, 0.5, counts)
