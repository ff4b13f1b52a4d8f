from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_requests import RequestCase


@tagged("post_install", "-at_install", "security")
class TestHrAlumniBenefit(RequestCase):
    """Who qualifies, how often, and what one gets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls.alumni_active
        cls.bo = cls._new_alumni("Bo Other")
        cls.bo._do_answer(cls.purposes["member"], channel="link")
        cls.env["hr.alumni.benefit"].search([]).active = False
        cls.benefit = cls._new_benefit()

    def _claim(self, person=None, benefit=None):
        return self.env["hr.alumni.benefit.claim"]._claim(
            (person or self.ada).sudo(), (benefit or self.benefit).sudo()
        )

    def _get_qualified(self, benefit):
        """Who qualifies by the domain; the page of each person says the same."""
        people = self.env["hr.alumni"].search(
            benefit._get_people_domain()
            & fields.Domain("company_id", "=", self.company.id)
        )
        own = self.ada + self.bo + self.alumni_candidate
        by_page = own.filtered(lambda one: benefit in benefit._filter_for(one.sudo()))
        self.assertEqual(people & own, by_page)
        return by_page

    def test_all_members_and_nobody_else(self):
        self.assertEqual(self._get_qualified(self.benefit), self.ada + self.bo)
        self.assertEqual(
            self.benefit.eligible_count,
            self.env["hr.alumni"].search_count(self.benefit._get_people_domain()),
        )
        self.ada.action_dormant()
        self.assertEqual(self._get_qualified(self.benefit), self.ada + self.bo)
        self.bo._do_leave(channel="office", actor="staff")
        self.assertEqual(self._get_qualified(self.benefit), self.ada)

    def test_each_condition(self):
        tier = self.env.ref("hr_alumni.hr_alumni_tier_t2")
        self.ada.write({"tier_id": tier.id, "country_id": self.env.ref("base.at").id})
        self.bo.tier_id = False
        circle = self.env["hr.alumni.circle"].create(
            {"name": "Kilns", "admission": "request", "moderator_id": False}
        )
        self.ada._do_give(self.purposes["circles"], channel="link")
        place = self.env["hr.alumni.circle.member"].create(
            {"circle_id": circle.id, "alumni_id": self.ada.id, "state": "member"}
        )
        self.employee_leaver.action_archive()
        self.ada.employee_ids = self.employee_leaver
        period = self.employee_leaver.employment_period_ids
        years = (period.date_end - period.date_start).days // 365
        for values, expected in (
            ({"tier_ids": [(6, 0, tier.ids)]}, self.ada),
            ({"circle_ids": [(6, 0, circle.ids)]}, self.ada),
            ({"country_ids": [(6, 0, self.env.ref("base.at").ids)]}, self.ada),
            (
                {"country_ids": [(6, 0, self.env.ref("base.fr").ids)]},
                self.env["hr.alumni"],
            ),
            ({"min_service_years": max(years, 1)}, self.ada if years else None),
            ({"min_service_years": years + 1}, self.env["hr.alumni"]),
        ):
            if expected is None:
                continue
            benefit = self._new_benefit(**values)
            with self.subTest(values):
                self.assertEqual(self._get_qualified(benefit), expected)
        benefit = self._new_benefit(circle_ids=[(6, 0, circle.ids)])
        place._do_end("person")
        self.assertFalse(self._get_qualified(benefit))

    def test_public_bodies_get_no_gifts(self):
        body = self.env["res.partner"].create(
            {"name": "Town", "is_company": True, "is_public_body": True}
        )
        self.env["hr.alumni.career"].create(
            {"alumni_id": self.ada.id, "employer_id": body.id}
        )
        self.assertTrue(self.ada.is_at_public_body)
        self.assertEqual(self._get_qualified(self.benefit), self.bo)
        with self.assertRaisesRegex(UserError, "not offered"):
            self._claim()
        # Nor by the office.
        claims = self.env["hr.alumni.benefit.claim"].with_user(self.user_alumni)
        with (
            self.assertRaisesRegex(ValidationError, "public body"),
            self.env.cr.savepoint(),
        ):
            claims.create({"alumni_id": self.ada.id, "benefit_id": self.benefit.id})
        self.benefit.is_gift = False
        self.assertEqual(self._claim().state, "given")

    def test_days(self):
        today = fields.Date.context_today(self.benefit)
        for first, last, is_running in (
            (None, None, True),
            (0, 0, True),
            (1, None, False),
            (None, -1, False),
            (-5, 5, True),
        ):
            self.benefit.write(
                {
                    "date_from": first is not None and today + timedelta(days=first),
                    "date_to": last is not None and today + timedelta(days=last),
                }
            )
            with self.subTest(first=first, last=last):
                self.assertEqual(self.benefit.is_running, is_running)
                self.assertEqual(
                    self.benefit
                    in self.benefit.search([("is_running", "=", is_running)]),
                    True,
                )
                if not is_running:
                    with self.assertRaisesRegex(UserError, "not offered"):
                        self._claim()

    def test_limits(self):
        self.benefit.write({"limit_per_person": 1, "limit_total": 2})
        claim = self._claim()
        self.assertEqual((claim.state, claim.code), ("given", "KILN-7"))
        with (
            self.assertRaisesRegex(UserError, "as often as one person"),
            self.env.cr.savepoint(),
        ):
            self._claim()
        self._claim(self.bo)
        cleo = self._new_alumni("Cleo Third")
        cleo._do_answer(self.purposes["member"], channel="link")
        with (
            self.assertRaisesRegex(UserError, "Nothing is left"),
            self.env.cr.savepoint(),
        ):
            self._claim(cleo)
        self.assertEqual(self.benefit.claim_count, 2)
        # What was taken back counts no more.
        claim.with_user(self.user_alumni).action_cancel()
        self._claim(cleo)

    def test_team_decides(self):
        benefit = self._new_benefit(claim_way="team", code=False)
        claim = self._claim(benefit=benefit)
        self.assertEqual((claim.state, benefit.waiting_count), ("asked", 1))
        office = claim.with_user(self.user_alumni)
        with self.assertRaisesRegex(UserError, "words to the person"):
            office.action_refuse()
        office.code = "ONLY-YOU"
        office.action_give()
        self.assertEqual((claim.state, claim.code), ("given", "ONLY-YOU"))
        self.assertEqual(claim.given_user_id, self.user_alumni)
        office.reason = "The course is full."
        with self.assertRaisesRegex(UserError, "cannot become"):
            office.action_refuse()

    def test_what_waits_ends_with_the_membership(self):
        benefit = self._new_benefit(claim_way="team", code=False)
        waiting, given = self._claim(benefit=benefit), self._claim()
        self.ada._do_leave(channel="office", actor="staff")
        self.assertEqual((waiting.state, given.state), ("cancelled", "given"))

    def test_a_benefit_has_a_code_or_the_team_is_asked(self):
        with self.assertRaisesRegex(ValidationError, "Enter the code"):
            self._new_benefit(code=" ")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_codes_are_for_the_alumni_team(self):
        claim = self._claim()
        for record in (self.benefit, claim):
            self.env.invalidate_all()
            record.with_user(self.user_officer).read(["display_name"])
            with self.assertRaises(AccessError):
                record.with_user(self.user_officer).read(["code"])
            self.assertEqual(
                record.with_user(self.user_alumni).read(["code"])[0]["code"], "KILN-7"
            )

    def test_another_company(self):
        far = self._new_alumni("Otto Far", company=self.company_other)
        far._do_answer(self.purposes["member"], channel="link")
        with self.assertRaisesRegex(UserError, "not offered"):
            self._claim(far)
        self.assertNotIn(self.benefit, self.env["hr.alumni.benefit"]._get_offered(far))

    def test_queries_do_not_grow(self):
        offered = self.env["hr.alumni.benefit"]._get_offered

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            offered(self.ada)
            return self.env.cr.sql_log_count - before

        few = count()
        tier = self.env.ref("hr_alumni.hr_alumni_tier_t2")
        for number in range(15):
            self._new_benefit(
                f"Benefit {number}", tier_ids=[(6, 0, tier.ids)], min_service_years=1
            )
        self.assertLessEqual(count(), few + 2)
