"""What a page of the directory costs beside core's list of contacts, 100,000 in each.

Both are read by an employee without further rights, as the web client reads a list:
all fields of the view, 80 rows, and how many there are.
"""

from lxml import etree
from measuring import Bench

from odoo.tools import SQL

env = globals()["env"]  # Given by the shell.
PEOPLE = 100_000
PAGE = 80
REPEAT = 10  # A single page is too fast to be measured.
AUDIENCES = ("alumni", "staff", "sales", "recruiters")
bench = Bench(env, count=REPEAT)


def insert_people():
    """Contacts, former colleagues and their rows for every audience, past the ORM."""
    company = env.company.id
    env.cr.execute(
        SQL(
            """
            INSERT INTO res_partner
                   (name, complete_name, company_id, active, type, lang, is_company)
            SELECT 'Bench ' || md5(n::text), 'Bench ' || md5(n::text), %s, TRUE,
                   'contact', 'en_US', FALSE
              FROM generate_series(1, %s) n
            """,
            company,
            PEOPLE,
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO hr_alumni (partner_id, company_id, state)
            SELECT id, company_id, 'active' FROM res_partner WHERE name LIKE 'Bench %%'
            """
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO hr_alumni_directory
                   (alumni_id, company_id, audience, is_listed, name, job_title,
                    employer_name, city, country_id, skills)
            SELECT alumni.id, alumni.company_id, audience, TRUE, partner.name,
                   'Chemist', 'Employer ' || alumni.id %% 5000,
                   'Town ' || alumni.id %% 800,
                   (SELECT id FROM res_country ORDER BY id OFFSET alumni.id %% 50
                     LIMIT 1),
                   'Kilns'
              FROM hr_alumni alumni
              JOIN res_partner partner ON partner.id = alumni.partner_id
        CROSS JOIN unnest(%s) audience
             WHERE partner.name LIKE 'Bench %%'
            """,
            list(AUDIENCES),
        )
    )
    for table in ("res_partner", "hr_alumni", "hr_alumni_directory"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()


def new_reader():
    return env["res.users"].create(
        {
            "name": "Bench reader",
            "login": "bench_reader",
            "company_id": env.company.id,
            "company_ids": env.company.ids,
            "group_ids": env.ref("base.group_user").ids,
        }
    )


def get_specification(model):
    """The fields of the list as the web client asks for them."""
    arch = etree.fromstring(model.get_view(view_type="list")["arch"])
    names = {node.get("name") for node in arch.iterfind(".//field")}
    name_only = {"fields": {"display_name": {}}}
    return {name: name_only if model._fields[name].relational else {} for name in names}


def read_pages(model, domain, offset=0):
    specification = get_specification(model)

    def run(_subject):
        for _time in range(REPEAT):
            env.invalidate_all()
            model.web_search_read(domain, specification, offset=offset, limit=PAGE)

    return lambda: None, run


def find_names(model, text):
    def run(_subject):
        for _time in range(REPEAT):
            env.invalidate_all()
            model.name_search(text, limit=PAGE)

    return lambda: None, run


insert_people()
reader = new_reader()
directory = env["hr.alumni.directory"].with_user(reader)
contacts = env["res.partner"].with_user(reader)
for_staff = [("audience", "=", "staff")]
assert directory.search_count(for_staff) >= PEOPLE

first = read_pages(directory, for_staff)
bench.measure(*first)  # Warm.
bench.measure(*read_pages(contacts, []))
bench.compare(
    "directory_first_page",
    first,
    read_pages(contacts, []),
    0.8,
    lambda ours, base: ours <= 12,
)
bench.compare(
    "directory_page_100",
    read_pages(directory, for_staff, offset=99 * PAGE),
    first,
    2,
    lambda ours, base: ours <= base,
)
bench.compare(
    "directory_name_search",
    find_names(directory, "bench 7b"),
    find_names(contacts, "bench 7b"),
    1.2,
    lambda ours, base: ours <= base + 1,
)
env.cr.rollback()
