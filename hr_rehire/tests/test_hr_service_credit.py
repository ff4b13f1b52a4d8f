"""What a return gives back is written once, and stays."""

import io
import json
import zipfile
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .service_common import BACK, ServiceCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrServiceCredit(ServiceCase):
    def test_return_writes_one_line_for_each_purpose(self):
        rehire = self._return()
        credits = self._get_credits()
        purposes = self.env["hr.service.purpose"].search([])
        self.assertEqual(credits.purpose_id, purposes.sorted("id", reverse=True))
        credit = self._get_credits(purpose_id=self.award)
        self.assertEqual((credit.rehire_id, credit.state), (rehire, "granted"))
        self.assertEqual(credit.rule_id, self.rule)
        # 1 May 2021 to 30 June 2025 is 1,522 days; 2 March 2026 less 1,522 days.
        self.assertEqual((credit.credited_days, credit.gap_days), (1522, 244))
        self.assertEqual(credit.recognised_date, date(2021, 12, 31))
        self.assertIn("1522", credit.explanation)
        self.assertIn("05/01/2021", credit.inputs)

    def test_line_tells_what_the_next_rule_would_give(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award)
        self.assertEqual(credit.next_rule_name, "Half")
        # 761 days.
        self.assertEqual(credit.next_recognised_date, date(2024, 1, 31))
        self.assertIn("761", credit.next_explanation)

    def test_without_rules_nothing_is_written(self):
        (self.rule + self.rule_half + self.rule_short).active = False
        self._return()
        self.assertFalse(self._get_credits())

    def test_lines_do_not_change(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award)
        for change in (
            lambda: credit.write({"recognised_date": "2000-01-01"}),
            lambda: credit.sudo().write({"credited_days": 1}),
            credit.unlink,
            credit.sudo().unlink,
        ):
            with self.assertRaisesRegex(UserError, "kept as it is"):
                change()
        self.rule.name = "Renamed"
        self.assertEqual(credit.rule_name, "Within two years")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_a_line_by_hand(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award)
        for user in (self.user_officer, self.user_admin_hr):
            with self.assertRaises(AccessError):
                self.env["hr.service.credit"].with_user(user).create(
                    {
                        "state": "granted",
                        "company_id": self.company.id,
                        "employee_id": self.employee_leaver.id,
                        "purpose_id": self.award.id,
                        "return_date": BACK,
                        "recognised_date": "2000-01-01",
                    }
                )
            with self.assertRaises(UserError):
                credit.with_user(user).write({"recognised_date": "2000-01-01"})

    def test_recruiter_hires_and_lines_are_written(self):
        self._return(self._new_rehire(user=self.user_officer_recruiter))
        self.assertTrue(self._get_credits())

    def test_recognised_dates(self):
        self._return()
        employee = self.employee_leaver
        self.env["hr.service.rule"].browse(self.rule.id).active = False
        dates = employee._get_recognised_service_dates
        self.assertEqual(dates("award"), {employee.id: date(2021, 12, 31)})
        # In the first stint, after it, and for a purpose that nobody knows.
        self.assertEqual(
            dates("award", date(2025, 1, 1))[employee.id], date(2021, 5, 1)
        )
        self.assertFalse(dates("award", date(2025, 12, 1))[employee.id])
        self.assertEqual(str(dates("unknown")[employee.id]), BACK)

    def test_recognised_date_of_somebody_who_never_left(self):
        found = self.employee_manager._get_recognised_service_dates("award")
        version = self.employee_manager.version_ids
        self.assertEqual(
            found[self.employee_manager.id],
            version.contract_date_start or version.date_version,
        )

    def test_deferred_date_is_not_told_before(self):
        self.rule.write({"method": "deferred", "waiting_months": 12})
        self._return()
        employee = self.employee_leaver
        dates = employee._get_recognised_service_dates
        self.assertEqual(str(dates("award", date(2027, 3, 1))[employee.id]), BACK)
        self.assertEqual(
            dates("award", date(2027, 3, 2))[employee.id], date(2021, 12, 31)
        )

    def test_second_return_starts_from_what_was_recognised(self):
        self.rule_short.active = False
        self._return(start="2026-03-02")
        with freeze_time("2026-12-31"):
            self._depart(self.employee_leaver, date(2026, 12, 31))
        with freeze_time("2027-03-01"):
            self._return(self._new_rehire(), start="2027-03-01")
            credits = self._get_credits(
                purpose_id=self.award, return_date=date(2027, 3, 1)
            )
        # From 31 December 2021 to 31 December 2026: 1,522 + 305 days.
        self.assertEqual(credits.earlier_days, 1827)
        self.assertEqual(credits.recognised_date, date(2022, 2, 28))

    def test_part_time_counts_in_part(self):
        calendar = self.company.resource_calendar_id.copy({"name": "Half"})
        calendar.full_time_required_hours = calendar.hours_per_week * 2
        self.employee_leaver.version_ids.resource_calendar_id = calendar
        self.rule.is_prorated = True
        self._return()
        self.assertEqual(self._get_credits(purpose_id=self.award).credited_days, 761)

    def test_correction_takes_the_place_once_it_is_approved(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award)
        proposal = credit.with_user(self.user_admin_hr)._do_propose(
            date(2021, 5, 1), "Agreed in the offer."
        )
        dates = self.employee_leaver._get_recognised_service_dates
        self.assertEqual(dates("award").popitem()[1], date(2021, 12, 31))
        with self.assertRaisesRegex(UserError, "proposed this yourself"):
            proposal.with_user(self.user_admin_hr).action_approve()
        with self.assertRaises(AccessError):
            proposal.with_user(self.user_officer).action_approve()
        second = self._new_user("second_admin", "hr.group_hr_manager")
        proposal.with_user(second).action_approve()
        self.assertEqual(dates("award").popitem()[1], date(2021, 5, 1))
        self.env.invalidate_all()
        self.assertFalse(credit.is_in_force)
        latest = self._get_credits(purpose_id=self.award, is_in_force=True)
        self.assertEqual((latest.replaces_id, latest.create_uid), (credit, second))
        self.assertEqual(latest.next_recognised_date, date(2021, 12, 31))
        with self.assertRaisesRegex(UserError, "nothing to decide"):
            proposal.with_user(second).action_approve()

    def test_refused_correction_changes_nothing(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award)
        proposal = credit.with_user(self.user_officer)._do_propose(
            date(2021, 5, 1), "Wish of the person."
        )
        proposal.with_user(self.user_admin_hr).action_refuse()
        self.assertTrue(credit.is_in_force)
        self.assertFalse(proposal.is_undecided)

    def test_only_what_is_in_force_is_corrected(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award)
        with self.assertRaisesRegex(UserError, "after the return"):
            credit._do_propose(date(2026, 3, 3), "Later.")
        proposal = credit._do_propose(date(2021, 5, 1), "Once.")
        with self.assertRaisesRegex(UserError, "in force"):
            proposal._do_propose(date(2021, 5, 1), "Twice.")

    def test_search_of_what_is_in_force(self):
        self._return()
        model = self.env["hr.service.credit"]
        found = model.search([("is_in_force", "=", True)])
        self.assertEqual(found, self._get_credits())
        self.assertFalse(model.search([("is_in_force", "=", False)]) & found)

    def test_lines_are_told_to_the_person(self):
        self._return()
        copy = (
            self.env["hr.own.data.copy"]
            .with_user(self.user_admin_hr)
            .create({"alumni_id": self.alumni.id})
        )
        with copy._do_give("office") as stream:
            content = stream.read()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = json.loads(archive.read("data.json"))["parts"]
        told = next(part for part in parts if part["model"] == "hr.service.credit")
        self.assertEqual(len(told["records"]), 8)
        self.assertIn("1522", json.dumps(told["records"]))
