"""Markers planted in everything that is said on leaving, and the ways to ask for them.

Whoever gets a marker back has read what is confidential. A way that asks whether there
is something, instead of for it, knows only the first letters: a refusal may repeat what
was asked for.
"""

import inspect
from contextlib import suppress

from odoo import api
from odoo.service.model import call_kw
from odoo.tools import SQL

from .exit_common import MARKER, ExitInterviewCase

PART = MARKER[:6]
# Model: fields in which a marker is planted, and the role that may read it there.
PLACES = {
    "hr.exit.answer": (("value",), "exit_officer"),
    "hr.exit.interview.card": (
        ("notes", "would_have_kept", "return_conditions"),
        "interviewer",
    ),
    "hr.exit.interview.card.topic": (("note",), "interviewer"),
    "hr.exit.interview.card.quote": (("text",), "interviewer"),
    "hr.exit.interview.card.promise": (("name",), "interviewer"),
    "hr.exit.alarm": (("text", "note"), "confidential_officer"),
    # While somebody is answering nobody reads along.
    "survey.user_input.line": (("value_text_box",), None),
}
# Roles that get no marker in any way.
ADVERSARIES = {
    "survey_user": "base.group_user,survey.group_survey_user",
    "survey_manager": "base.group_user,survey.group_survey_manager",
    "marketing": "base.group_user,mass_mailing.group_mass_mailing_user",
    "manager": None,
    "officer": None,
    "admin_hr": None,
    "colleague": None,
    "leaver": None,
    "portal": "base.group_portal",
    "public": None,
}
# Tables in which an action may leave words for others, and their columns.
TRACES = {
    "mail_message": ("body", "subject"),
    "mail_mail": ("body_html",),
    "mail_activity": ("summary", "note", "res_name"),
    "calendar_event": ("name", "description", "location"),
    "ir_attachment": ("name", "description", "index_content"),
    "hr_offboarding_task": ("name", "note"),
    "hr_exit_action": ("name", "result"),
    "bus_bus": ("message",),
}
# What methods are called with, by the names of their parameters.
ARGUMENTS = {
    "domain": [],
    "groupby": ["id"],
    "aggregates": ["__count"],
    "values": {},
    "vals": {},
    "vals_list": [{}],
    "field_name": "id",
    "fname": "id",
    "name": PART,
    "message": "Text",
    "body": "Text",
    "partner_ids": [1],
    "msg_vals": {},
    "view_id": False,
    "view_type": "form",
    "views": [(False, "list")],
}


class _Undo(Exception):
    """Ends a call whose effects are not kept."""


