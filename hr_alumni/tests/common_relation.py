"""People to stay in touch with, for the tests of keepers, Today and careers."""

from freezegun import freeze_time

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common import AlumniCase


class RelationCase(AlumniCase):
    """`alumni` (Lea Ver) left on `TODAY`, is a member, and agreed to keepers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._depart()
        cls.alumni = cls.env["hr.alumni"].search(
            [("employee_ids", "in", cls.employee_leaver.ids)]
        )
        cls.alumni.owner_id = cls.user_alumni
        with freeze_time(TODAY):
            cls._agree("member", "keepers")

    @classmethod
    def _agree(cls, *codes, alumni=None):
        purposes = cls.env["hr.privacy.purpose"].search([("code", "in", codes)])
        (alumni or cls.alumni)._do_answer(purposes, channel="link")

    def _withdraw(self, code, alumni=None):
        (alumni or self.alumni)._do_withdraw(self.purposes[code], channel="link")

    def _get_open(self, alumni=None):
        nudges = (alumni or self.alumni).nudge_ids
        return nudges.filtered(lambda nudge: nudge.state == "open")
