"""What every addon promises about its screens, rights and jobs, whatever they are.

The checks find views, menus, models and jobs by themselves and return sentences about
what is wrong, so that they can be shown to fail. Another addon uses them with
`class TestPromises(PromisesMixin, TransactionCase)` and `promised_modules`.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger
from odoo.tools.safe_eval import datetime, safe_eval, time

from .promises_rights import RightsPromisesMixin


class PromisesMixin(RightsPromisesMixin):
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
                for user in self._get_readers(view.model):
                    self.env[view.model].with_user(user).get_view(top.id, top.type)
            except Exception as error:
                found.append(f"{view.xml_id} does not render: {error}")
        return found

    def _get_readers(self, model):
        """A user of each group that may read a model; visitors have other pages."""
        groups = (
            self.env["ir.model.access"]
            .search([("model_id.model", "=", model), ("perm_read", "=", True)])
            .group_id
        )
        groups -= self.env.ref("base.group_portal") + self.env.ref("base.group_public")
        return [self._get_user_of(group) for group in groups]

    def _find_broken_actions(self, actions):
        """Actions that do not search for those who see their menus, or for anybody."""
        found = []
        for action in actions:
            menus = self.env["ir.ui.menu"].search(
                [("action", "=", f"ir.actions.act_window,{action.id}")]
            )
            groups = self.env["res.groups"].union(*map(self._get_groups_of, menus))
            users = [self._get_user_of(group) for group in groups] or [self.env.user]
            for user in users:
                model = self.env[action.res_model].with_user(user)
                try:
                    names = {**self._web_names, "uid": user.id, "active_id": 0}
                    safe_eval(action.context or "{}", names)
                    model.search(safe_eval(action.domain or "[]", names), limit=1)
                except Exception as error:
                    found.append(f"{action.xml_id} does not open: {error}")
                    continue
                found += [
                    f"{action.xml_id}: {sentence}"
                    for sentence in self._find_broken_filters(model)
                ]
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

    def _find_failing_crons(self, crons):
        found = []
        for cron in crons:
            # Core tells about a failure with an action that shows it.
            shown = cron.method_direct_trigger()
            if shown is not True:
                found.append(f"{cron.name} fails: {shown['params']['data']['debug']}")
        return found

    def _delete_everything(self, models):
        """Leave no record of these models, past the checks that keep the ledgers."""
        tables = [m._table for m in models if m._auto and not m._transient]
        left = len(tables) + 1
        while len(tables) < left:
            # Lines go before what they belong to, in as many rounds as that takes.
            left, tables = len(tables), [t for t in tables if not self._clear(t)]
        self.env.invalidate_all()
        return tables

    def _clear(self, table):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
        except IntegrityError:
            return False
        return True

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

    def test_every_job_runs(self):
        """Each job runs on what there is, many years late, and on nothing at all."""
        crons = self._get_shipped("ir.cron")
        if not crons:
            return
        with self.enter_registry_test_mode():
            self.assertEqual(self._find_failing_crons(crons), [])
            with freeze_time("2040-06-03"):
                self.assertEqual(self._find_failing_crons(crons), [])
            self.assertEqual(self._delete_everything(self._get_own_models()), [])
            self.assertEqual(self._find_failing_crons(crons), [])

    def test_every_search_view_searches(self):
        """Searches of other addons' screens too, as far as ours have added to them."""
        views = self._get_shipped("ir.ui.view").filtered(lambda v: v.type == "search")
        found = [
            f"{name}: {sentence}"
            for name in set(views.mapped("model"))
            for sentence in self._find_broken_filters(self.env[name])
        ]
        self.assertEqual(found, [])

    def test_every_wizard_opens(self):
        self.assertEqual(self._find_failing_wizards(self._get_own_models()), [])