class MarkerCase(ExitInterviewCase):
    """Two leavers, one who has told everything and one who is just telling it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_confidential = cls._new_user(
            "confidential", "hr_exit_interview.group_confidential_officer"
        )
        cls.company.exit_confidential_user_id = cls.user_confidential
        cls.roles = {
            role: cls._new_user(f"role_{role}", groups)
            for role, groups in ADVERSARIES.items()
            if groups
        }
        cls.roles["public"] = cls.env.ref("base.public_user")
        for role in ADVERSARIES.keys() - cls.roles.keys():
            cls.roles[role] = getattr(cls, f"user_{role}")
        cls.readers = {
            "exit_officer": cls.user_exit_officer,
            "interviewer": cls.user_interviewer,
            "confidential_officer": cls.user_confidential,
        }
        # Whoever may export has one more way.
        export = cls.env.ref("base.group_allow_export")
        for user in (*cls.roles.values(), *cls.readers.values()):
            if not user.share:
                user.group_ids += export
        cls.companies = {
            user.id: user.company_ids.ids
            for user in (*cls.roles.values(), *cls.readers.values())
        }
        cls.interview.interviewer_ids = cls.user_interviewer
        employee = cls._new_employee("Half Told", private_email="half@example.com")
        cls.case_half = cls._new_offboarding(employee)
        cls.case_half.action_confirm()
        cls.talk_half = cls.case_half.interview_ids.with_env(cls.env)

    def setUp(self):
        super().setUp()
        self._plant()
        self.last_ids = {
            table: self.env.execute_query(
                SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table))
            )[0][0]
            for table in TRACES
        }

    def _plant(self):
        """Tell everything, in every place that there is for it."""
        self._send()
        self._send(self.talk_half)
        texts = {
            question.exit_key: f"{MARKER} {question.exit_key}"
            for question in self.survey.question_ids
            if question.question_type in ("text_box", "char_box")
        }
        self.assertIn("alarm_text", texts)
        self.talk_half.with_env(self.env)
        sheet = self._sheet(self.talk_half)
        sheet._mark_in_progress()
        self._fill(sheet, **texts)
        self._answer(alarm="danger", alarm_contact=["yes"], **texts)
        # Chosen otherwise, the same words are read by nobody.
        self.interview.answer_ids[:1].copy({"mode": "totals"})
        self.interview.answer_ids[:1].copy(
            {"mode": "later", "release_date": "2099-01-01"}
        )
        self._fill_card()
        alarms = self.env["hr.exit.alarm"].search(
            [("company_id", "=", self.company.id)]
        )
        alarms.note = f"Noted {MARKER}"
        self.env.flush_all()
        self.env.invalidate_all()
        self.planted = {
            model: self.env[model].search(self._has_marker(names))
            for model, (names, _reader) in PLACES.items()
        }

    def _fill_card(self):
        action = self.interview.with_user(self.user_interviewer).action_open_card()
        card = self.env["hr.exit.interview.card"].browse(action["res_id"])
        card.write(
            {
                "would_have_kept": f"Kept {MARKER}",
                "would_return": "perhaps",
                "return_conditions": f"If {MARKER}",
                "notes": f"Notes {MARKER}",
                "quote_ids": [(0, 0, {"text": f"Said {MARKER}"})],
                "promise_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"Letter {MARKER}",
                            "user_id": self.user_interviewer.id,
                            "date_deadline": "2099-04-01",
                        },
                    )
                ],
            }
        )
        card.topic_ids[0].write({"rating": "2", "note": f"Pay {MARKER}"})

    @staticmethod
    def _has_marker(names):
        return [*(["|"] * (len(names) - 1)), *((name, "like", PART) for name in names)]

    # Asking

    def _ask(self, user, model, method, args=()):
        """What comes back from a call of the API, as text; nothing of it is kept.

        Words that the call leaves for others to read come back as well.
        """
        return " ".join(map(str, self._call(user, model, method, args)))

    def _call(self, user, model, method, args=()):
        """What comes back, and what is left for others; the error if one is raised."""
        self.env.flush_all()
        self.env.invalidate_all()
        context = {"allowed_company_ids": self.companies[user.id]}
        env = api.Environment(self.env.cr, user.id, context)
        kwargs = {"context": context}
        told = []
        try:
            with suppress(_Undo), self.env.cr.savepoint():
                told.append(call_kw(env[model], method, list(args), kwargs))
                self.env.flush_all()
                told.append(self._find_traces())
                raise _Undo
        except Exception as error:
            told = [error]
        self.env.cr.precommit.clear()
        self.env.cr.postcommit.clear()
        return told

    def _find_traces(self):
        """Markers in what was written for others since the planting."""
        queries = [
            SQL(
                "SELECT %s WHERE EXISTS (SELECT 1 FROM %s WHERE id > %s AND "
                "strpos(CONCAT(%s), %s) > 0)",
                table,
                SQL.identifier(table),
                self.last_ids[table],
                SQL(", ").join(SQL("%s::text", SQL.identifier(c)) for c in columns),
                MARKER,
            )
            for table, columns in TRACES.items()
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        return [f"{MARKER} left in {table}" for (table,) in rows]

    # Ways

    def _get_reading_calls(self, model, name, ids=None):
        """Every way of the platform to ask for one field of all records of a model.

        :return: (method, arguments); what they answer is searched for the marker
        """
        ids = ids or self.planted[model].ids
        return (
            ("read", (ids, [name])),
            ("web_read", (ids, {name: {}})),
            ("search_read", ([], [name])),
            ("web_search_read", ([], {name: {}})),
            ("export_data", (ids, [name])),
            ("copy_data", (ids,)),
            ("onchange", (ids, {}, [], {name: {}})),
            ("web_save", (ids, {}, {name: {}})),
            ("name_search", (PART,)),
            ("web_name_search", (PART, {name: {}})),
            ("formatted_read_group", ([], [name])),
            ("formatted_read_group", ([], [], [f"{name}:array_agg"])),
            ("formatted_read_group", ([], [], [f"{name}:max"])),
            ("formatted_read_grouping_sets", ([], [[name], []])),
            ("web_read_group", ([], [name])),
            ("read_group", ([], [name], [name])),
            ("read_progress_bar", ([], name, {"field": name, "colors": {}})),
            ("search_panel_select_range", (name,)),
            ("search_panel_select_multi_range", (name,)),
        )

    def _get_guessing_calls(self, model, name):
        """Every way to find out whether a field holds something: found is told."""
        guess = [(name, "like", PART)]
        return (
            ("search", (guess,)),
            ("search", ([], 0, 5, name)),
            ("search_count", (guess,)),
            ("search_read", (guess, ["id"])),
            ("search", ([("id", "any", guess)],)),
        )

    def _get_public_methods(self, model, of_modules=None):
        """Names of the methods that may be called by the API.

        :param of_modules: only those that one of these addons defines or changes
        """
        found = set()
        for cls in type(self.env[model]).mro():
            addon = cls.__module__.split(".")[2] if "addons" in cls.__module__ else ""
            if of_modules is None or addon in of_modules:
                found |= {
                    name
                    for name, value in vars(cls).items()
                    if not name.startswith("_")
                    and callable(getattr(value, "__func__", value))
                    and not inspect.isclass(value)
                }
        return sorted(name for name in found if not self._is_private(model, name))

    def _is_private(self, model, name):
        return any(
            getattr(getattr(cls, name, None), "_api_private", False)
            for cls in type(self.env[model]).mro()
        )

    def _guess_arguments(self, model, name, ids):
        """Arguments that get as far as possible into a method."""
        method = getattr(type(self.env[model]), name)
        parameters = list(inspect.signature(method).parameters.values())
        is_bound = inspect.ismethod(method)
        args = [] if getattr(method, "_api_model", False) or is_bound else [ids]
        for parameter in parameters[0 if is_bound else 1 :]:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                continue
            if parameter.default is parameter.empty:
                args.append(ARGUMENTS.get(parameter.name, PLACES_FIELDS.get(model, [])))
        return args

    def _get_paths(self, steps=4, places=None):
        """Every dotted path of fields that leads to a marker from another model.

        No model is passed twice: a way round tells nothing more.

        :param places: dict of model to its fields with a marker, by default `PLACES`
        :return: list of (model, path), the path with the field of the marker
        """
        places = places or PLACES_FIELDS
        ways = {model: [((), (model,))] for model in places}
        found = []
        for _step in range(steps):
            longer = {}
            for model in self.env.registry.models:
                for field in self.env[model]._fields.values():
                    for path, passed in ways.get(field.comodel_name, ()):
                        if field._description_searchable and model not in passed:
                            way = ((field.name, *path), (model, *passed))
                            longer.setdefault(model, []).append(way)
            ways = longer
            found += [
                (model, ".".join((*path, places[passed[-1]][0])))
                for model, pairs in ways.items()
                for path, passed in pairs
            ]
        return found

    def _has_hit(self, model, path):
        """Whether the superuser finds a marker by this path."""
        try:
            with self.env.cr.savepoint():
                records = self.env[model].with_context(active_test=False)
                return bool(records.search_count([(path, "like", PART)], limit=1))
        except Exception:
            return False


PLACES_FIELDS = {model: list(names) for model, (names, _reader) in PLACES.items()}
