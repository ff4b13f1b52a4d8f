from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_relation import RelationCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniCareer(RelationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.env["res.partner"].create(
            {
                "name": "Kiln Works GmbH",
                "is_company": True,
                "website": "https://www.kilnworks.example.com",
                "company_id": cls.company.id,
            }
        )

    def _move(self, name="Kiln Works", user=None, **values):
        return (
            self.env["hr.alumni.career"]
            .with_user(user or self.user_alumni)
            .create(
                {
                    "alumni_id": self.alumni.id,
                    "employer_name": name,
                    "title": "Head of Purchasing",
                    "date_from": "2026-03-01",
                    **values,
                }
            )
        )

    def _lead(self, won=False):
        lead = self.env["crm.lead"].create(
            {
                "name": "Kilns",
                "type": "opportunity",
                "partner_id": self.employer.id,
                "team_id": self.team.id,
                "company_id": self.company.id,
            }
        )
        if won:
            lead.action_set_won()
        return lead

    def test_employer_is_found_and_not_made_twice(self):
        before = self.env["res.partner"].search_count([])
        for values in (
            {"name": "kiln works"},
            {"name": "KW", "employer_website": "kilnworks.example.com/jobs"},
        ):
            with self.subTest(values):
                self.assertEqual(self._move(**values).employer_id, self.employer)
        unknown = self._move("Nobody Knows Ltd")
        self.assertFalse(unknown.employer_id)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_vat_number_decides(self):
        self.employer.vat = "KW 12.345"
        self.assertEqual(
            self._move("Something", employer_vat="KW12345").employer_id, self.employer
        )

    def test_two_that_fit_are_left_open(self):
        self.employer.copy({"name": "Kiln Works Ltd"})
        self.assertFalse(self._move().employer_id)

    def test_companies_of_others_are_not_found(self):
        self.employer.company_id = self.company_other
        self.assertFalse(self._move().employer_id)

    def test_the_person_never_belongs_to_the_employer(self):
        self._move()
        self.assertFalse(self.alumni.partner_id.parent_id)

    def test_the_record_shows_the_current_job(self):
        self._move()
        self.assertRecordValues(
            self.alumni,
            [
                {
                    "employer_id": self.employer.id,
                    "employer_name": "Kiln Works GmbH",
                    "job_title": "Head of Purchasing",
                    "is_decision_maker": True,
                    "employer_relation": "none",
                }
            ],
        )

    def test_a_new_job_ends_the_one_before(self):
        first = self._move(date_from="2025-01-01")
        self._move("Nobody Knows", title="Chemist", date_from="2026-03-01")
        self.assertEqual(first.date_to, date(2026, 2, 28))
        self.assertFalse(first.is_current)
        self.assertEqual(self.alumni.employer_name, "Nobody Knows")
        self.assertFalse(self.alumni.employer_id)
        self.assertFalse(self.alumni.is_decision_maker)

    def test_another_employer_is_looked_up_again(self):
        move = self._move("Nobody Knows")
        move.employer_name = "Kiln Works"
        self.assertEqual(move.employer_id, self.employer)
        move.employer_name = "Somewhere Else"
        self.assertFalse(move.employer_id)

    def test_own_company_is_no_career_move(self):
        for values in (
            {"name": "northwind"},
            {"name": "X", "employer_id": self.company.partner_id.id},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, "one of our own companies"),
            ):
                self._move(**values)

    def test_a_person_is_no_employer(self):
        with self.assertRaisesRegex(ValidationError, "is a person"):
            self._move(employer_id=self.alumni_active.partner_id.id)

    def test_bad_input_is_refused(self):
        for values in ({"name": False}, {"date_to": "2020-01-01"}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._move(**values)
        move = self._move()
        with self.assertRaisesRegex(ValidationError, "stays with the person"):
            move.alumni_id = self.alumni_active

    def test_a_public_source_needs_the_consent(self):
        with self.assertRaisesRegex(ValidationError, "public sources"):
            self._move(source="public")
        self._agree("career")
        move = self._move(source="public")
        self.assertFalse(move.confirmed_date)
        move.action_confirm()
        self.assertEqual(
            (move.confirmed_user_id, move.confirmed_date), (self.user_alumni, TODAY)
        )

    def test_what_the_employer_is_to_us(self):
        self._move()
        lead = self._lead()
        self._refresh()
        self.assertEqual(self.alumni.employer_relation, "prospect")
        lead.action_set_won()
        self._refresh()
        self.assertEqual(self.alumni.employer_relation, "customer")

    def _refresh(self):
        self.env.flush_all()
        self.env["hr.alumni"]._cron_refresh_relations()

    def test_relations_are_refreshed_in_few_queries(self):
        people = [self._new_alumni(f"Person {index}") for index in range(25)]
        for alumni in people:
            self._move(alumni_id=alumni.id)
        self._lead(won=True)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        self._refresh()
        self.assertLess(self.env.cr.sql_log_count - start, 15)
        self.assertEqual(people[-1].employer_relation, "customer")

    def test_competitors_bring_no_leads_and_public_bodies_get_no_gifts(self):
        self._move()
        self.assertTrue(self.alumni._can_refer())
        self.assertTrue(self.alumni._may_get_gift())
        self.employer.is_competitor = True
        self.assertTrue(self.alumni.is_at_competitor)
        self.assertFalse(self.alumni._can_refer())
        self.assertFalse(self.alumni._may_get_all_content())
        self.employer.write({"is_competitor": False, "is_public_body": True})
        self.assertTrue(self.alumni._can_refer())
        self.assertTrue(self.alumni._may_get_all_content())
        self.assertFalse(self.alumni._may_get_gift())

    def test_a_new_job_is_on_today(self):
        self._move()
        nudge = self._get_open()
        self.assertRecordValues(
            nudge, [{"kind": "job", "user_id": self.user_alumni.id, "date": TODAY}]
        )

    def test_keeper_notes_a_new_job_with_the_contact(self):
        self.alumni.owner_id = self.user_keeper
        self.env["hr.alumni.touch.log"].with_user(self.user_keeper).create(
            {
                "alumni_id": self.alumni.id,
                "has_new_job": True,
                "employer_name": "Kiln Works",
                "job_title": "Buyer",
                "job_date": "2026-03-01",
            }
        ).action_log()
        self.assertRecordValues(
            self.alumni.career_ids,
            [
                {
                    "employer_id": self.employer.id,
                    "source": "person",
                    "confirmed_user_id": self.user_keeper.id,
                }
            ],
        )
