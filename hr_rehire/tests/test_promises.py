"""What holds for every screen of the addon, whichever screens there are."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import RehireCase

MODULE = "hr_rehire"


@tagged("post_install", "-at_install")
class TestPromises(RehireCase):
    def _get_own(self, model):
        """The records of a model that this addon ships."""
        names = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", model)]
        )
        return self.env[model].browse(names.mapped("res_id")).exists()

    def test_every_view_renders(self):
        views = self._get_own("ir.ui.view").filtered("model")
        self.assertGreaterEqual(len(views), 10)
        for view in views:
            with self.subTest(view.xml_id):
                top = view.inherit_id or view
                while top.inherit_id:
                    top = top.inherit_id
                self.env[view.model].get_view(top.id, top.type)

    def test_every_menu_opens_what_it_promises(self):
        menus = self._get_own("ir.ui.menu")
        self.assertEqual(len(menus), 2)
        users = self.user_officer + self.user_recruiter
        for menu in menus:
            action = menu.action
            domain = safe_eval(action.domain or "[]", {"uid": self.env.uid})
            allowed = users.filtered(
                lambda user, menu=menu: user.all_group_ids & menu.group_ids
            )
            self.assertTrue(allowed)
            for user in allowed:
                with self.subTest(menu=menu.complete_name, user=user.login):
                    model = self.env[action.res_model].with_user(user)
                    model.search(domain, limit=1)
                    views = [(False, mode) for mode in action.view_mode.split(",")]
                    model.get_views([*views, (action.search_view_id.id, "search")])

    def test_every_filter_and_group_of_the_search_works(self):
        for user, name in (
            (self.user_officer, "hr.rehire"),
            (self.user_recruiter, "hr.rehire"),
            (self.user_recruiter, "hr.applicant"),
            (self.user_officer, "hr.employee"),
        ):
            self._try_search(self.env[name].with_user(user))

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
                if group and group.split(":")[0] in self.env["hr.rehire"]._fields:
                    self._try_group(model, group)

    def _try_group(self, model, group):
        if model._fields[group.split(":")[0]].type in ("date", "datetime"):
            group = f"{group.split(':')[0]}:month"  # As the web client does.
        model.formatted_read_group([], [group], ["__count"])

    def test_every_model_keeps_companies_apart(self):
        rules = self.env["ir.rule"].search(
            [("model_id.model", "=", "hr.rehire"), ("groups", "=", False)]
        )
        self.assertIn("company_ids", "".join(rules.mapped("domain_force")))

    def test_references_have_a_sequence(self):
        self.assertRegex(
            self.env["ir.sequence"].next_by_code("hr.rehire"), r"^REH/\d{4}/\d{4}$"
        )
