from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY
from .transfer_common import TransferCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingTransferMany(TransferCase):
    """A part of the company that moves: each person costs what one costs."""

    def _count_queries(self, number, way):
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": f"{way} {number} {place}",
                    "company_id": self.company.id,
                    "parent_id": self.employee_manager.id,
                    "contract_date_start": "2021-05-01",
                }
                for place in range(number)
            ]
        )
        cases = self.env["hr.offboarding"].union(
            *(
                self._new_transfer(
                    employee,
                    transfer_company_id=self.company_other.id,
                    transfer_way=way,
                )
                for employee in employees
            )
        )
        cases.action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        cases.action_depart()
        self.env.flush_all()
        queries = self.cr.sql_log_count - before
        self.assertEqual(set(cases.mapped("state")), {"departed"})
        moved = cases.sudo().transfer_employee_id
        self.assertEqual(moved.company_id, self.company_other)
        self.assertEqual(len(moved), number)
        return queries

    def test_each_person_costs_no_more_when_many_move(self):
        for way, ceiling in (("same", 150), ("new", 300)):
            with self.subTest(way):
                self._count_queries(1, way)  # What is read once and kept in memory.
                few, many = self._count_queries(3, way), self._count_queries(9, way)
                self.assertLessEqual(many / 9, few / 3, (few, many))
                self.assertLessEqual((many - few) / 6, ceiling, (few, many))
