"""What a newsletter costs: its recipients among 100,000, and sending it.

The recipients are found beside the same question in raw SQL: members of the company
with an address that works, whose last word on the newsletter is a consent, and who have
not had as many mails as are allowed. Sending is compared with core's mailing to as many
contacts; no mail leaves.
"""

from datetime import timedelta
from unittest.mock import patch

from measuring import COUNT, Bench

from odoo import fields, modules
from odoo.tools import SQL

env = globals()["env"]  # Given by the shell.
PEOPLE = 100_000
bench = Bench(env, count=COUNT)
purpose = env.ref("hr_alumni.hr_privacy_purpose_newsletter")


def insert_people():
    """Contacts, former colleagues, their consents and mails, past the ORM."""
    for statement in (
        SQL(
            """
            INSERT INTO res_partner
                   (name, complete_name, company_id, active, type, lang, is_company,
                    email, email_normalized)
            SELECT 'Bench ' || n, 'Bench ' || n, %s, TRUE, 'contact', 'en_US', FALSE,
                   'bench' || n || '@example.com', 'bench' || n || '@example.com'
              FROM generate_series(1, %s) n
            """,
            env.company.id,
            PEOPLE,
        ),
        SQL(
            """
            INSERT INTO hr_alumni
                   (partner_id, company_id, state, employee_number, private_email,
                    email_normalized, message_bounce, is_at_competitor)
            SELECT id, company_id,
                   CASE WHEN id %% 10 = 0 THEN 'left' ELSE 'active' END,
                   'B' || id, email, email_normalized, 0, FALSE
              FROM res_partner WHERE name LIKE 'Bench %%'
            """
        ),
        SQL(
            """
            INSERT INTO hr_privacy_consent
                   (alumni_id, company_id, purpose_id, state, date, actor, channel,
                    lang, text, text_version, text_hash)
            SELECT id, company_id, %s,
                   CASE WHEN id %% 5 = turn THEN 'withdrawn' ELSE 'given' END,
                   NOW(), 'person', 'link', 'en_US', 'Text', 1, 'hash'
              FROM hr_alumni, generate_series(1, 2) turn
             WHERE employee_number LIKE 'B%%'
             ORDER BY turn, id
            """,
            purpose.id,
        ),
        SQL(
            """
            INSERT INTO mailing_trace
                   (model, res_id, trace_status, sent_datetime, create_date, trace_type)
            SELECT 'hr.alumni', id, 'sent', NOW(), NOW(), 'mail'
              FROM hr_alumni, generate_series(1, 2)
             WHERE employee_number LIKE 'B%%' AND id %% 4 = 0
            """
        ),
    ):
        env.cr.execute(statement)
    for table in ("res_partner", "hr_alumni", "hr_privacy_consent", "mailing_trace"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()


def new_mailing(model, domain):
    return env["mailing.mailing"].create(
        {
            "subject": "What is new",
            "body_html": "<p>Hello</p>",
            "mailing_type": "mail",
            "mailing_model_id": env["ir.model"]._get_id(model),
            "mailing_domain": repr(domain),
            "reply_to_mode": "new",
            "reply_to": "office@example.com",
            "user_id": env.ref("base.user_admin").id,
        }
    )


def get_raw():
    """The same question as somebody would write it by hand."""
    return SQL(
        """
        WITH last_word AS (
            SELECT DISTINCT ON (alumni_id) alumni_id, state, date_expiry
              FROM hr_privacy_consent
             WHERE purpose_id = %(purpose)s
          ORDER BY alumni_id, id DESC
        ), full_people AS (
            SELECT trace.res_id
              FROM mailing_trace trace
             WHERE trace.model = 'hr.alumni'
               AND trace.trace_status NOT IN ('error', 'cancel')
               AND COALESCE(trace.sent_datetime, trace.create_date) >= %(since)s
               AND trace.is_test_trace IS NOT TRUE
          GROUP BY trace.res_id
            HAVING COUNT(*) >= %(cap)s
        )
        SELECT alumni.id
          FROM hr_alumni alumni
         WHERE alumni.state IN ('active', 'dormant')
           AND alumni.company_id IN %(companies)s
           AND alumni.email_normalized IS NOT NULL
           AND COALESCE(alumni.message_bounce, 0) = 0
           AND alumni.id IN (
               SELECT alumni_id FROM last_word
                WHERE state = 'given'
                  AND (date_expiry IS NULL OR date_expiry >= CURRENT_DATE))
           AND alumni.id NOT IN (SELECT res_id FROM full_people)
      ORDER BY alumni.id DESC
        """,
        purpose=purpose.id,
        since=fields.Datetime.now() - timedelta(days=30),
        cap=env.company.alumni_mail_cap,
        companies=tuple(env.ref("base.user_admin").company_ids.ids),
    )


def find_ours():
    return mailing._get_recipients()


def find_raw():
    return [id_ for [id_] in env.execute_query(get_raw())]


insert_people()
env.company.alumni_mail_cap = 2
env.flush_all()
mailing = new_mailing("hr.alumni", [("state", "in", ("active", "dormant"))])
env.flush_all()
found, expected = find_ours(), find_raw()
assert set(found) == set(expected) and found, (len(found), len(expected))
single = Bench(env, count=1)
single.compare(
    "newsletter_recipients",
    (lambda: None, lambda _subject: find_ours()),
    (lambda: None, lambda _subject: find_raw()),
    1.5,
    lambda ours, base: ours <= 20,
)

people = env["hr.alumni"].browse(found[:COUNT])
contacts = people.partner_id
core = new_mailing("res.partner", [("id", "in", contacts.ids)])
servers = type(env["ir.mail_server"])
with (
    patch.object(modules.module, "current_test", True),
    patch.object(servers, "_connect__", lambda *_args, **_values: None),
    patch.object(
        servers, "send_email", lambda _self, message, *_a, **_v: message["Message-Id"]
    ),
):
    ours = (lambda: None, lambda _subject: mailing.action_send_mail(people.ids))
    base = (lambda: None, lambda _subject: core.action_send_mail(contacts.ids))
    bench.measure(*ours)  # Warm.
    bench.measure(*base)
    bench.compare("newsletter_sending", ours, base, 1.1, lambda ours, base: ours <= 1.7)
env.cr.rollback()
