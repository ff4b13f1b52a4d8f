"""Queries that must not grow with the number of applications."""

from odoo.tests import tagged

from .common import PRIVATE_EMAIL, RehireCase


@tagged("post_install", "-at_install")
class TestPerformance(RehireCase):
    def _count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _count_recognition(self, number):
        applicants = self.env["hr.applicant"].create(
            [
                {
                    "partner_name": f"Sam {number}/{index}",
                    "email_from": f"sam.{number}.{index}@example.com",
                    "partner_phone": f"+1 555 020 {index:04}",
                }
                for index in range(number)
            ]
        )
        applicants[0].email_from = PRIVATE_EMAIL
        return self._count_queries(applicants._match_former_colleagues)

    def test_recognition_of_many_costs_the_same(self):
        self._count_recognition(2)  # Fills the caches of the registry.
        one, many = self._count_recognition(1), self._count_recognition(50)
        self.assertLessEqual(many, one)

    def _count_creation(self, number, is_recognised):
        """Queries of a batch of applications, with and without our recognition."""
        values = [
            {
                "partner_name": f"Kim {number}/{index}/{is_recognised}",
                "email_from": f"kim.{number}.{index}.{is_recognised}@example.com",
            }
            for index in range(number)
        ]
        model = self.env["hr.applicant"]
        if is_recognised:
            return self._count_queries(lambda: model.create(values))
        self.patch(type(model), "_link_alumnus_contacts", lambda applicants: None)
        self.patch(type(model), "_match_former_colleagues", self._match_nobody)
        return self._count_queries(lambda: model.create(values))

    @staticmethod
    def _match_nobody(applicants):
        nobody = {"alumni": applicants.env["hr.alumni"], "certainty": "none"}
        return [(applicant, nobody) for applicant in applicants]

    def test_recognition_adds_two_queries_to_a_batch(self):
        self._count_creation(1, is_recognised=True)
        ours = self._count_creation(20, is_recognised=True)
        core = self._count_creation(20, is_recognised=False)
        self.assertLessEqual(ours - core, 2)
