"""What every addon promises about its screens, rights and jobs, whatever they are.

The checks find views, menus, models and jobs by themselves and return sentences about
what is wrong, so that they can be shown to fail. Another addon uses them with
`class TestPromises(PromisesMixin, TransactionCase)` and `promised_modules`.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools.safe_eval import datetime, safe_eval, time


class PromisesMixin:
    promised_modules = ()
    # Filled in by the web client for every user.
    _web_names = {
        "context_today": date.today,
        "datetime": datetime,
        "relativedelta": relativedelta,
        "time": time,
        "True": True,
        "False": False,
    }

    def setUp(self):
        super().setUp()
        self.promise_users = {}

    # What there is

    def _get_shipped(self, model):
        """The records of a model that the promised addons ship."""
        data = self.env["ir.model.data"].search(
            [("module", "in", self.promised_modules), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def _get_own_models(self):
        """The models that the promised addons define, abstract ones left out."""
        models = (
            self.env["ir.model"]
            .search([])
            .filtered(
                lambda model: (
                    self.env.registry.models.get(model.model)
                    and self.env[model.model]._original_module in self.promised_modules
                )
            )
        )
        return [
            self.env[name]
            for name in models.mapped("model")
            if not self.env[name]._abstract
        ]

    def _get_user_of(self, groups):
        """A user who has these groups and otherwise only what everybody has."""
        key = tuple(sorted(groups.ids))
        if key not in self.promise_users:
            user = new_test_user(
                self.env,
                login=f"promise_{'_'.join(map(str, key)) or 'all'}",
                groups="base.group_user",
            )
            user.group_ids |= groups
            self.promise_users[key] = user
        return self.promise_users[key]

    # What is promised: each method returns a list of sentences about what is wrong

    def _find_broken_views(self, views):
        found = []
        for view in views.filtered("model"):
            top = view
            while top.inherit_id and top.mode != "primary":
                top = top.inherit_id
            try:
                # The check that core makes when a view is saved, with all that
                # other addons have added since.
                top._check_xml()
                self.env[view.model].get_view(top.id, top.type)
            except Exception as error:
                found.append(f"{view.xml_id} does not render: {error}")
        return found

    def _find_broken_actions(self, actions):
        found = []
        for action in actions.filtered(lambda a: a.type == "ir.actions.act_window"):
            model = self.env[action.res_model]
            try:
                names = {**self._web_names, "uid": self.env.uid, "active_id": 0}
                safe_eval(action.context or "{}", names)
                model.search(safe_eval(action.domain or "[]", names), limit=1)
                found += [
                    f"{action.xml_id}: {sentence}"
                    for sentence in self._find_broken_filters(model)
                ]
            except Exception as error:
                found.append(f"{action.xml_id} does not open: {error}")
        return found

    def _find_broken_filters(self, model):
        if model._transient:
            return []
        arch = model.get_views([(False, "search")])["views"]["search"]["arch"]
        names = {**self._web_names, "uid": model.env.uid, "self": "x"}
        found = []
        for node in etree.fromstring(arch).xpath("//filter | //field"):
            domain = node.get("domain") if node.tag == "filter" else None
            domain = domain or node.get("filter_domain")
            context = node.get("context") if node.tag == "filter" else None
            try:
                if domain:
                    model.search(safe_eval(domain, names), limit=1)
                group = safe_eval(context or "{}", names).get("group_by")
                if isinstance(group, str) and "properties" not in group:
                    self._try_group(model, group)
            except Exception as error:
                found.append(f"{node.tag} {node.get('name')} fails: {error}")
        return found

    def _try_group(self, model, group):
        name, _colon, unit = group.partition(":")
        if model._fields[name].type in ("date", "datetime"):
            group = f"{name}:{unit or 'month'}"  # As the web client does.
        model.formatted_read_group([], [group], ["__count"])

    def _find_closed_menus(self, menus):
        """Menus that somebody sees who may not read what they open."""
        found = []
        for menu in menus.filtered("action"):
            if menu.action.type != "ir.actions.act_window":
                continue
            for group in self._get_groups_of(menu):
                user = self._get_user_of(group)
                model = self.env[menu.action.res_model].with_user(user)
                modes = menu.action.view_mode.split(",")
                try:
                    model.check_access("read")
                    model.get_views([(False, mode) for mode in [*modes, "search"]])
                except AccessError as error:
                    found.append(f"{menu.complete_name} for {group.name}: {error}")
        return found

    def _get_groups_of(self, menu):
        """The groups that see a menu: its own, or those of the nearest menu above."""
        while menu.parent_id and not menu.group_ids:
            menu = menu.parent_id
        return menu.group_ids or self.env.ref("base.group_user")

    def _find_open_models(self, models):
        """Models without access lines, or without the rule that keeps them apart."""
        found = []
        for model in models:
            access = self.env["ir.model.access"].search_count(
                [("model_id.model", "=", model._name)]
            )
            if not access:
                found.append(f"{model._name} has no access line.")
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", model._name), ("groups", "=", False)]
            )
            wanted = "create_uid" if model._transient else "company_ids"
            is_kept_apart = "company_id" in model._fields or model._transient
            if is_kept_apart and not any(wanted in rule.domain_force for rule in rules):
                found.append(f"{model._name} has no global rule on {wanted}.")
        return found

    def _find_failing_crons(self, crons):
        found = []
        for cron in crons:
            try:
                # With a cursor of its own, as the scheduler does: jobs commit.
                with self.env.registry.cursor() as cursor:
                    cron.with_env(
                        self.env(cr=cursor, user=cron.user_id.id)
                    ).ir_actions_server_id.run()
            except Exception as error:
                found.append(f"{cron.name} fails: {error}")
        return found

    def _find_failing_wizards(self, models):
        found = []
        for model in models:
            if not model._transient:
                continue
            try:
                model.default_get(list(model._fields))
                model.get_views([(False, "form")])
            except Exception as error:
                found.append(f"{model._name} does not open: {error}")
        return found

    # The tests

    def test_every_view_renders(self):
        views = self._get_shipped("ir.ui.view")
        self.assertTrue(views)
        self.assertEqual(self._find_broken_views(views), [])

    def test_every_action_and_filter_searches(self):
        actions = self._get_shipped("ir.actions.act_window")
        self.assertTrue(actions)
        self.assertEqual(self._find_broken_actions(actions), [])

    def test_whoever_sees_a_menu_can_open_it(self):
        menus = self._get_shipped("ir.ui.menu")
        self.assertTrue(menus)
        self.assertEqual(self._find_closed_menus(menus), [])

    def test_every_model_has_its_rights(self):
        models = self._get_own_models()
        self.assertTrue(models)
        self.assertEqual(self._find_open_models(models), [])

    def test_every_job_runs(self):
        """Each job runs while nothing is due, and many years late on all there is."""
        crons = self._get_shipped("ir.cron")
        for day in (fields.Date.today(), "2040-06-03"):
            with (
                self.subTest(str(day)),
                freeze_time(day),
                self.enter_registry_test_mode(),
            ):
                self.assertEqual(self._find_failing_crons(crons), [])

    def test_every_wizard_opens(self):
        self.assertEqual(self._find_failing_wizards(self._get_own_models()), [])
