"""Equipment and vehicles of a leaver, where maintenance and fleet are installed."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY, OffboardingCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestThings(OffboardingCase):
    """The HR officer has no group of maintenance and none of the fleet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee_leaver.work_contact_id = cls.user_leaver.partner_id
        cls.laptop, cls.foreign, cls.other = cls.env["maintenance.equipment"].create(
            [
                {
                    "name": name,
                    "serial_no": f"SN {name}",
                    "cost": 700,
                    "equipment_assign_to": "employee",
                    "employee_id": employee.id,
                    "company_id": company.id,
                }
                for name, employee, company in (
                    ("Laptop", cls.employee_leaver, cls.company),
                    ("Crane", cls.employee_leaver, cls.company_other),
                    ("Tablet", cls.employee_manager, cls.company),
                )
            ]
        )
        brand = cls.env["fleet.vehicle.model.brand"].create({"name": "Brisk"})
        model = cls.env["fleet.vehicle.model"].create(
            {"name": "Estate", "brand_id": brand.id}
        )
        cls.car, cls.managers_car = cls.env["fleet.vehicle"].create(
            [
                {
                    "model_id": model.id,
                    "license_plate": plate,
                    "driver_id": user.partner_id.id,
                    "company_id": cls.company.id,
                }
                for plate, user in (("1-A", cls.user_leaver), ("2-B", cls.user_manager))
            ]
        )
        cls.case = cls._new_offboarding()

    def _get_lines(self):
        return {
            (line.kind, line.name, line.identifier, line.cost)
            for line in self.case.asset_ids
        }

    EXPECTED = {
        ("equipment", "Laptop", "SN Laptop", 700.0),
        ("vehicle", "Brisk/Estate", "1-A", 0.0),
    }

    def test_what_the_leaver_has_is_listed_when_the_departure_is_confirmed(self):
        self.case.action_confirm()
        self.assertEqual(self._get_lines(), self.EXPECTED)
        self.case.action_refresh_assets()
        self.assertEqual(len(self.case.asset_ids), 2)

    def test_what_is_handed_out_later_is_found_by_the_button(self):
        self.case.action_confirm()
        self.other.employee_id = self.employee_leaver
        self.managers_car.driver_id = self.user_leaver.partner_id
        self.case.action_refresh_assets()
        names = self.case.asset_ids.mapped("identifier")
        self.assertEqual(sorted(names), ["1-A", "2-B", "SN Laptop", "SN Tablet"])

    def test_lines_survive_core_taking_things_away_on_the_last_day(self):
        self.case.action_confirm()
        self.case.action_depart()
        self.assertFalse(self.laptop.employee_id)
        self.car.driver_id = False
        self.assertEqual(self._get_lines(), self.EXPECTED)
        self.case.action_refresh_assets()
        self.assertEqual(self._get_lines(), self.EXPECTED)
        self.assertIn("Laptop", self.case._get_clearance_blockers())

    def test_many_departures_are_filled_at_once(self):
        cases = self.case
        for number in range(5):
            employee = self._new_employee(f"Person {number}")
            self.other.copy({"employee_id": employee.id})
            cases += self._new_offboarding(employee)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            values = cases._get_asset_sources()
        self.assertEqual(len(values), 7)
