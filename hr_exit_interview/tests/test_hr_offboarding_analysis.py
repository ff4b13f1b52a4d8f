from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tools import turnover

from .common import TODAY, OffboardingCase

Report = "hr.offboarding.analysis"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingAnalysis(OffboardingCase):
    """Figures of a company in which every stint is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reason = cls.env["hr.departure.reason"]
        cls.reasons = {
            key: cls.Reason.create({"name": key, "type": kind_type, "kind": kind})
            for key, kind_type, kind in (
                ("resigned", "voluntary", "resignation"),
                ("fired", "involuntary", "dismissal"),
                ("transfer", "neutral", "transfer"),
                ("death", "neutral", "death"),
            )
        }
        # Of the people of the common case, who all began on 2021-05-01.
        cls.staff = 3

    @classmethod
    def _new_stint(cls, start, end, reason="resigned", **values):
        return cls.env["hr.employment.period"].create(
            {
                "employee_name": "Somebody",
                "company_id": cls.company.id,
                "date_start": start,
                "date_end": end,
                "reason_id": cls.reasons[reason].id,
                "department_id": cls.department.id,
                "job_id": cls.job.id,
                "manager_id": cls.employee_manager.id,
                **values,
            }
        )

    def _get_row(self, period):
        return (
            self.env[Report]
            .with_user(self.user_officer)
            .search([("id", "=", 2 * period.id)])
        )

    def _get_overview(self, period="year", user=None):
        return (
            self.env[Report]
            .with_user(user or self.user_officer)
            .retrieve_overview(period)
        )

    def _get_values(self, overview):
        return {figure["key"]: figure["value"] for figure in overview["figures"]}

    def test_leavers_are_told_apart(self):
        for reason, leaver, voluntary in (
            ("resigned", 1, 1),
            ("fired", 1, 0),
            ("transfer", 0, 0),
            ("death", 0, 0),
        ):
            with self.subTest(reason):
                row = self._get_row(self._new_stint("2022-01-01", "2026-01-31", reason))
                self.assertEqual(row.leaver_count, leaver)
                self.assertEqual(row.voluntary_count, voluntary)
                self.assertEqual(row.kind, self.reasons[reason].kind)

    def test_service_is_banded_as_the_tables_say(self):
        for start, end in (
            ("2025-02-01", "2026-01-30"),
            ("2025-02-01", "2026-01-31"),
            ("2024-02-29", "2025-02-27"),
            ("2021-02-01", "2026-01-31"),
            ("2016-02-01", "2026-01-31"),
        ):
            with self.subTest(start=start, end=end):
                row = self._get_row(self._new_stint(start, end))
                band = turnover.get_tenure_band(
                    date.fromisoformat(start), date.fromisoformat(end)
                )
                self.assertEqual(row.tenure_band, band)
                self.assertEqual(row.first_year_count, int(band == "0"))

    def test_a_departure_carries_what_the_case_knows(self):
        case = self._new_offboarding(
            last_working_date="2026-03-10",
            reason_id=self.reasons["resigned"].id,
            is_regretted=True,
        )
        case.action_confirm()
        blocking = case.task_ids.filtered("is_blocking")
        case.action_depart()
        row = self._get_row(case.sudo().period_id)
        self.assertEqual(row.offboarding_id, case)
        self.assertEqual(row.regretted_count, 1)
        self.assertEqual(row.department_id, self.department)
        self.assertEqual(row.clearance_on_time, 0)
        self.assertGreater(row.clearance_days_late, 0)

        blocking.date_deadline = TODAY
        (blocking[0] + blocking[1:]).action_done()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(row.clearance_on_time, 1)
        self.assertEqual(row.clearance_days_late, 0)

    def test_a_departure_without_stint_is_counted_once(self):
        case = self._new_offboarding(last_working_date="2026-03-10")
        case.action_confirm()
        case.action_depart()
        rows = self.env[Report].search([("offboarding_id", "=", case.id)])
        self.assertEqual(len(rows), 1)
        period = case.sudo().period_id
        case.sudo().period_id = False
        period.sudo().unlink()
        rows = self.env[Report].search([("offboarding_id", "=", case.id)])
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows.date_end, date(2026, 3, 10))
        self.assertFalse(rows.tenure_band)

    def test_overview_of_a_hand_counted_year(self):
        """365 days to 2026-03-16: 3 people all of them, and those who left."""
        first, last = turnover.get_period("year", TODAY)
        self.assertEqual((last - first).days + 1, 365)
        # 73 days of the period each: 2025-03-17 to 2025-05-28.
        for _n in range(5):
            self._new_stint("2022-01-01", "2025-05-28")
        self._new_stint("2022-01-01", "2025-05-28", "fired")
        self._new_stint("2022-01-01", "2025-05-28", "transfer")
        # Nobody of these worked or left in the period.
        self._new_stint("2022-01-01", "2025-03-16")
        self._new_stint("2022-01-01", "2025-03-16", company_id=self.company_other.id)
        overview = self._get_overview()
        values = self._get_values(overview)
        headcount = self.staff + 7 * 73 / 365
        self.assertEqual(values["leavers"], 6)
        self.assertEqual(values["headcount"], round(headcount, 1))
        self.assertAlmostEqual(values["turnover"], 6 / headcount)
        self.assertAlmostEqual(values["voluntary"], 5 / headcount)
        self.assertEqual(values["regretted_share"], 0)
        self.assertIsNone(values["clearance"])
        previous = {f["key"]: f["previous"] for f in overview["figures"]}
        self.assertEqual(previous["leavers"], 1)

        by = {b["key"]: b["rows"] for b in overview["breakdowns"]}
        self.assertNotIn("company_id", by)
        [row] = by["department_id"]
        self.assertEqual((row["label"], row["leavers"]), ("Research", 6))
        # The leaver of the common case works there too.
        self.assertAlmostEqual(row["rate"], 6 / (1 + 7 * 73 / 365))
        self.assertEqual(
            {row["label"]: row["leavers"] for row in by["kind"]},
            {"Resignation": 5, "Dismissal": 1},
        )
        [hotspot] = overview["hotspots"]
        self.assertEqual(hotspot["label"], "Milo Line")
        self.assertEqual(hotspot["leavers"], 6)

        months = {month["label"]: month for month in overview["months"]}
        self.assertEqual(len(months), 12)
        self.assertEqual(months["May 2025"]["leavers"], 6)
        self.assertEqual(months["May 2025"]["headcount"], round(3 + 7 * 28 / 31, 1))
        self.assertEqual(months["June 2025".replace("June", "Jun")]["headcount"], 3)

    def test_four_leavers_are_no_hotspot(self):
        for _n in range(4):
            self._new_stint("2022-01-01", "2026-01-31")
        self.assertEqual(self._get_overview()["hotspots"], [])

    def test_first_year_is_counted_of_the_cohort(self):
        # Hired 2024-03-17 to 2025-03-16, the same days of the year before.
        self._new_stint("2024-03-17", "2025-03-15")  # 364 days: within the year.
        self._new_stint("2024-03-17", "2025-03-16")  # A whole year.
        self._new_stint("2025-03-16", "2025-12-31")
        self._new_stint("2024-09-01", "2024-12-31", "transfer")
        self._new_stint("2025-03-17", "2025-12-31")  # Of the next cohort.
        self.assertEqual(self._get_values(self._get_overview())["first_year"], 2 / 4)

    def _get_group_values(self, *companies):
        """The figures for HR of these companies."""
        companies = self.env["res.company"].union(*companies)
        self.user_officer.company_ids |= companies
        report = self.env[Report].with_user(self.user_officer)
        return self._get_values(
            report.with_context(allowed_company_ids=companies.ids).retrieve_overview()
        )

    def test_transfer_moves_headcount_and_is_neither_leaver_nor_hire(self):
        """Two of ten months here, then the sister company; one leaves from there."""
        both = (self.company, self.company_other)
        nobody = {key: self._get_group_values(*key) for key in (both, both[:1])}
        other = self._get_group_values(self.company_other)
        for number in ("T1", "T2"):
            self._new_stint(
                "2024-09-01", "2025-05-28", "transfer", employee_number=number
            )
        there = {"company_id": self.company_other.id}
        self._new_stint("2025-05-29", "2025-08-09", employee_number="T1", **there)
        self._new_stint("2025-05-29", "2026-03-16", employee_number="T2", **there)
        self.env["hr.employment.period"].flush_model()
        group = self._get_group_values(*both)
        # 73 and 73 days of T1, all the 365 of T2.
        expected = nobody[both]["headcount"] + (146 + 365) / 365
        self.assertAlmostEqual(group["headcount"], expected, delta=0.1)
        self.assertEqual(group["leavers"] - nobody[both]["leavers"], 2)
        old = self._get_group_values(self.company)
        expected = nobody[both[:1]]["headcount"] + 146 / 365
        self.assertAlmostEqual(old["headcount"], expected, delta=0.1)
        self.assertEqual(old["leavers"], nobody[both[:1]]["leavers"])
        new = self._get_group_values(self.company_other)
        self.assertAlmostEqual(
            new["headcount"], other["headcount"] + (73 + 292) / 365, delta=0.1
        )
        self.assertEqual(new["leavers"] - other["leavers"], 2)
        # Both were hired in the cohort, once; T1 left in the first year of service.
        self.assertEqual(group["first_year"], 1 / 2)
        self.assertIsNone(nobody[both]["first_year"])

    def test_service_goes_on_after_a_transfer_and_not_after_a_gap(self):
        stints = [
            self._new_stint(start, end, reason, employee_number="T9")
            for start, end, reason in (
                ("2010-01-01", "2012-12-31", "resigned"),
                ("2019-01-01", "2020-12-31", "transfer"),
                ("2021-01-01", "2025-06-30", "transfer"),
                ("2025-07-01", "2026-01-31", "resigned"),
            )
        ]
        rows = [self._get_row(stint) for stint in stints]
        self.assertEqual(
            [str(row.service_start) for row in rows],
            ["2010-01-01", "2019-01-01", "2019-01-01", "2019-01-01"],
        )
        self.assertEqual([row.tenure_band for row in rows], ["2", "2", "5", "5"])
        self.assertEqual([row.first_year_count for row in rows], [0, 0, 0, 0])

    def test_whoever_came_back_is_counted_from_the_return(self):
        self._new_stint("2021-05-01", "2024-12-31", employee_id=self.employee_leaver.id)
        self.employee_leaver._open_employment_periods("2026-03-07")
        values = self._get_values(self._get_overview())
        # Two all year and one for ten days.
        self.assertEqual(values["headcount"], round(2 + 10 / 365, 1))

    def test_each_figure_opens_what_it_counts(self):
        for start, end, reason in (
            ("2022-01-01", "2025-05-28", "resigned"),
            ("2025-09-01", "2025-12-31", "resigned"),
            ("2022-01-01", "2025-05-28", "fired"),
            ("2022-01-01", "2025-05-28", "death"),
        ):
            self._new_stint(start, end, reason)
        overview = self._get_overview()
        report = self.env[Report].with_user(self.user_officer)
        counts = {
            figure["key"]: report.search_count(figure["domain"])
            for figure in overview["figures"]
        }
        self.assertEqual(counts["leavers"], 3)
        self.assertEqual(counts["headcount"], 4)
        self.assertEqual(counts["voluntary"], 2)
        self.assertEqual(counts["first_year"], 1)
        self.assertEqual(counts["clearance"], 0)
        for rows in [overview["months"]] + [b["rows"] for b in overview["breakdowns"]]:
            for row in rows:
                domain = Domain(row["domain"]) & Domain("leaver_count", "=", 1)
                self.assertEqual(report.search_count(domain), row["leavers"], row)

    def test_an_empty_company_has_no_figures_and_no_error(self):
        company = self.env["res.company"].create({"name": "Eastwind"})
        user = self._new_user("hr_east", "hr.group_hr_user", company=company)
        overview = (
            self.env[Report]
            .with_user(user)
            .with_context(allowed_company_ids=company.ids)
            .retrieve_overview("last_quarter")
        )
        self.assertTrue(overview["is_empty"])
        self.assertIsNone(self._get_values(overview)["turnover"])
        self.assertEqual(overview["period"], "last_quarter")

    def test_a_period_that_does_not_exist_is_the_last_year(self):
        self.assertEqual(self._get_overview("forever")["period"], "year")

    def test_companies_are_kept_apart_and_shown_side_by_side(self):
        self._new_stint("2022-01-01", "2026-01-31")
        other = {"department_id": False, "job_id": False, "manager_id": False}
        period = self._new_stint(
            "2022-01-01", "2026-01-31", company_id=self.company_other.id, **other
        )
        self.assertFalse(self._get_row(period))
        self.assertEqual(self._get_values(self._get_overview())["leavers"], 1)
        self.user_officer.company_ids |= self.company_other
        both = (self.company + self.company_other).ids
        overview = (
            self.env[Report]
            .with_user(self.user_officer)
            .with_context(allowed_company_ids=both)
            .retrieve_overview()
        )
        self.assertEqual(self._get_values(overview)["leavers"], 2)
        by = {b["key"]: b["rows"] for b in overview["breakdowns"]}
        self.assertEqual(
            {row["label"] for row in by["company_id"]}, {"Northwind", "Southwind"}
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_managers_and_leavers_get_no_figures(self):
        self._get_overview()
        for user in (self.user_manager, self.user_leaver, self.user_colleague):
            with self.assertRaises(AccessError):
                self._get_overview(user=user)
            with self.assertRaises(AccessError):
                self.env[Report].with_user(user)._read_group([], [], ["__count"])
            for record in (self.department, self.job):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["leaver_count"])
                with self.assertRaises(AccessError):
                    record.with_user(user).action_view_leavers().get("none")

    def test_departments_and_jobs_count_their_leavers_in_one_query(self):
        self._new_stint("2022-01-01", "2026-01-31")
        self._new_stint("2022-01-01", "2026-01-31", "transfer")
        self._new_stint("2020-01-01", "2025-03-16")
        for records in (self.department, self.job):
            records = records.with_user(self.user_officer)
            records |= (
                records.sudo().copy({"name": "Empty"}).with_user(self.user_officer)
            )
            self.assertEqual(records.mapped("leaver_count"), [1, 0])
            action = records.action_view_leavers()
            self.assertEqual(
                self.env[Report].search_count(action["domain"]), 1, records
            )
            self.env.flush_all()
            records.invalidate_recordset(["leaver_count"])
            with self.assertQueryCount(1):
                records.mapped("leaver_count")

    def test_overview_costs_the_same_for_many(self):
        """At most 12 queries, however many groups there are."""

        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._get_overview()
            return self.cr.sql_log_count - before

        self._new_stint("2022-01-01", "2026-01-31")
        count_queries()
        few = count_queries()
        departments = self.env["hr.department"].create(
            [{"name": f"D{n}"} for n in range(30)]
        )
        for department in departments:
            self._new_stint("2022-01-01", "2026-01-31", department_id=department.id)
        many = count_queries()
        self.assertLessEqual(many, 12)
        self.assertEqual(many, few)

    def test_preventable_follows_from_the_reason_of_voluntary_leavers(self):
        self._new_stint("2022-01-01", "2026-01-31")
        self._new_stint("2022-01-01", "2026-01-31", "fired")
        self.reasons["fired"].preventable = "yes"
        self.reasons["resigned"].preventable = "partly"
        self.assertEqual(self._get_values(self._get_overview())["preventable"], 0)
        self.reasons["resigned"].preventable = "yes"
        self.assertEqual(self._get_values(self._get_overview())["preventable"], 1)
