"""Role by model by verb: the table of the access that exists, tried as each role."""

import itertools

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_fields import get_readers, make_table
from .access_table import FIELDS
from .common import OffboardingCase

# model: role: verbs that succeed on a record of the own company
# (c create, r read, w write, u unlink); "own" roles are told apart in the tests below.
MATRIX = {
    "hr.offboarding": {
        "officer": "crw",
        "admin_hr": "crwu",
        "manager": "r",
        "leaver": "r",
    },
    "hr.offboarding.asset": {
        "officer": "crwu",
        "admin_hr": "crwu",
        "manager": "r",
        "leaver": "r",
    },
    "hr.offboarding.agreement": {
        "officer": "crwu",
        "admin_hr": "crwu",
        "leaver": "r",
    },
    "hr.exit.access.log": {"admin_hr": "r", "exit_officer": "r"},
    # Its officer alone, whom the table does not know: see `test_hr_exit_alarm`.
    "hr.exit.alarm": {},
    "hr.exit.action": {"officer": "crwu", "admin_hr": "crwu", "exit_officer": "crwu"},
    "hr.exit.action.proposal": {
        "officer": "rw",
        "admin_hr": "rw",
        "exit_officer": "rw",
    },
    "hr.exit.interview.card": {"exit_officer": "crw"},
    "hr.exit.interview.card.topic": {"exit_officer": "crwu"},
    "hr.exit.interview.card.quote": {"exit_officer": "crwu"},
    "hr.exit.interview.card.promise": {"exit_officer": "crwu"},
    "hr.offboarding.handover": {
        "officer": "crwu",
        "admin_hr": "crwu",
        "manager": "r",
        "leaver": "r",
    },
    "hr.offboarding.handover.line": {
        "officer": "crwu",
        "admin_hr": "crwu",
        "manager": "r",
        "leaver": "r",
    },
    "hr.offboarding.handover.log": {"officer": "r", "admin_hr": "r"},
    "hr.offboarding.introduction": {
        "officer": "rwu",
        "admin_hr": "rwu",
        "manager": "rw",
    },
    "hr.offboarding.due": {"officer": "crwu", "admin_hr": "crwu", "leaver": "r"},
    "hr.offboarding.letter": {"officer": "crwu", "admin_hr": "crwu"},
    "hr.offboarding.letter.text": {"officer": "r", "admin_hr": "crwu"},
    "hr.offboarding.task": {"officer": "crwu", "admin_hr": "crwu"},
    "hr.offboarding.template": {"officer": "r", "admin_hr": "crwu"},
    "hr.offboarding.template.task": {"officer": "r", "admin_hr": "crwu"},
    "hr.employment.period": {"officer": "r", "admin_hr": "r"},
    "hr.offboarding.notice.rule": {"officer": "r", "admin_hr": "crwu"},
    "hr.offboarding.analysis": {"officer": "r", "admin_hr": "r"},
    "hr.offboarding.urgent": {"officer": "rw", "admin_hr": "rw", "manager": "rw"},
    "hr.offboarding.urgent.call": {
        "officer": "rwu",
        "admin_hr": "rwu",
        "manager": "rw",
    },
    "hr.offboarding.wave": {"officer": "crw", "admin_hr": "crwu"},
    "hr.exit.promise": {"officer": "r", "admin_hr": "r", "exit_officer": "r"},
    "hr.exit.stat": {"officer": "r", "admin_hr": "r", "exit_officer": "r"},
    "hr.exit.stat.window": {"officer": "r", "admin_hr": "r", "exit_officer": "r"},
    "hr.exit.stat.minimum": {"officer": "r", "admin_hr": "r", "exit_officer": "r"},
    "hr.own.data.copy": {"admin_hr": "crw"},
    "hr.retention.due": {"admin_hr": "r"},
    "hr.retention.log": {"admin_hr": "r"},
}
# Wizards: roles that may open one, which nobody else sees then.
INSIDE = {
    "officer",
    "admin_hr",
    "manager",
    "leaver",
    "colleague",
    "exit_officer",
    "interviewer",
    "survey_user",
    "survey_manager",
    "contact_manager",
    "system",
}
WIZARDS = {
    "hr.offboarding.handover.propose": INSIDE,
    "hr.exit.stat.publish": {"exit_officer"},
    "hr.offboarding.override": {"admin_hr"},
    "hr.offboarding.report": INSIDE,
    "hr.offboarding.resign": INSIDE,
    "hr.offboarding.task.waive": INSIDE,
    "hr.offboarding.wave.add": {"officer", "admin_hr"},
    "hr.privacy.erase": {"admin_hr"},
    "hr.retention.hold": {"admin_hr"},
}
# Those with a table of their own, in `test_exit_access` or with their model.
ELSEWHERE = {"hr.exit.interview", "hr.exit.answer", "hr.exit.topic"}
# What the leaver and the managers above see of a departure; all else is for HR.
SHOWN_TO_CONCERNED = {
    "id",
    "name",
    "display_name",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "employee_id",
    "company_id",
    "user_id",
    "department_id",
    "job_id",
    "manager_id",
    "last_working_date",
    "departure_date",
    "days_left",
    "state",
    "is_open",
    "is_in_my_team",
    "my_open_task_count",
    "handover_ids",
    "is_urgent",
    "shown_asset_ids",
    "shown_due_ids",
    "urgent_ids",
    "task_ids",
}
# Roles that there are in each company, and more than once in one.
PEERS = {
    "officer": "hr.group_hr_user",
    "admin_hr": "hr.group_hr_manager",
    "exit_officer": "hr_exit_interview.group_manager",
}
VERBS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}


