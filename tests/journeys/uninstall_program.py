"""Fed to Odoo's shell: tell everything, uninstall, and look for it everywhere."""

import json

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.tools import SQL

MARKER = "Marmoset-9313"
ADDONS = ("hr_exit_interview", "hr_alumni", "hr_rehire")
SECRET = ("hr.exit.interview", "hr.exit.interview.card", "hr.exit.answer")


def plant(env):
    """Put the marker into every place that there is for what leavers say."""
    talk = env["hr.exit.interview"].search([("kind", "=", "exit")], limit=1)
    company = talk.company_id
    env["hr.exit.answer"].create(
        [
            {
                "interview_id": talk.id,
                "company_id": company.id,
                "question_title": "Why?",
                "answer_type": "text",
                "value": MARKER,
                "mode": mode,
            }
            for mode in ("named", "totals")
        ]
    )
    card = env["hr.exit.interview.card"].search([("interview_id", "=", talk.id)])
    card = card or card.create({"interview_id": talk.id})
    card.write(
        {
            "notes": MARKER,
            "quote_ids": [(0, 0, {"text": MARKER})],
            "promise_ids": [(0, 0, {"name": MARKER})],
        }
    )
    card.topic_ids[:1].note = MARKER
    env["hr.exit.alarm"]._raise(talk, "danger", MARKER, True)
    other = env["hr.exit.interview"].search(
        [("kind", "=", "exit"), ("user_input_ids", "=", False)], limit=1
    )
    survey = env.ref("hr_exit_interview.survey_survey_exit_full")
    sheet = survey._get_exit_user_inputs(other)
    question = survey.question_ids.filtered(
        lambda asked: asked.question_type == "text_box"
    )[:1]
    sheet._mark_in_progress()
    sheet._save_lines(question, MARKER)
    for model, record in (
        ("hr.exit.interview", talk),
        ("hr.exit.interview.card", card),
    ):
        env["ir.attachment"].create(
            {
                "name": f"{MARKER}.txt",
                "raw": MARKER.encode(),
                "mimetype": "text/plain",
                "res_model": model,
                "res_id": record.id,
            }
        )
    env["mail.mail"].create(
        {
            "subject": "Yours",
            "body_html": MARKER,
            "model": talk._name,
            "res_id": talk.id,
        }
    )
    env.flush_all()


def scan(env):
    """Every table and column that holds the marker."""
    columns = env.execute_query(
        SQL(
            """
            SELECT c.table_name, c.column_name FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE t.table_type = 'BASE TABLE' AND c.table_schema = 'public'
               AND c.data_type IN ('text', 'character varying', 'jsonb', 'json')
            """
        )
    )
    return [
        f"{table}.{column}"
        for table, column in sorted(columns)
        if env.execute_query(
            SQL(
                "SELECT 1 FROM %s WHERE strpos(%s::text, %s) > 0 LIMIT 1",
                SQL.identifier(table),
                SQL.identifier(column),
                MARKER,
            )
        )
    ]


def count(env):
    """How many people there are but for those of the demo data of the addons."""
    numbers = []
    for model in ("hr.employee", "res.users", "res.partner"):
        ours = env["ir.model.data"].search(
            [("model", "=", model), ("module", "in", ADDONS)]
        )
        records = env[model].with_context(active_test=False).search([])
        numbers.append(len(set(records.ids) - set(ours.mapped("res_id"))))
    return numbers


def probe(env, group):
    """What somebody with the rights of a group finds by the platform's models."""
    user = env["res.users"].create(
        {
            "name": group,
            "login": group,
            "group_ids": [(6, 0, [env.ref("base.group_user").id, env.ref(group).id])],
        }
    )
    found = []
    for model, field in (
        ("survey.user_input.line", "value_text_box"),
        ("survey.user_input.line", "value_char_box"),
        ("mail.message", "body"),
        ("ir.attachment", "name"),
        ("ir.attachment", "index_content"),
    ):
        try:
            records = env[model].with_user(user).search([(field, "like", MARKER[:6])])
            found += [f"{group}: {model}.{field}"] * bool(records)
        except AccessError:
            continue
    surveys = env["survey.survey"].with_user(user).search([])
    found += [
        f"{group}: {title}" for title in surveys.mapped("title") if "xit" in title
    ]
    return found


def main(env):
    """Print before and after, as JSON on a line of its own."""
    plant(env)
    told = {"planted": scan(env), "before": count(env)}
    env.cr.commit()
    name = env.cr.dbname
    module = env["ir.module.module"].search([("name", "=", "hr_exit_interview")])
    module.button_immediate_uninstall()
    env.cr.rollback()
    with Registry(name).cursor() as cr:
        new = api.Environment(cr, SUPERUSER_ID, {})
        told["left"] = scan(new)
        told["after"] = count(new)
        told["models"] = [model for model in SECRET if model in new]
        told["found"] = probe(new, "survey.group_survey_user")
        told["found"] += probe(new, "survey.group_survey_manager")
        told["types"] = new["survey.survey"].search_count(
            [
                (
                    "survey_type",
                    "not in",
                    ["survey", "live_session", "assessment", "custom"],
                )
            ]
        )
        cr.rollback()
    print("TOLD " + json.dumps(told))


main(env)  # noqa: F821 - given by the shell
