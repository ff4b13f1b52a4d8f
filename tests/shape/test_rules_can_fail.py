"""Each rule, on an addon that keeps it and on the same addon with one thing wrong."""

import functools

import pytest

from .rules import (
    access_lines,
    budgets,
    class_order,
    confidential,
    documents,
    employee_fields,
    empty_screens,
    field_names,
    init_files,
    manifest,
    model_files,
    public_methods,
    python_code,
    record_rules,
    routes,
    sending,
    tests_folder,
    xml_ids,
    xml_layout,
)
from .sample_addon import write_addon
from .test_house_style import RULES

# The lists that people review belong to the real addons; the sample has its own.
LISTS = {
    "routes": {"allowed": {"hr_good /good/<token>"}},
    "public_methods": {"allowed": set()},
    "sending": {
        "allowed": {"hr_good hr_good_thing._tell: asks hr_good_thing._tell before"}
    },
    "confidential": {"confidential": {"hr.good.secret"}},
}
THING = "models/hr_good_thing.py"
VIEWS = "views/hr_good_thing_views.xml"
EMPLOYEE_VIEWS = "views/hr_employee_views.xml"
RULES_FILE = "security/hr_good_security.xml"
ACCESS = "security/ir.model.access.csv"
PORTAL = "controllers/portal.py"
MANIFEST = "__manifest__.py"
TESTS = "tests/test_hr_good_thing.py"