@tagged("post_install", "-at_install", "security")
class TestAccess(OffboardingCase):
    # Models whose rows are tried, all if None.
    only_models = None
    table_tests = (
        "test_matrix",
        "test_nothing_from_another_company",
        "test_wizard_is_read_by_whoever_opened_it",
        "test_fields_are_read_by_the_roles_of_the_table",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = cls._new_user
        cls.roles = {
            "officer": cls.user_officer,
            "admin_hr": cls.user_admin_hr,
            "manager": cls.user_manager,
            "leaver": cls.user_leaver,
            "colleague": cls.user_colleague,
            "exit_officer": new_user("exit_officer", "hr_exit_interview.group_manager"),
            "interviewer": new_user(
                "interviewer", "hr_exit_interview.group_interviewer"
            ),
            "survey_user": new_user(
                "survey_user", "base.group_user,survey.group_survey_user"
            ),
            "survey_manager": new_user(
                "survey_manager", "base.group_user,survey.group_survey_manager"
            ),
            "contact_manager": new_user(
                "contact_manager", "base.group_user,base.group_partner_manager"
            ),
            "system": new_user("system", "base.group_user,base.group_system"),
            "portal": new_user("portal_user", "base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }
        cls.peers = {
            f"{role} too": new_user(f"{role}_too", groups)
            for role, groups in PEERS.items()
        }
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.employee_gone = cls._new_employee("Gone")
        cls.employee_gone.action_archive()
        package = cls.env.ref("hr_exit_interview.hr_offboarding_template_standard")
        cls.env["res.partner"].create(
            {"name": "A customer", "user_id": cls.user_leaver.id}
        )
        cls.case.action_view_handover()
        handover = cls.case.handover_ids
        handover.action_approve()
        handover.action_run()
        handover.action_view_introductions()
        agreement = cls.env["hr.offboarding.agreement"].create(
            {"employee_id": cls.employee_leaver.id, "signed_date": "2021-05-01"}
        )
        agreement.action_put_in_force()
        urgent = cls.env["hr.offboarding.urgent"]._open_for({cls.case: "short"})
        cls.records = {
            "hr.offboarding.introduction": cls.env["hr.offboarding.introduction"]
            .search([("offboarding_id", "=", cls.case.id)])
            .sudo(False),
            "hr.offboarding.urgent": urgent,
            "hr.offboarding.urgent.call": urgent.call_ids.create(
                {"urgent_id": urgent.id}
            ),
            # The officer's own, so that no other role of the table is its owner.
            "hr.exit.action": cls.env["hr.exit.action"].create(
                {
                    "name": "Open the pay ranges",
                    "topic_id": cls.env.ref("hr_exit_interview.hr_exit_topic_pay").id,
                    "user_id": cls.user_officer.id,
                    "date_deadline": "2026-12-31",
                }
            ),
            "hr.offboarding.handover": handover,
            "hr.offboarding.handover.line": handover.line_ids[0],
            "hr.offboarding.handover.log": handover.sudo().log_ids[0],
            "hr.offboarding": cls.case,
            # The officer's own, so that no other role of the table is its assignee.
            "hr.offboarding.task": cls.case.task_ids.filtered(
                lambda task: task.user_id == cls.user_officer
            )[0],
            "hr.offboarding.asset": cls.env["hr.offboarding.asset"].create(
                {
                    "offboarding_id": cls.case.id,
                    "name": "Laptop",
                    "is_blocking": False,
                }
            ),
            "hr.offboarding.due": cls.env["hr.offboarding.due"].create(
                {
                    "offboarding_id": cls.case.id,
                    "name": "Advance",
                    "amount": 1,
                    "is_blocking": False,
                }
            ),
            "hr.offboarding.agreement": agreement,
            "hr.offboarding.letter": cls.case.letter_ids.create(
                {
                    "offboarding_id": cls.case.id,
                    "kind": "reference",
                    "name": "Letter of Reference",
                }
            ),
            "hr.offboarding.letter.text": cls.env["hr.offboarding.letter.text"].create(
                {
                    "name": "Reference",
                    "kind": "reference",
                    "body": "<p>{employee_name}</p>",
                    "company_id": cls.company.id,
                }
            ),
            "hr.offboarding.template": package,
            "hr.offboarding.template.task": package._get_items()[0],
            "hr.employment.period": cls.employee_gone.employment_period_ids,
            "hr.offboarding.notice.rule": cls.env["hr.offboarding.notice.rule"].create(
                {"name": "Three months", "duration": 3, "company_id": cls.company.id}
            ),
            "hr.offboarding.analysis": cls.env["hr.offboarding.analysis"].search(
                [("employee_id", "=", cls.employee_gone.id)]
            ),
            **cls._new_stat_records(),
            "hr.exit.access.log": cls._new_opening(),
            **cls._new_card_records(),
            "hr.exit.alarm": cls.env["hr.exit.alarm"]._raise(
                cls.case.sudo().interview_ids[0], "danger"
            ),
            "hr.own.data.copy": cls.env["hr.own.data.copy"]
            .with_user(cls.user_admin_hr)
            .create({"employee_id": cls.employee_leaver.id}),
            "hr.retention.due": cls.env["hr.retention.due"].search(
                [("employee_id", "=", cls.employee_gone.id)], limit=1
            ),
            "hr.retention.log": cls.env["hr.retention.log"].create(
                {
                    "company_id": cls.company.id,
                    "model": "hr.offboarding",
                    "rule": "retention",
                }
            ),
            "hr.offboarding.wave": cls.env["hr.offboarding.wave"]
            .with_user(cls.user_officer)
            .create({"reason_id": cls.reason_fired.id}),
        }

    @classmethod
    def _new_opening(cls):
        """A line of the log, which only the log itself can write."""
        talk = cls.case.sudo().interview_ids[0]
        log = cls.env["hr.exit.access.log"].with_user(cls.roles["exit_officer"])
        log._add(talk, "answers", "read")
        return cls.env["hr.exit.access.log"].search([("interview_id", "=", talk.id)])

    @classmethod
    def _new_card_records(cls):
        """A card of a talk that nobody of the table holds."""
        talk = cls.case.interview_ids.with_env(cls.env)
        talk.interviewer_ids = False
        card = cls.env["hr.exit.interview.card"].create({"interview_id": talk.id})
        quote = card.quote_ids.create({"card_id": card.id, "text": "It was fine"})
        promise = card.promise_ids.create({"card_id": card.id, "name": "A letter"})
        return {part._name: part for part in (card, card.topic_ids[0], quote, promise)}

    @classmethod
    def _new_stat_records(cls):
        cls.company.exit_stat_minimum = 6
        window = cls.env["hr.exit.stat.window"].create(
            {
                "company_id": cls.company.id,
                "date_from": "2026-01-01",
                "date_to": "2026-03-31",
                "minimum": 6,
            }
        )
        line = cls.env["hr.exit.stat"].create(
            {
                "window_id": window.id,
                "company_id": cls.company.id,
                "dimension": "total",
                "bucket": "Everybody",
                "kind": "scale",
                "question_key": "manager_fair",
                "question": "Fair",
                "n": 12,
            }
        )
        minimum = cls.company.exit_stat_minimum_ids
        theme = cls.env["hr.exit.action.proposal"].create(
            {
                "window_id": window.id,
                "topic_id": cls.env.ref("hr_exit_interview.hr_exit_topic_pay").id,
            }
        )
        promise = cls.env["hr.exit.promise"]._get_for(
            cls.env.ref("hr_exit_interview.survey_survey_exit_full"),
            "en_US",
            "<p>Promised</p>",
            {"minimum": 6, "months": 12, "days": 90},
        )
        records = (window, line, minimum, theme, promise)
        return {record._name: record for record in records}

    def _chosen(self, table):
        """The rows of a table that are tried."""
        chosen = self.only_models
        return [
            (model, row)
            for model, row in table.items()
            if chosen is None or model in chosen
        ]

    def _try(self, verb, record, user):
        """Whether the user may do this; nothing of it is kept."""
        self.env.flush_all()
        self.env.invalidate_all()
        # Otherwise the companies of the test would close the door before the rules do.
        record = record.with_context(allowed_company_ids=user.company_ids.ids)
        record = record.sudo(False).with_user(user)
        try:
            with self.env.cr.savepoint():
                if verb == "c":
                    record.check_access("create")
                else:
                    record.check_access(VERBS[verb])
                    if verb == "r":
                        record.read(["display_name"])
        except AccessError:
            return False
        return True

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_matrix(self):
        for model, granted in self._chosen(MATRIX):
            for role, user in self.roles.items():
                for verb in VERBS:
                    with self.subTest(model=model, role=role, verb=VERBS[verb]):
                        self.assertEqual(
                            self._try(verb, self.records[model], user),
                            verb in granted.get(role, ""),
                        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_leaver_and_managers_see_a_departure_once_it_is_confirmed(self):
        draft = self._new_offboarding(self.employee_manager)
        concerned = (self.user_manager, self.user_director)
        for user in concerned:
            self.assertFalse(self._try("r", draft, user))
        draft.action_confirm()
        for user in concerned:
            self.assertTrue(self._try("r", draft, user))
            self.assertFalse(self._try("w", draft, user))
        self.assertFalse(self._try("r", draft, self.user_leaver))
        self.assertTrue(self._try("r", self.case, self.user_director))

    def test_leaver_and_managers_see_who_and_when_and_no_more(self):
        """A new field of a departure is for HR, unless it is added to the list here."""
        for user in (self.user_leaver, self.user_manager):
            shown = self.env["hr.offboarding"].with_user(user).fields_get()
            self.assertEqual(set(shown), SHOWN_TO_CONCERNED)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_from_another_company(self):
        # Those that come with the addon belong to every company.
        packages = self.records["hr.offboarding.template"]
        packages += self.records["hr.offboarding.template.task"].template_id
        packages.company_id = self.company
        users = [
            self._new_user(f"{role}_there", groups, company=self.company_other)
            for role, groups in PEERS.items()
        ]
        for model, record in self._chosen(self.records):
            if model == "hr.exit.promise":
                continue  # What was promised belongs to every company.
            for user, verb in itertools.product(users, "rwu"):
                with self.subTest(model=model, user=user.login, verb=VERBS[verb]):
                    # The rights alone: a name may be refused for another reason.
                    there = record.sudo(False).with_user(user)
                    there = there.with_context(allowed_company_ids=user.company_ids.ids)
                    self.assertFalse(there.has_access(VERBS[verb]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_assignee_sees_the_task_and_nothing_else_of_the_case(self):
        task = self.case.task_ids.filtered(
            lambda task: task.user_id == self.user_manager
        )[0]
        self.assertFalse(self._try("r", task, self.user_colleague))
        self.assertTrue(self._try("r", task, self.user_manager))
        self.assertTrue(self._try("w", task, self.user_manager))
        self.assertFalse(self._try("u", task, self.user_manager))
        self.assertFalse(self._try("r", self.case, self.user_colleague))
        as_manager = task.with_user(self.user_manager)
        self.assertEqual(as_manager.person_name, "Lea Ver")
        [values] = as_manager.read(["offboarding_id"])
        self.assertEqual(values["offboarding_id"][1], self.case.name)
        with self.assertRaises(AccessError):
            as_manager.offboarding_id.read(["reason_id"])
        with self.assertRaises(AccessError):
            as_manager.search([("offboarding_id.reason_id.name", "=", "Resigned")])

        task.with_user(self.user_officer).user_id = self.user_colleague
        self.assertFalse(self._try("r", task, self.user_manager))
        self.assertTrue(self._try("r", task, self.user_colleague))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_employee_reads_the_own_stints_without_the_reason(self):
        self.case.sudo().action_retain()
        self.employee_leaver.action_archive()
        period = self.employee_leaver.employment_period_ids
        self.assertFalse(self._try("r", period, self.user_colleague))
        self.assertTrue(self._try("r", period, self.user_leaver))
        as_leaver = period.with_user(self.user_leaver)
        self.assertTrue(as_leaver.read(["date_start", "job_title"]))
        for name in ("reason_id", "offboarding_id", "contract_type_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                as_leaver.read([name])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_papers_of_a_departure_are_for_hr(self):
        paper = self.env["ir.attachment"].create(
            {
                "name": "Notice.pdf",
                "raw": b"Notice",
                "res_model": "hr.offboarding",
                "res_id": self.case.id,
            }
        )
        for role in ("manager", "leaver", "colleague"):
            with self.subTest(role):
                self.assertFalse(self._try("r", paper, self.roles[role]))
        self.assertTrue(self._try("r", paper, self.user_officer))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_exit_officers_change_invitations_to_questionnaires(self):
        editor = self._new_user(
            "editor", "base.group_user,mail.group_mail_template_editor"
        )
        template = self.env["mail.template"].search(
            [("model", "=", "hr.exit.interview")], limit=1
        )
        other = self.env["mail.template"].search(
            [("model", "=", "res.partner")], limit=1
        ) or self.env["mail.template"].create(
            {"name": "Hello", "model_id": self.env.ref("base.model_res_partner").id}
        )
        self.assertTrue(self._try("w", other, editor))
        self.assertFalse(self._try("w", template, editor))
        editor.group_ids += self.env.ref("hr_exit_interview.group_manager")
        self.assertTrue(self._try("w", template, editor))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_exit_officers_read_reasons_and_edit_topics(self):
        officer = self.roles["exit_officer"]
        topic = self.env.ref("hr_exit_interview.hr_exit_topic_pay")
        for verb in "crwu":
            self.assertTrue(self._try(verb, topic, officer))
            self.assertFalse(
                verb != "r" and self._try(verb, topic, self.roles["interviewer"])
            )
        self.assertTrue(self._try("r", self.reason_resigned, officer))

    def test_colleagues_still_read_employees(self):
        """A stored field without a group would close the whole list to them."""
        employee = self.env["hr.employee"].with_user(self.user_colleague)
        self.assertTrue(employee.search([("id", "=", self.employee_leaver.id)]))
        for name in ("employee_number", "employment_period_ids", "offboarding_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                employee.browse(self.employee_leaver.id).read([name])

    def test_fields_are_read_by_the_roles_of_the_table(self):
        for model, rows in self._chosen(FIELDS):
            for readers, names in rows.items():
                with self.subTest(model=model, readers=readers):
                    self.assertEqual(
                        get_readers(self.env, self.roles, model, names.split()),
                        dict.fromkeys(names.split(), readers),
                    )

    def test_every_field_with_groups_is_in_the_table(self):
        self.assertEqual(make_table(self.env, self.roles, "hr_exit_interview"), FIELDS)

    def test_every_model_has_a_row(self):
        """A new model is added to one of the tables, with who may do what."""
        models = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "hr_exit_interview" and not model._abstract
        }
        self.assertEqual(models, MATRIX.keys() | WIZARDS.keys() | ELSEWHERE)

    def _prepare_wizard_values(self, model):
        return {
            "hr.offboarding.handover.propose": {
                "handover_id": self.records["hr.offboarding.handover"].id,
                "successor_id": self.employee_manager.id,
            },
            "hr.exit.stat.publish": {"company_id": self.company.id},
            "hr.offboarding.override": {
                "offboarding_id": self.case.id,
                "reason": "Being typed",
            },
            "hr.offboarding.report": {
                "employee_id": self.employee_leaver.id,
                "note": "Being typed",
            },
            "hr.offboarding.resign": {
                "last_working_date": "2026-06-30",
                "stated_reason": "Being typed",
            },
            "hr.offboarding.task.waive": {"reason": "Being typed"},
            "hr.offboarding.wave.add": {"title": "Being typed"},
            "hr.privacy.erase": {"employee_id": self.employee_leaver.id},
            "hr.retention.hold": {"reason": "Being typed"},
        }[model]

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_wizard_is_read_by_whoever_opened_it(self):
        for model, granted in self._chosen(WIZARDS):
            opened = {}
            for role, user in {**self.roles, **self.peers}.items():
                wizards = self.env[model].with_user(user)
                values = self._prepare_wizard_values(model)
                with self.subTest(model=model, role=role, verb="create"):
                    may = role.removesuffix(" too") in granted
                    self.assertEqual(wizards.has_access("create"), may)
                if may:
                    opened[role] = wizards.create(values)
                    self.assertTrue(self._try("r", opened[role], user))
                    self.assertTrue(self._try("w", opened[role], user))
            for opener, wizard in opened.items():
                for role, user in {**self.roles, **self.peers}.items():
                    if role == opener:
                        continue
                    for verb in "rwu":
                        with self.subTest(model=model, of=opener, role=role, verb=verb):
                            self.assertFalse(self._try(verb, wizard, user))

    def test_officer_without_administrator_rights_does_all_of_it(self):
        """Core's own wizard crashes for HR officers."""
        case = self.case.with_user(self.user_officer)
        case.last_working_date = case.notice_date
        case.departure_date = case.notice_date
        case.action_depart()
        case.task_ids.filtered("requires_proof").note = "Signed on paper."
        case.task_ids.action_done()
        case.action_close()
        self.assertEqual(case.state, "done")
        self.assertEqual(
            case.period_id.with_user(self.user_officer).reason_id, self.reason_resigned
        )
