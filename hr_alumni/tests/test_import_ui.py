from odoo.tests import HttpCase, tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestImportUi(AlumniCase, HttpCase):
    """The import in a browser, as the alumni manager who has the spreadsheet."""

    def test_alumni_manager(self):
        self.user_alumni.tz = "UTC"
        self.start_tour(
            "/odoo/alumni-imports",
            "hr_alumni_import_tour",
            login=self.user_alumni.login,
        )
        self.env.invalidate_all()
        people = self.env["hr.alumni"].search([("employee_number", "in", ("P1", "P2"))])
        self.assertEqual(
            sorted(people.mapped("display_name")), ["Omar Old", "Pia Past"]
        )
        self.assertEqual(people.owner_id, self.user_keeper)
        self.assertFalse(people.filtered("invitation_date"))