FAULTS = [
    # rule, (file, old text, new text), words of the finding
    (manifest, (VIEWS, "", ""), "lists views/hr_good_thing_views.xml, which does not"),
    (manifest, ("views/more_views.xml", "", "<odoo/>"), 'not listed under "data"'),
    (manifest, ("demo/more_demo.xml", "", "<odoo/>"), 'not listed under "demo"'),
    (manifest, ("README.rst", "", ""), "README.rst is missing"),
    (
        manifest,
        (MANIFEST, '"data": [', '"data": ["data/ir_cron_data.xml",'),
        "lists data/ir_cron_data.xml twice",
    ),
    (
        manifest,
        (MANIFEST, '"security/hr_good_groups.xml",', ""),
        "not listed under",
    ),
    (
        manifest,
        (
            MANIFEST,
            '"security/ir.model.access.csv",\n        "security/hr_good_security.xml",',
            '"security/hr_good_security.xml",\n        "security/ir.model.access.csv",',
        ),
        "groups, then access lines, then rules",
    ),
    (init_files, ("models/hr_more.py", "", "X = 1\n"), "models/hr_more.py is not"),
    (init_files, ("tests/test_more.py", "", "X = 1\n"), "tests/test_more.py is not"),
    (init_files, ("wizard/__init__.py", "", ""), "wizard/__init__.py is missing"),
    (init_files, ("__init__.py", ", wizard", ""), "folder wizard is not imported"),
    (model_files, (THING, '"hr.good.thing"', '"hr.good.stuff"'), "hr_good_stuff.py"),
    (
        model_files,
        (THING, "class HrGoodThing", "class GoodThing"),
        "must be called HrGoodThing",
    ),
    (
        model_files,
        (THING, "models.Model", "models.TransientModel"),
        "a TransientModel belongs in wizard/",
    ),
    (
        model_files,
        (THING, "\n\nclass", '\n\nclass A(models.Model):\n    _name = "a"\n\n\nclass'),
        "holds a second model",
    ),
    (
        model_files,
        (VIEWS, '"model">hr.good.thing', '"model">hr.other'),
        "belongs in hr_other_views.xml",
    ),
    (model_files, (TESTS, "", ""), "tests/test_hr_good_thing.py is missing"),
    (access_lines, (ACCESS, "model_hr_good_thing", "model_hr_x"), "has no line in"),
    (
        access_lines,
        (ACCESS, "hr_good_thing_access_hr_good_group_user", "access_thing"),
        "access_thing must be called hr_good_thing_access_hr_good_group_user",
    ),
    (
        access_lines,
        (ACCESS, "model_hr_good_wizard,hr_good.group_user", "model_hr_good_wizard,"),
        "gives rights to everybody",
    ),
    (
        access_lines,
        (ACCESS, "model_hr_good_wizard,", "model_hr_good_a,"),
        "hr_good_a comes too late",
    ),
    (
        access_lines,
        (ACCESS, "model_hr_good_wizard,", "model_hr_good_thing,"),
        "more than one line for hr_good_thing",
    ),
    (record_rules, (RULES_FILE, "thing_rule_company", "thing_rule_x"), "needs hr_good"),
    (record_rules, (RULES_FILE, "<odoo>", '<odoo noupdate="1">'), "is in noupdate"),
    (record_rules, (RULES_FILE, "create_uid", "write_uid"), "rule for everybody on"),
    (
        record_rules,
        (
            RULES_FILE,
            'thing_rule_company" model="ir.rule">',
            'thing_rule_company" model="ir.rule"><field name="groups" eval="1" />',
        ),
        "must hold for everybody",
    ),
    (
        record_rules,
        (RULES_FILE, '("company_id", "in", company_ids)', '(1, "=", 1)'),
        "does not look at the company",
    ),
    (python_code, (PORTAL, "# Sudo: the link is the right to read.", ""), "its reason"),
    (python_code, (THING, "return True", "return self.env.cr.commit()"), "cr.commit()"),
    (python_code, (THING, 'SQL("SELECT 1")', '"SELECT 1"'), "takes SQL(...) only"),
    (
        python_code,
        (THING, 'Markup("<b>%s</b>") %', 'Markup(f"<b>{self.name}</b>") +'),
        "Markup() of a built text",
    ),
    (python_code, (THING, "for thing in", "for rec in"), "name what it holds, not rec"),
    (python_code, (THING, "return True", "return self._context"), "_context is old"),
    (
        python_code,
        (THING, "_name_uniq =", "_sql_constraints ="),
        "_sql_constraints is old",
    ),
    (
        python_code,
        (THING, "return True", 'return request.redirect("/", local=False)'),
        "stay on the own host",
    ),
    (routes, (PORTAL, "/good/", "/bad/"), "/bad/<token> answers without a login"),
    (routes, (PORTAL, '"public"', '"user"'), "which does not exist any more"),
    (routes, (PORTAL, '"public"', '"public", csrf=False'), "csrf=False is refused"),
    (routes, (PORTAL, 'type="http"', 'type="json"'), 'write "jsonrpc"'),
    (public_methods, (THING, "    @api.private\n", ""), "can call reviewed"),
    (
        public_methods,
        (THING, "action_open(self", "action_open(self, ids"),
        "called ids",
    ),
    (
        confidential,
        (THING, '"hr.good.thing"', '"hr.good.secret"\n    _inherit = "mail.thread"'),
        "must not inherit mail.thread",
    ),
    (
        confidential,
        (
            THING,
            '_name = "hr.good.thing"',
            '_name = "hr.good.secret"\n    note = fields.Char(tracking=True)',
        ),
        "note is confidential and must not be tracked",
    ),
    (
        confidential,
        (
            THING,
            'job_title = fields.Char(related="employee_id.job_title")',
            'x_id = fields.Many2one("hr.good.secret"); y=fields.Char(related="x_id.y")',
        ),
        "y leads into hr.good.secret",
    ),
    (
        employee_fields,
        ("models/hr_employee.py", ', groups="hr.group_hr_user"', ""),
        "good_thing_ids of hr.employee needs groups",
    ),
    (field_names, (THING, "employee_id = ", "employee = "), "must end in _id"),
    (field_names, (THING, 'compute="_compute_is_open', 'compute="_open'), "_compute_"),
    (field_names, (THING, "def action_open", "def write"), "write is defined twice"),
    (
        class_order,
        (THING, '    _OPEN_STATES = ("draft",)\n', "    name = fields.Char()\n"),
        "defaults of hr.good.thing come before fields",
    ),
    (
        xml_ids,
        (VIEWS, "hr_good_thing_view_list", "view_thing_list"),
        "must look like hr_good_thing_view_<type>",
    ),
    (
        xml_ids,
        (VIEWS, ">hr.good.thing.view.list", ">things"),
        "must be hr.good.thing.v",
    ),
    (xml_ids, (VIEWS, "hr_good_thing_action", "action_thing"), "begin with hr_good_t"),
    (xml_ids, (EMPLOYEE_VIEWS, 'id="view_', 'id="my_'), "extended view is view_employ"),
    (xml_ids, (EMPLOYEE_VIEWS, ".inherit.hr_good", ""), "end in .inherit.hr_good"),
    (xml_ids, ("views/hr_good_menus.xml", "hr_good_menu_root", "root"), "_menu[_"),
    (
        xml_ids,
        (RULES_FILE, "hr_good_wizard_rule_own", "own"),
        "with hr_good_wizard_rul",
    ),
    (xml_ids, ("security/hr_good_groups.xml", "group_user", "user"), "with group_"),
    (
        xml_ids,
        ("demo/hr_good_demo.xml", "thing_demo_", "thing_"),
        "hr_good_thing_demo_",
    ),
    (xml_layout, (VIEWS, '<?xml version="1.0" encoding="UTF-8" ?>', ""), "must begin"),
    (xml_layout, (VIEWS, "t-out", "t-raw"), "t-raw shows"),
    (xml_layout, (VIEWS, '<page name="notes">', "<page>"), "a page needs a name"),
    (
        xml_layout,
        (VIEWS, "<list><field", '<list><field string="x"'),
        "its name first",
    ),
    (
        xml_layout,
        (VIEWS, "<list>", '<kanban><field name="x" decoration-bf="x"/></kanban><list>'),
        "a card shows x without decoration-bf",
    ),
    (
        xml_layout,
        (VIEWS, "<list>", '<kanban><t t-name="card" t-att-class="x"/></kanban><list>'),
        "the class of a card is plain text",
    ),
    (
        xml_layout,
        (
            VIEWS,
            "<list>",
            '<kanban><div t-if="record.is_x.raw_value"/></kanban><list>',
        ),
        "a card reads is_x",
    ),
    (xml_layout, (EMPLOYEE_VIEWS, "@name='public'", "@string='P'"), "by label or numb"),
    (xml_layout, ("data/ir_cron_data.xml", ' noupdate="1"', ""), "set noupdate"),
    (xml_layout, ("demo/hr_good_demo.xml", ' noupdate="1"', ""), "set noupdate"),
    (xml_layout, (VIEWS, "<form><notebook>", "<search/><form><notebook>"), "too late"),
    (
        empty_screens,
        (VIEWS, '<field name="help" type="html"><p>No things yet.</p></field>', ""),
        "shows nothing at all while it is empty",
    ),
    (
        sending,
        (THING, "return True", "return self.message_notify()"),
        "sends by message_notify; ask the ledger",
    ),
    (
        sending,
        (THING, "return True", 'return self.env["mail.mail"].sudo().create({})'),
        "sends by mail.mail; ask the ledger",
    ),
    (
        sending,
        (THING, 'if self._may_contact("member"):', "if self:"),
        "says that hr_good_thing._tell asks the ledger, which it does not",
    ),
    (
        sending,
        (THING, 'self.message_post(body="x")', "pass"),
        "which sends nothing any more",
    ),
    (
        sending,
        (RULES_FILE, "<odoo>", '<odoo><record id="x" model="base.automation" />'),
        "x reaches people by itself",
    ),
    (tests_folder, ("tests/test_access.py", "", ""), "tests/test_access.py is missing"),
    (
        tests_folder,
        (TESTS, "", 'env.ref("hr.employee_demo_x")\nenv.ref("a.x_demo_y")\n'),
        "never rely on demo data",
    ),
    (tests_folder, (TESTS, "", "import time\ntime.sleep(1)\n"), "never wait"),
    (tests_folder, (TESTS, "", "self.skipTest(why)\n"), "needs its reason"),
    (documents, ("README.rst", "Limits\n------", "Other\n-----"), "called Limits"),
    (
        documents,
        ("README.rst", "Purpose\n-------\n\nText.", ""),
        "what the addon is for",
    ),
    (documents, ("README.rst", "Text.", "Text.\n" * 30), "at most 80"),
    (documents, ("i18n/hr_good.pot", "", ""), "hr_good.pot is missing"),
    (budgets, (TESTS, "", "X = 1\n" * 301), "has 301 lines (of 300)"),
    (
        budgets,
        (THING, "        return True", "        x = 1\n" * 41 + "        return True"),
        "action_open has 43 lines (of 40)",
    ),
]


def _check(rule, path):
    name = rule.__name__.split(".")[-1]
    return functools.partial(rule.check, **LISTS.get(name, {}))(path)


def _fault_name(fault):
    rule, (file, old, new), words = fault
    return f"{rule.__name__.split('.')[-1]}-{words}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.split(".")[-1])
def test_rule_accepts_the_good_addon(rule, tmp_path):
    assert _check(rule, write_addon(tmp_path)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=_fault_name)
def test_rule_finds_what_is_wrong(fault, tmp_path):
    rule, change, words = fault
    found = _check(rule, write_addon(tmp_path, [change]))
    assert any(words in text for text in found), found


def test_every_rule_has_a_fault_that_it_finds():
    assert {fault[0] for fault in FAULTS} == set(RULES)
