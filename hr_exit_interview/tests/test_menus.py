"""What each role finds in the menus Offboarding and Exit Interviews, nothing empty."""

from odoo.tests import tagged

from .common import OffboardingCase

EVERYBODY = {
    "My Work": ["My Tasks", "My Team"],
    "Improvements": ["Improvement Actions", "You Said, We Did"],
}
IMPROVEMENTS = ["Themes to Act On", "Improvement Actions", "You Said, We Did"]
OFFICER = {
    "Departures": [
        "All Departures",
        "Waves",
        "Equipment to Return",
        "Dues",
        "Letters",
        "Agreements",
        "Employment Periods",
    ],
    "My Work": ["My Tasks", "My Team"],
    "Improvements": IMPROVEMENTS,
    "Reporting": ["Overview", "Departures Analysis"],
}
FIGURES = ["What Leavers Say", "Exit Statistics", "Published Periods"]


@tagged("post_install", "-at_install")
class TestMenus(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [("module", "=", "hr_exit_interview"), ("model", "=", "ir.ui.menu")]
        )
        cls.own = set(data.mapped("res_id"))

    def assertMenus(self, groups, offboarding, interviews=None):
        """Assert what a user with these rights sees in both menus, group by group."""
        user = self._new_user("menu", groups)
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        for name, expected in (
            ("hr_offboarding_menu", offboarding),
            ("hr_exit_interview_menu_section", interviews),
        ):
            top = menus.get(self.env.ref(f"hr_exit_interview.{name}").id)
            self.assertEqual(top and self._get_entries(menus, top), expected)

    def _get_entries(self, menus, top):
        return {
            menus[group]["name"]: [
                menus[entry]["name"]
                for entry in menus[group]["children"]
                # Those of other addons are theirs to test.
                if entry in self.own
            ]
            for group in top["children"]
        }

    def test_everybody_finds_own_tasks_team_and_what_is_done(self):
        self.assertMenus("base.group_user", EVERYBODY)

    def test_hr_officer_finds_all_about_departures(self):
        self.assertMenus(
            "hr.group_hr_user",
            OFFICER,
            {
                "Talks and Answers": ["Interviews", "Questionnaires Not Sent"],
                "Reporting": [*FIGURES, "Stay Talks"],
            },
        )

    def test_hr_administrator_also_finds_privacy_and_topics(self):
        self.assertMenus(
            "hr.group_hr_manager",
            OFFICER
            | {
                "Privacy": [
                    "To Be Erased",
                    "Register of Erasures",
                    "Copies of Own Data",
                ]
            },
            {
                "Talks and Answers": ["Interviews", "Questionnaires Not Sent"],
                "Reporting": [*FIGURES, "Stay Talks", "Openings of Answers"],
                "Configuration": ["Exit Topics"],
            },
        )

    def test_hr_administrator_configures_where_hr_is_configured(self):
        user = self._new_user("menu", "hr.group_hr_manager")
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        top = menus[self.env.ref("hr.menu_human_resources_configuration").id]
        self.assertEqual(
            self._get_entries(menus, top)["Offboarding"],
            ["Offboarding Packages", "Notice Rules", "Letter Texts"],
        )

    def test_interviewer_finds_own_talks(self):
        self.assertMenus(
            "hr_exit_interview.group_interviewer",
            EVERYBODY,
            {"Talks and Answers": ["Interviews"]},
        )

    def test_confidential_officer_finds_reports_and_no_talk(self):
        self.assertMenus(
            "hr_exit_interview.group_confidential_officer",
            EVERYBODY,
            {"Talks and Answers": ["Confidential Reports"]},
        )

    def test_exit_officer_outside_hr_finds_answers_figures_and_forms(self):
        self.assertMenus(
            "hr_exit_interview.group_manager",
            EVERYBODY | {"Improvements": IMPROVEMENTS},
            {
                "Talks and Answers": [
                    "Interviews",
                    "Questionnaires Not Sent",
                    "Record Cards",
                    "Exit Answers",
                    "Promises to Leavers",
                ],
                "Reporting": [
                    *FIGURES,
                    "Publish Exit Statistics",
                    "Openings of Answers",
                ],
                "Configuration": ["Exit Questionnaires", "Exit Topics"],
            },
        )

    def test_no_entry_stands_beside_the_groups(self):
        """A new entry is given a group: the menu would be one flat list again."""
        tops = self.env.ref("hr_exit_interview.hr_offboarding_menu")
        tops += self.env.ref("hr_exit_interview.hr_exit_interview_menu_section")
        self.assertEqual(tops.child_id.filtered("action").mapped("name"), [])
