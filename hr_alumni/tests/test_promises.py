"""What holds for every screen of the addon, whichever screens there are."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import AlumniCase

MODULE = "hr_alumni"


@tagged("post_install", "-at_install")
class TestPromises(AlumniCase):
    def _get_own(self, model):
        """The records of a model that this addon ships."""
        names = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", model)]
        )
        return self.env[model].browse(names.mapped("res_id")).exists()

    def _get_users(self, groups):
        """A user of each group of the addon that is among these, or all of them."""
        users = self.user_alumni + self.user_keeper + self.user_officer
        return users.filtered(lambda user: not groups or user.all_group_ids & groups)

    def test_every_view_renders(self):
        views = self._get_own("ir.ui.view").filtered("model")
        self.assertGreater(len(views), 10)
        for view in views:
            with self.subTest(view.xml_id):
                top = view.inherit_id or view
                self.env[view.model].get_view(top.id, top.type)

    def test_every_menu_opens_what_it_promises(self):
        menus = self._get_own("ir.ui.menu").filtered("action")
        self.assertGreaterEqual(len(menus), 5)
        for menu in menus.filtered(
            lambda menu: menu.action.res_model != "res.config.settings"
        ):
            action = menu.action
            domain = safe_eval(action.domain or "[]", {"uid": self.env.uid})
            for user in self._get_users(menu.group_ids or menu.parent_id.group_ids):
                with self.subTest(menu=menu.complete_name, user=user.login):
                    model = self.env[action.res_model].with_user(user)
                    model.search(domain, limit=1)
                    views = [(False, mode) for mode in action.view_mode.split(",")]
                    model.get_views([*views, (action.search_view_id.id, "search")])

    def test_every_filter_and_group_of_the_search_works(self):
        for user in (self.user_alumni, self.user_officer, self.user_keeper):
            for model in ("hr.alumni", "hr.privacy.purpose"):
                self._try_search(self.env[model].with_user(user))
        self._try_search(self.env["hr.privacy.consent"].with_user(self.user_alumni))
        self._try_search(self.env["crm.lead"].with_user(self.user_sales))

    def _try_search(self, model):
        arch = model.get_views([(False, "search")])["views"]["search"]["arch"]
        filters = etree.fromstring(arch).xpath("//filter")
        self.assertTrue(filters)
        values = {"uid": model.env.uid}
        for node in filters:
            with self.subTest(filter=node.get("name"), user=model.env.user.login):
                if node.get("domain"):
                    model.search(safe_eval(node.get("domain"), values), limit=1)
                context = safe_eval(node.get("context") or "{}", values)
                group = context.get("group_by")
                if group in model._fields and model._fields[group].type in (
                    "date",
                    "datetime",
                ):
                    group += ":month"  # As the web client does.
                if group and "properties" not in group:
                    model.formatted_read_group([], [group], ["__count"])

    def test_every_model_keeps_companies_apart(self):
        for name in ("hr.alumni", "hr.privacy.consent"):
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", name), ("groups", "=", False)]
            )
            with self.subTest(name):
                self.assertIn("company_ids", "".join(rules.mapped("domain_force")))

    def test_settings_are_kept_by_company(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        self.assertEqual(settings.alumni_team_id, self.team)
        settings.alumni_user_id = self.user_sales
        settings.execute()
        self.assertEqual(self.company.alumni_user_id, self.user_sales)
        self.assertFalse(self.company_other.alumni_user_id)
