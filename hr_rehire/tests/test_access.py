"""Role by model by verb, and field by field: what recruiters never see."""

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RehireCase

# model: role: verbs that succeed on a record of the own company
# (c create, r read, w write, u unlink)
MATRIX = {
    "hr.rehire": {
        "officer": "crw",
        "admin_hr": "crwu",
        "recruiter": "crw",
        "admin_recruitment": "crw",
    },
    "hr.rehire.wizard": {"officer": "crw"},  # The officer's own: see the rule.
    # Written by steps only; HR administrators put it on legal hold.
    "hr.service.credit": {"officer": "r", "admin_hr": "rw"},
    "hr.service.purpose": {"officer": "r", "admin_hr": "crwu"},
    "hr.service.rule": {"officer": "r", "admin_hr": "crwu"},
    # The officer's own, as with the return.
    "hr.service.simulation": {"officer": "crw"},
    "hr.service.simulation.line": {"officer": "crw"},
    "hr.service.correction": {"officer": "crw"},
    "hr.alumni": {
        "officer": "rw",
        "admin_hr": "crwu",
        "alumni_manager": "crwu",
    },
    "hr.employment.period": {
        "officer": "r",
        "admin_hr": "r",
        "alumni_manager": "r",
    },
    "hr.offboarding": {"officer": "crw", "admin_hr": "crwu", "manager": "r"},
    # The row for recruiters: see the rule of this addon.
    "hr.alumni.directory": {
        "officer": "r",
        "admin_hr": "r",
        "alumni_manager": "r",
        "recruiter": "r",
        "admin_recruitment": "r",
    },
}
WIZARDS = {
    "hr.rehire.wizard",
    "hr.service.simulation",
    "hr.service.simulation.line",
    "hr.service.correction",
}
VERBS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}
# field: whether a recruiter reads it
CASE_FIELDS = {
    "name": True,
    "person_name": True,
    "former_facts": True,
    "applicant_id": True,
    "state": True,
    "alumni_id": False,
    "employee_id": False,
    "period_id": False,
    "service_credit_ids": False,
}
APPLICANT_FIELDS = {
    "former_match": True,
    "is_former_colleague": True,
    "former_facts": True,
    "rehire_id": True,
    "former_alumni_id": False,
}
QUIET = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.orm.models",
)


