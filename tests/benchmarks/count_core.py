"""How many queries 15 operations of core take, without and with the addons.

The same program runs on Odoo alone and with the addons. An own column may cost one
query, the buttons on the form of an employee three; everything else costs nothing. All
read the records that the program has made, which are the same in both databases.
"""

from measuring import Bench

env = globals()["env"]  # Given by the shell.
bench = Bench(env, count=20)
LIST, KANBAN, FORM = "list", "kanban", "form"


def get_specification(model, view):
    """Return what the web client asks of a view, as far as fields go."""
    views = env[model].get_views([(False, view)])
    known = views["models"][model]["fields"]
    names = [name for name in known if name in env[model]._fields]
    return {
        name: {"fields": {"display_name": {}}}
        if env[model]._fields[name].type == "many2one"
        else {}
        for name in names
    }


def make(model, count):
    # New values for each call: core takes some out of them.
    return env[model].create([{"name": f"Count {number}"} for number in range(count)])


def read_list(model, view):
    specification = get_specification(model, view)
    return lambda records: env[model].web_search_read(
        [("id", "in", records.ids)], specification, limit=80
    )


def read_form(model):
    specification = get_specification(model, FORM)
    return lambda record: record.web_read(specification)


def create(model, count):
    return lambda _subject: make(model, count)


def write(record):
    record.write({"name": "Renamed"})


def new(model, count=1):
    return lambda: make(model, count)


def nothing():
    return None


def new_applicant(_subject):
    env["hr.applicant"].create({"partner_name": "Count", "email_from": "c@example.com"})


for name, prepare, run, bar in [
    # The column with the number of stints, where it is shown.
    ("employee_list", new("hr.employee", 20), read_list("hr.employee", LIST), 1),
    ("employee_kanban", new("hr.employee", 20), read_list("hr.employee", KANBAN), 0),
    ("employee_form", new("hr.employee"), read_form("hr.employee"), 3),
    # The numbers of a batch: the sequence, one range of it, whether one is used.
    ("employee_create", nothing, create("hr.employee", 1), 3),
    ("employee_write", new("hr.employee"), write, 0),
    ("partner_list", new("res.partner", 20), read_list("res.partner", LIST), 0),
    ("partner_form", new("res.partner"), read_form("res.partner"), 0),
    ("partner_create", nothing, create("res.partner", 1), 0),
    ("partner_create_batch", nothing, create("res.partner", 20), 0),
    ("partner_write", new("res.partner"), write, 0),
    ("partner_write_batch", new("res.partner", 20), write, 0),
    ("partner_archive", new("res.partner"), lambda p: p.action_archive(), 0),
    ("lead_list", new("crm.lead", 20), read_list("crm.lead", LIST), 0),
    # Whether this is a former colleague: one query for the e-mail, one for the contact.
    ("applicant_create", nothing, new_applicant, 2),
    ("get_views", nothing, lambda _s: env["hr.employee"].get_views([(False, FORM)]), 0),
]:
    bench.count_queries(name, prepare, run, bar)
env.cr.rollback()
