from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY
from .service_common import ServiceCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrServiceCorrection(ServiceCase):
    def test_dialogue_makes_a_line_of_its_own(self):
        self._return()
        credit = self._get_credits(purpose_id=self.award).with_user(self.user_officer)
        action = credit.action_correct()
        self.env[action["res_model"]].with_user(self.user_officer).with_context(
            **action["context"]
        ).create(
            {"recognised_date": "2021-05-01", "reason": "As offered."}
        ).action_propose()
        proposal = self._get_credits(state="proposed")
        self.assertEqual(proposal.note, "As offered.")
        self.assertEqual(proposal.replaces_id, credit.sudo())
        self.assertTrue(credit.is_in_force)