@tagged("post_install", "-at_install", "security")
class TestAccess(RehireCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "officer": cls.user_officer,
            "admin_hr": cls.user_admin_hr,
            "recruiter": cls.user_recruiter,
            "manager": cls.user_manager,
            "colleague": cls.user_colleague,
            "public": cls.env.ref("base.public_user"),
        }
        for role, group in {
            "admin_recruitment": "hr_recruitment.group_hr_recruitment_manager",
            "interviewer": "hr_recruitment.group_hr_recruitment_interviewer",
            "alumni_manager": "hr_alumni.group_manager",
            "exit_officer": "hr_exit_interview.group_manager",
            "sales": "base.group_user,sales_team.group_sale_salesman",
            "marketing": "base.group_user,mass_mailing.group_mass_mailing_user",
            "survey": "base.group_user,survey.group_survey_manager",
            "contacts": "base.group_user,base.group_partner_manager",
            "system": "base.group_user,base.group_system",
            "portal": "base.group_portal",
        }.items():
            cls.roles[role] = cls._new_user(f"{role}_user", group)
        cls.user_recruiter.group_ids += cls.env.ref("base.group_allow_export")
        cls.applicant = cls._new_applicant(user=cls.user_recruiter)
        cls.applicant.action_start_rehire()
        cls.rehire = cls.applicant.rehire_id
        cls.rehire.action_offer()
        cls.records = {
            "hr.rehire": cls.rehire,
            "hr.rehire.wizard": cls._new_wizard(cls.rehire),
            "hr.alumni": cls.alumni,
            "hr.employment.period": cls.employee_leaver.employment_period_ids,
            "hr.offboarding": cls.employee_leaver.offboarding_ids,
            "hr.alumni.directory": cls._new_directory_row(),
            **cls._new_service_records(),
        }

    @classmethod
    def _new_service_records(cls):
        rule = cls.env["hr.service.rule"].create(
            {"name": "Own", "company_id": cls.company.id}
        )
        model = cls.env["hr.service.simulation"].with_user(cls.user_officer)
        action = model._open_for(rehire=cls.rehire.with_user(cls.user_officer))
        simulation = model.browse(action["res_id"])
        simulation.action_plan()
        credit = cls.rehire.sudo().service_credit_ids[0]
        return {
            "hr.service.credit": credit,
            "hr.service.purpose": credit.purpose_id,
            "hr.service.rule": rule,
            "hr.service.simulation": simulation,
            "hr.service.simulation.line": simulation.line_ids[0],
            "hr.service.correction": cls.env["hr.service.correction"]
            .with_user(cls.user_officer)
            .create(
                {
                    "credit_id": credit.id,
                    "recognised_date": credit.recognised_date,
                    "reason": "As offered.",
                }
            ),
        }

    @classmethod
    def _new_directory_row(cls):
        """Somebody else, since the one who comes back is in no directory."""
        member = cls.alumni.create(
            {
                "partner_id": cls.env["res.partner"].create({"name": "Rea Ding"}).id,
                "company_id": cls.company.id,
                "private_email": "rea.ding@example.com",
                "city": "Linz",
            }
        )
        jobs = cls.env.ref("hr_alumni.hr_privacy_purpose_jobs")
        member._do_answer(jobs, channel="link")
        member._do_open({"recruiters": {"place"}})
        return member.directory_ids

    def _try(self, verb, record, user):
        """Whether the user may do this."""
        self.env.flush_all()
        self.env.invalidate_all()
        record = record.sudo(False).with_user(user)
        record = record.with_context(allowed_company_ids=user.company_ids.ids)
        try:
            if verb == "c":
                record.browse().check_access("create")
            else:
                record.check_access(VERBS[verb])
                if verb == "r":
                    record.read(["display_name"])
        except AccessError:
            return False
        return True

    @mute_logger(*QUIET)
    def test_matrix(self):
        for model, granted in MATRIX.items():
            for role, user in self.roles.items():
                for verb in VERBS:
                    if model in WIZARDS and role == "admin_hr":
                        continue  # Told apart below: the right without the record.
                    with self.subTest(model=model, role=role, verb=VERBS[verb]):
                        self.assertEqual(
                            self._try(verb, self.records[model], user),
                            verb in granted.get(role, ""),
                        )

    @mute_logger(*QUIET)
    def test_nothing_from_another_company(self):
        for model, record in self.records.items():
            if model == "hr.service.purpose":
                continue  # The same everywhere.
            for user in (self.user_officer_other, self.user_recruiter_other):
                for verb in "rwu":
                    with self.subTest(model=model, user=user.login, verb=VERBS[verb]):
                        self.assertFalse(self._try(verb, record, user))

    @mute_logger(*QUIET)
    def test_wizard_is_for_whoever_opened_it(self):
        for model in WIZARDS:
            wizard = self.records[model]
            self.assertTrue(self._try("c", wizard, self.user_admin_hr))
            for verb in "rw":
                self.assertFalse(self._try(verb, wizard, self.user_admin_hr))

    @mute_logger(*QUIET)
    def test_fields_of_recruiters(self):
        for record, fields in (
            (self.rehire, CASE_FIELDS),
            (self.applicant, APPLICANT_FIELDS),
        ):
            model = record.with_user(self.user_recruiter)
            for name, is_allowed in fields.items():
                with self.subTest(model=record._name, field=name):
                    self.assertEqual(self._reads(model, name), is_allowed)
                    if not is_allowed:
                        self._assert_closed_in_every_way(model, name)

    def _reads(self, record, name):
        self.env.invalidate_all()
        try:
            record.read([name])
        except AccessError:
            return False
        return True

    def _assert_closed_in_every_way(self, record, name):
        for way, attempt in {
            "search": lambda: record.search([(name, "in", [1])]),
            "path": lambda: record.search([(f"{name}.id", ">", 0)]),
            "order": lambda: record.search([], order=name),
            "group": lambda: record.formatted_read_group([], [name], ["__count"]),
            "export": lambda: record.export_data([f"{name}/id"]),
            "mapped": lambda: record.mapped(name),
            "web": lambda: record.web_read({name: {"fields": {"display_name": {}}}}),
        }.items():
            self.env.invalidate_all()
            with self.subTest(field=name, way=way), self.assertRaises(AccessError):
                attempt()

    @mute_logger(*QUIET)
    def test_secrets_are_in_nothing_that_a_recruiter_reads(self):
        manager, reason = "Milo Line", "Marker of a reason"
        self.reason_resigned.name = reason
        self.alumni.private_phone = "+1 555 010 0987"
        self.env.flush_all()
        for record in (self.rehire, self.applicant):
            record = record.with_user(self.user_recruiter)
            readable = [
                name
                for name, field in record._fields.items()
                if record._has_field_access(field, "read")
            ]
            self.env.invalidate_all()
            told = json.dumps(record.read(readable), default=str)
            for secret in (
                manager,
                reason,
                "0987",
                self.employee_leaver.employee_number,
            ):
                with self.subTest(model=record._name, secret=secret):
                    self.assertNotIn(secret, told)
            self.assertIn("Chemist", told)

    @mute_logger(*QUIET)
    def test_names_of_cases_are_neutral(self):
        self.assertRegex(self.rehire.sudo().display_name, r"^REH/\d{4}/\d{4}$")
