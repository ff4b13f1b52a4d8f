"""What the office sees of those who may be the person."""

from odoo.tests import tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniSignupMatch(AlumniCase):
    def _find(self, company=None, **values):
        signup = self.env["hr.alumni.signup"].create(
            {
                "name": "Cai Candidate",
                "email": "cai.new@example.com",
                "company_id": (company or self.company).id,
                "state": "waiting",
                **values,
            }
        )
        signup._find_matches()
        return signup.match_ids

    def test_shown_facts(self):
        employee = self.employee_leaver
        employee.action_archive()
        alumni = self.alumni_candidate
        alumni.write({"employee_ids": employee.ids, "employee_number": "E-4711"})
        year = employee.employment_period_ids.date_end.year
        [match] = self._find(year_to=year).with_user(self.user_alumni)
        self.assertEqual(match.name, "Cai Candidate")
        self.assertEqual(match.employee_number, "E-4711")
        self.assertEqual(match.email, "cai.candidate@example.com")
        self.assertIn(str(year), match.stints)
        self.assertEqual(match.standing, "Candidate")
        self.assertEqual(match.agreeing, "Name\nYears")
        self.assertFalse(match.is_present)

    def test_best_comes_first_and_names_are_found_in_any_order(self):
        other = self._new_alumni("Candidate, Cai", employee_number="E-9")
        matches = self._find(employee_number="E-9")
        self.assertEqual(matches.alumni_id[:1], other)
        self.assertEqual(matches.sorted()[:1].alumni_id, other)
        self.assertEqual(matches.sorted().mapped("certainty"), ["likely", "possible"])

    def test_names_hold_no_pattern(self):
        self.assertFalse(self._find(name="%% ____"))
        self.assertFalse(self._find(name="x", employee_number="%"))

    def test_nobody_of_another_company(self):
        self.assertFalse(self._find(company=self.company_other))

    def test_many_with_one_name_ask_no_more(self):
        for name in ("Cai Candidate", "Cai Candidate", "Cai Candidate"):
            self._new_alumni(name)
        with self.assertQueryCount(60):
            self.assertEqual(len(self._find()), 4)
