"""Nobody is archived without a departure, whichever way that happens."""

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .opening_common import OpeningCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingOpeningJob(OpeningCase):
    """The daily job finds who was archived past every hook."""

    def _archive_by_sql(self, employees):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET active = FALSE WHERE id IN %s",
            [tuple(employees.ids)],
        )
        self.env.invalidate_all()

    def test_job_finds_who_was_archived_past_every_hook(self):
        self.employee_director.contract_date_end = "2026-02-28"
        open_case = self._new_offboarding(self.employee_manager)
        employees = (
            self.employee_leaver + self.employee_manager + self.employee_director
        )
        self._archive_by_sql(employees)
        self._reconcile()
        self.assertOpened(self.employee_leaver, "reconcile", self.no_reason)
        self.assertEqual(open_case.state, "departed")
        self.assertPeriods(
            self.employee_director, [("2021-05-01", "2026-02-28", self.no_reason)]
        )
        before = self.env["hr.offboarding"].search_count([])
        self._reconcile()
        self.assertEqual(self.env["hr.offboarding"].search_count([]), before)

    def test_job_finds_who_was_archived_again(self):
        self.employee_leaver.action_archive()
        with freeze_time("2026-09-01"):
            self.employee_leaver.action_unarchive()
        self._archive_by_sql(self.employee_leaver)
        with freeze_time("2026-12-31"):
            self._reconcile()
        self.assertPeriods(
            self.employee_leaver,
            [
                ("2021-05-01", TODAY, self.no_reason),
                ("2026-09-01", "2026-12-31", self.no_reason),
            ],
        )
        self.assertEqual(len(self.employee_leaver.sudo().offboarding_ids), 2)

    @mute_logger("odoo.addons.hr_exit_interview.models.hr_offboarding_opening")
    def test_job_treats_the_others_when_one_fails(self):
        employees = self.employee_leaver + self.employee_manager
        self._archive_by_sql(employees)
        prepare = self.env.registry["hr.offboarding"]._prepare_archived_values

        def fail_for_leaver(cases, employee, origin):
            if employee == self.employee_leaver:
                raise ValueError("Odd record")
            return prepare(cases, employee, origin)

        self.patch(
            self.env.registry["hr.offboarding"],
            "_prepare_archived_values",
            fail_for_leaver,
        )
        self._reconcile()
        self.assertFalse(self.employee_leaver.sudo().offboarding_ids)
        self.assertPeriods(self.employee_leaver, [])
        self.assertOpened(self.employee_manager, "reconcile", self.no_reason)

    def test_job_costs_one_query_when_nothing_is_due(self):
        self.env["hr.offboarding"]._cron_reconcile_archived()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["hr.offboarding"]._cron_reconcile_archived()
