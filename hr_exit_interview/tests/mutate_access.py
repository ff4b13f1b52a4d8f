"""The rights of this addon, taken away in turn: see `mutation`."""

from odoo.tests import tagged

from .mutation import MutationCase


@tagged("post_install", "-at_install")
class TestMutations(MutationCase):
    addon = "hr_exit_interview"
    table_tests = (
        "test_leaver_and_managers_see_a_departure_once_it_is_confirmed",
        "test_assignee_sees_the_task_and_nothing_else_of_the_case",
        "test_employee_reads_the_own_stints_without_the_reason",
        "test_papers_of_a_departure_are_for_hr",
        "test_only_exit_officers_change_invitations_to_questionnaires",
        "test_exit_officers_read_reasons_and_edit_topics",
    )
    more_classes = ("test_exit_access.TestExitAccess",)
    more_classes += ("test_survey_access.TestSurveyAccess",)

    def test_mutations(self):
        self.check_mutations()
