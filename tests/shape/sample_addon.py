"""A small addon that follows every rule, for the tests of the rules themselves."""

HEADER = '<?xml version="1.0" encoding="UTF-8" ?>\n'

FILES = {
    "__init__.py": "from . import controllers, models, wizard\n",
    "__manifest__.py": """{
    "name": "Good",
    "data": [
        "security/hr_good_groups.xml",
        "security/ir.model.access.csv",
        "security/hr_good_security.xml",
        "data/ir_cron_data.xml",
        "views/hr_good_thing_views.xml",
        "views/hr_employee_views.xml",
        "views/hr_good_menus.xml",
        "wizard/hr_good_wizard_views.xml",
    ],
    "demo": ["demo/hr_good_demo.xml"],
}
""",
    "README.rst": "Good\n====\n\n"
    + "".join(
        f"{heading}\n{'-' * len(heading)}\n\nText.\n\n"
        for heading in ("Purpose", "Configure", "Use", "Limits")
    ),
    "static/description/icon.png": "",
    "i18n/hr_good.pot": "",
    "i18n/zh_CN.po": "",
    "controllers/__init__.py": "from . import portal\n",
    "controllers/portal.py": """from odoo import http


class Portal(http.Controller):
    @http.route("/good/<token>", type="http", auth="public")
    def good(self, token):
        # Sudo: the link is the right to read.
        return request.env["hr.good.thing"].sudo()._get_page(token)
""",
    "models/__init__.py": "from . import hr_employee\nfrom . import hr_good_thing\n",
    "models/hr_employee.py": """from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    good_thing_ids = fields.One2many(
        "hr.good.thing", "employee_id", groups="hr.group_hr_user"
    )
""",
    "models/hr_good_thing.py": """from odoo import api, fields, models


class HrGoodThing(models.Model):
    _name = "hr.good.thing"
    _description = "Good Thing"

    _OPEN_STATES = ("draft",)

    def _default_name(self):
        return "x"

    name = fields.Char(default=_default_name)
    secret = fields.Char()
    company_id = fields.Many2one("res.company")
    employee_id = fields.Many2one("hr.employee")
    job_title = fields.Char(related="employee_id.job_title")
    is_open = fields.Boolean(compute="_compute_is_open")

    _name_uniq = models.Constraint("UNIQUE (name)", "The name is taken.")

    @api.depends("name")
    def _compute_is_open(self):
        for thing in self:
            thing.is_open = True

    def write(self, vals):
        return super().write(vals)

    def action_open(self):
        return True

    @api.private
    def reviewed(self):
        return Markup("<b>%s</b>") % self.name

    def _tell(self):
        if self._may_contact("member"):
            self.message_post(body="x")

    def _get_page(self, token):
        self.env.cr.execute(SQL("SELECT 1"))
        return token
""",
    "wizard/__init__.py": "from . import hr_good_wizard\n",
    "wizard/hr_good_wizard.py": """from odoo import fields, models


class HrGoodWizard(models.TransientModel):
    _name = "hr.good.wizard"
    _description = "Do Good"

    thing_ids = fields.Many2many("hr.good.thing")
""",
    "wizard/hr_good_wizard_views.xml": HEADER
    + """<odoo>
    <record id="hr_good_wizard_view_form" model="ir.ui.view">
        <field name="name">hr.good.wizard.view.form</field>
        <field name="model">hr.good.wizard</field>
        <field name="arch" type="xml"><form /></field>
    </record>
</odoo>
""",
    "security/hr_good_groups.xml": HEADER
    + """<odoo>
    <record id="group_user" model="res.groups">
        <field name="name">Good</field>
    </record>
</odoo>
""",
    "security/ir.model.access.csv": """id,name,model_id:id,group_id:id,perm_read
hr_good_thing_access_hr_good_group_user,thing,model_hr_good_thing,hr_good.group_user,1
hr_good_wizard_access_hr_good_group_user,wizard,model_hr_good_wizard,hr_good.group_user,1
""",
    "security/hr_good_security.xml": HEADER
    + """<odoo>
    <record id="hr_good_thing_rule_company" model="ir.rule">
        <field name="model_id" ref="model_hr_good_thing" />
        <field name="domain_force">[("company_id", "in", company_ids)]</field>
    </record>
    <record id="hr_good_wizard_rule_own" model="ir.rule">
        <field name="model_id" ref="model_hr_good_wizard" />
        <field name="domain_force">[("create_uid", "=", user.id)]</field>
    </record>
</odoo>
""",
    "data/ir_cron_data.xml": HEADER
    + """<odoo noupdate="1">
    <record id="ir_cron_do_good" model="ir.cron">
        <field name="model_id" ref="model_hr_good_thing" />
    </record>
</odoo>
""",
    "demo/hr_good_demo.xml": HEADER
    + """<odoo noupdate="1">
    <record id="hr_good_thing_demo_one" model="hr.good.thing">
        <field name="name">One</field>
    </record>
</odoo>
""",
    "views/hr_good_thing_views.xml": HEADER
    + """<odoo>
    <record id="hr_good_thing_view_list" model="ir.ui.view">
        <field name="name">hr.good.thing.view.list</field>
        <field name="model">hr.good.thing</field>
        <field name="arch" type="xml"><list><field name="name" /></list></field>
    </record>
    <record id="hr_good_thing_view_form" model="ir.ui.view">
        <field name="name">hr.good.thing.view.form</field>
        <field name="model">hr.good.thing</field>
        <field name="arch" type="xml">
            <form><notebook><page name="notes"><t t-out="1" /></page></notebook></form>
        </field>
    </record>
    <record id="hr_good_thing_action" model="ir.actions.act_window">
        <field name="name">Things</field>
        <field name="res_model">hr.good.thing</field>
        <field name="help" type="html"><p>No things yet.</p></field>
    </record>
</odoo>
""",
    "views/hr_employee_views.xml": HEADER
    + """<odoo>
    <record id="view_employee_form" model="ir.ui.view">
        <field name="name">hr.employee.form.inherit.hr_good</field>
        <field name="model">hr.employee</field>
        <field name="inherit_id" ref="hr.view_employee_form" />
        <field name="arch" type="xml">
            <xpath expr="//page[@name='public']" position="inside" />
        </field>
    </record>
</odoo>
""",
    "views/hr_good_menus.xml": HEADER
    + """<odoo>
    <menuitem id="hr_good_menu_root" name="Good" />
</odoo>
""",
    "tests/__init__.py": """from . import test_access
from . import test_hr_good_thing
from . import test_promises
""",
    "tests/common.py": "",
    "tests/test_access.py": "",
    "tests/test_promises.py": "",
    "tests/test_hr_good_thing.py": "",
}


def write_addon(folder, changes=()):
    """Write the good addon with some (file, old text, new text) changed.

    An empty new text for an empty old one removes the file; an empty old text alone
    makes the file's whole text new.
    """
    files = dict(FILES)
    for name, old, new in changes:
        if not old and not new:
            del files[name]
            continue
        if old:
            assert old in files[name], f"{old!r} is not in the good {name}"
        files[name] = files[name].replace(old, new) if old else new
    path = folder / "hr_good"
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return path
