"""What counting a segment costs beside the same count in raw SQL, among 100,000.

Each saved filter of mailings is counted as the alumni manager, whose rules apply; the
raw statement asks the same of the same rows. The list of former colleagues is read
beside core's list of contacts.
"""

from ast import literal_eval

from lxml import etree
from measuring import Bench

from odoo.tools import SQL

env = globals()["env"]  # Given by the shell.
PEOPLE = 100_000
PAGE = 80
COUNTED = 10_001  # The web client counts no further.
REPEAT = 10  # A single count is too fast to be measured.
NOISE = 0.005  # Seconds: below, what is compared is the layer above the database.
bench = Bench(env, count=REPEAT)
# Column of hr_alumni: what one row in so many has, and all others.
VALUES = (
    ("left_date", "CURRENT_DATE - (id %% 9000)::int"),
    ("service_days", "(id * 37 %% 9000)::int"),
    ("stint_count", "CASE WHEN id %% 9 = 0 THEN 2 ELSE 1 END"),
    (
        "background",
        """CASE id %% 20 WHEN 0 THEN 'retiree' WHEN 1 THEN 'trainee'
           WHEN 2 THEN 'contractor' ELSE 'employee' END""",
    ),
    ("state", "CASE WHEN id %% 7 = 0 THEN 'dormant' ELSE 'active' END"),
    ("is_open_to_return", "id %% 11 = 0"),
    ("is_open_to_projects", "id %% 12 = 0"),
    ("is_open_to_mentoring", "id %% 13 = 0"),
    ("is_open_to_speaking", "id %% 14 = 0"),
    ("last_sign_date", "CURRENT_DATE - (id %% 1500)::int"),
    ("is_former_manager", "id %% 15 = 0"),
    ("leaving_group", "CASE WHEN id %% 40 = 0 THEN 'Spring' END"),
    ("is_founder", "id %% 100 = 0"),
    ("is_decision_maker", "id %% 25 = 0"),
    (
        "employer_relation",
        """CASE id %% 30 WHEN 0 THEN 'customer' WHEN 1 THEN 'prospect'
           WHEN 2 THEN 'supplier' ELSE 'none' END""",
    ),
    ("is_at_competitor", "id %% 90 = 0"),
    ("is_at_public_body", "id %% 60 = 0"),
)


def insert_people():
    """Contacts and former colleagues, past the ORM."""
    env.cr.execute(
        SQL(
            """
            INSERT INTO res_partner
                   (name, complete_name, company_id, active, type, lang, is_company)
            SELECT 'Bench ' || md5(n::text), 'Bench ' || md5(n::text), %s, TRUE,
                   'contact', 'en_US', FALSE
              FROM generate_series(1, %s) n
            """,
            env.company.id,
            PEOPLE,
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO hr_alumni (partner_id, company_id, state, employee_number)
            SELECT id, company_id, 'active', 'B' || id
              FROM res_partner WHERE name LIKE 'Bench %%'
            """
        )
    )
    env.cr.execute(
        SQL(
            "UPDATE hr_alumni SET %s",
            SQL(", ").join(
                SQL("%s = " + value, SQL.identifier(name)) for name, value in VALUES
            ),
        )
    )
    tier = env.ref("hr_alumni.hr_alumni_tier_t1").id
    env.cr.execute(SQL("UPDATE hr_alumni SET tier_id = %s WHERE id %% 50 = 0", tier))
    for table in ("res_partner", "hr_alumni"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()


def new_manager():
    return env["res.users"].create(
        {
            "name": "Bench office",
            "login": "bench_office",
            "company_id": env.company.id,
            "company_ids": env.company.ids,
            "group_ids": env.ref("hr_alumni.group_manager").ids,
        }
    )


def repeat(step):
    def run(_subject):
        for _time in range(REPEAT):
            env.invalidate_all()
            step()

    return lambda: None, run


def get_where(domain):
    """The condition alone, as somebody would write it by hand."""
    query = env["hr.alumni"].sudo()._search(domain, order="id")
    return SQL(
        "SELECT COUNT(*) FROM %s WHERE %s",
        query.from_clause,
        SQL(
            "%s AND hr_alumni.company_id = %s",
            query.where_clause or SQL("TRUE"),
            env.company.id,
        ),
    )


def get_specification(model):
    """The fields of the list as the web client asks for them."""
    arch = etree.fromstring(model.get_view(view_type="list")["arch"])
    shown, hidden = set(), set()
    for node in arch.iterfind(".//field"):
        if node.get("optional") != "hide":
            is_hidden = node.get("column_invisible") == "True"
            (hidden if is_hidden else shown).add(node.get("name"))
    name_only = {"fields": {"display_name": {}}}
    return dict.fromkeys(hidden, {}) | {
        name: name_only if model._fields[name].relational else {} for name in shown
    }


def read_pages(model, offset=0):
    specification = get_specification(model)

    def step():
        model.web_search_read(
            [], specification, offset=offset, limit=PAGE, count_limit=COUNTED
        )

    return repeat(step)


insert_people()
people = env["hr.alumni"].with_user(new_manager())
contacts = env["res.partner"].with_user(people.env.user)
for segment in env["mailing.filter"].search(
    [("mailing_model_id.model", "=", "hr.alumni")], order="id"
):
    domain = literal_eval(segment.mailing_domain)
    raw = get_where(domain)
    ours = repeat(lambda domain=domain: people.search_count(domain))
    base = repeat(lambda raw=raw: env.execute_query(raw))
    bench.measure(*ours)  # Warm.
    found, [[expected]] = people.search_count(domain), env.execute_query(raw)
    assert found == expected, (segment.name, found, expected)
    name = segment.name.removeprefix("Alumni: ").replace(" ", "_").lower()
    bench.compare(
        f"segment_{name}",
        ours,
        base,
        1.3,
        lambda ours, base: ours <= 1,
        noise=NOISE,
    )

first = read_pages(people)
bench.measure(*first)
bench.measure(*read_pages(contacts))
bench.compare(
    "alumni_first_page",
    first,
    read_pages(contacts),
    0.8,
    lambda ours, base: ours <= 12,
)
bench.compare(
    "alumni_page_100",
    read_pages(people, offset=99 * PAGE),
    first,
    2,
    lambda ours, base: ours <= base,
)
bench.compare(
    "alumni_name_search",
    repeat(lambda: people.name_search("bench 7b", limit=PAGE)),
    repeat(lambda: contacts.name_search("bench 7b", limit=PAGE)),
    1.2,
    lambda ours, base: ours <= base + 1,
)
env.cr.rollback()
