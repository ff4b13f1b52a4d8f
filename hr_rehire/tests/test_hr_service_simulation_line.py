from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY
from .service_common import BACK, ServiceCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrServiceSimulationLine(ServiceCase):
    def test_one_rule_counts_for_each_purpose(self):
        simulation = self._open(rehire=self._new_rehire(start_date=BACK))
        counting = simulation._get_counting_lines()
        self.assertEqual(counting.rule_id, self.rule)
        self.assertEqual(len(counting), len(simulation.line_ids.purpose_id))

    def test_tick_moves_what_counts(self):
        simulation = self._open(rehire=self._new_rehire(start_date=BACK))
        lines = simulation.line_ids.filtered(lambda line: line.purpose_id == self.award)
        lines.filtered(lambda line: line.rule_id == self.rule_half).is_chosen = True
        self.assertEqual(
            dict(zip(lines.rule_id, lines.mapped("outcome"), strict=True)),
            {self.rule_short: "no", self.rule: "later", self.rule_half: "counts"},
        )
