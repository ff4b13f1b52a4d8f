"""Role by model by verb: the table of the access that exists, tried as each role."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AlumniCase

# model: role: verbs that succeed on a record of the own company
# (c create, r read, w write, u unlink); keepers are told apart in a test below.
MATRIX = {
    "hr.alumni": {
        "officer": "rw",
        "admin_hr": "crwu",
        "alumni": "crwu",
    },
    "hr.alumni.cadence": {
        "officer": "r",
        "admin_hr": "crwu",
        "alumni": "crwu",
        "keeper": "r",
    },
    "hr.alumni.career": {"officer": "r", "admin_hr": "crwu", "alumni": "crwu"},
    "hr.alumni.circle": {
        "officer": "r",
        "admin_hr": "r",
        "alumni": "crwu",
        "keeper": "r",
    },
    "hr.alumni.circle.member": {"officer": "r", "admin_hr": "r", "alumni": "crwu"},
    "hr.alumni.post": {"officer": "r", "admin_hr": "r", "alumni": "crwu"},
    "hr.alumni.post.report": {"officer": "r", "admin_hr": "r", "alumni": "r"},
    "hr.alumni.import": {"admin_hr": "crwu", "alumni": "crwu"},
    "hr.alumni.import.line": {"admin_hr": "r", "alumni": "r"},
    # Seen by the adviser and the person only: nobody of these roles is either.
    "hr.alumni.guidance": {},
    "hr.alumni.guidance.step": {},
    # The row for staff: everybody who works here. Other audiences: see its own test.
    "hr.alumni.directory": {
        "officer": "r",
        "admin_hr": "r",
        "alumni": "r",
        "keeper": "r",
        "sales": "r",
        "marketing": "r",
        "colleague": "r",
        "contact_manager": "r",
        "event_manager": "r",
        "survey_manager": "r",
        "system": "r",
        "recruiter": "r",
    },
    "hr.alumni.event.invitation": {"officer": "r", "admin_hr": "r", "alumni": "rw"},
    "hr.alumni.keeper": {"admin_hr": "crwu", "alumni": "crwu"},
    "hr.alumni.news": {"officer": "r", "admin_hr": "r", "alumni": "crwu"},
    "hr.alumni.newsletter": {"alumni": "crwu"},
    "hr.alumni.newsletter.section": {"alumni": "crwu"},
    "hr.alumni.benefit": {"officer": "r", "admin_hr": "r", "alumni": "crwu"},
    "hr.alumni.benefit.claim": {"officer": "r", "admin_hr": "r", "alumni": "crwu"},
    # One that goes to HR; what goes to the alumni team: see the test of the model.
    "hr.alumni.request": {"officer": "crwu", "admin_hr": "crwu"},
    "hr.alumni.request.type": {"officer": "r", "admin_hr": "crwu", "alumni": "r"},
    "hr.alumni.milestone": {"officer": "r", "admin_hr": "crwu", "alumni": "crwu"},
    "hr.alumni.nudge": {"officer": "r", "admin_hr": "crwu", "alumni": "crwu"},
    "hr.alumni.opening": {"officer": "r", "admin_hr": "r", "alumni": "r"},
    # Written by the public page; the office decides. Before the address is confirmed
    # nobody reads it: see the test of the model.
    "hr.alumni.signup": {"admin_hr": "rwu", "alumni": "rwu"},
    "hr.alumni.signup.match": {"admin_hr": "r", "alumni": "r"},
    "hr.alumni.touch": {"officer": "r", "admin_hr": "crwu", "alumni": "crwu"},
    "hr.privacy.consent": {"officer": "r", "admin_hr": "r", "alumni": "r"},
    "hr.alumni.tier": {
        "officer": "r",
        "admin_hr": "r",
        "alumni": "crwu",
        "keeper": "r",
    },
    "hr.privacy.suppression": {"alumni": "r"},
    "hr.privacy.purpose": {
        "officer": "r",
        "admin_hr": "r",
        "alumni": "crwu",
        "keeper": "r",
    },
    "hr.employment.period": {"officer": "r", "admin_hr": "r", "alumni": "r"},
    "crm.lead": {"sales": "crw", "alumni": "r"},
    "crm.tag": {"sales": "crw", "alumni": "r"},
}
# wizard: roles that may open one; each sees the own ones only.
WIZARDS = {
    "hr.alumni.circle.invite": {"alumni"},
    "hr.alumni.event.invite": {"alumni"},
    "hr.alumni.guidance.offer": {"admin_hr", "alumni", "officer"},
    "hr.alumni.merge": {"admin_hr", "alumni"},
    "hr.alumni.touch.log": {"admin_hr", "alumni", "keeper"},
}
# Fields of hr.alumni that only HR and the alumni managers may read.
PRIVATE_FIELDS = (
    "private_email",
    "private_phone",
    "email_normalized",
    "phone_normalized",
    "has_shared_email",
    "has_internal_email",
    "employee_ids",
    "employment_period_ids",
    "consent_ids",
    "left_date",
    "service_days",
    "stint_count",
    "background",
    "merge_note",
    "imported_period_ids",
    "import_id",
    "request_ids",
    "request_count",
    "claim_ids",
    "claim_count",
    "is_former_manager",
    "leaving_group",
    "access_end_date",
    "access_notice_date",
    "asked_email",
    "event_invitation_ids",
)
OF_A_COMPANY = (
    "hr.alumni",
    "hr.alumni.benefit",
    "hr.alumni.news",
    "hr.alumni.newsletter",
    "hr.alumni.newsletter.section",
    "hr.alumni.benefit.claim",
    "hr.alumni.career",
    "hr.alumni.circle",
    "hr.alumni.circle.member",
    "hr.alumni.directory",
    "hr.alumni.event.invitation",
    "hr.alumni.import",
    "hr.alumni.import.line",
    "hr.alumni.guidance",
    "hr.alumni.guidance.step",
    "hr.alumni.keeper",
    "hr.alumni.milestone",
    "hr.alumni.nudge",
    "hr.alumni.opening",
    "hr.alumni.post",
    "hr.alumni.post.report",
    "hr.alumni.request",
    "hr.alumni.signup",
    "hr.alumni.signup.match",
    "hr.alumni.touch",
    "hr.privacy.consent",
    "hr.privacy.suppression",
    "hr.employment.period",
)
# What keepers read and correct of the people they look after, and of nobody else.
OF_A_RELATION = (
    "hr.alumni.career",
    "hr.alumni.milestone",
    "hr.alumni.nudge",
    "hr.alumni.touch",
)
# What whoever moderates a circle works with there, and nowhere else.
OF_A_CIRCLE = {
    "hr.alumni.circle.member": "crw",
    "hr.alumni.post": "crw",
    "hr.alumni.post.report": "r",
}
VERBS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}


@tagged("post_install", "-at_install", "security")
class TestAccess(AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = cls._new_user
        cls.roles = {
            "officer": cls.user_officer,
            "admin_hr": cls.user_admin_hr,
            "alumni": cls.user_alumni,
            "keeper": cls.user_keeper,
            "sales": cls.user_sales,
            "marketing": cls.user_marketing,
            "colleague": cls.user_colleague,
            "contact_manager": new_user(
                "contact_manager", "base.group_user,base.group_partner_manager"
            ),
            "event_manager": new_user(
                "event_manager", "base.group_user,event.group_event_manager"
            ),
            "survey_manager": new_user(
                "survey_manager", "base.group_user,survey.group_survey_manager"
            ),
            "system": new_user("system", "base.group_user,base.group_system"),
            "portal": cls.alumni_active._get_account(),
            "public": cls.env.ref("base.public_user"),
        }
        # Recruiters exist where recruitment is installed, as with hr_rehire.
        if cls.env.ref("hr_recruitment.group_hr_recruitment_user", False):
            cls.roles["recruiter"] = new_user(
                "recruiting", "hr_recruitment.group_hr_recruitment_user"
            )
        cls.event = cls.env["event.event"].create(
            {
                "name": "Summer party",
                "company_id": cls.company.id,
                "date_begin": "2030-06-01 18:00:00",
                "date_end": "2030-06-01 22:00:00",
            }
        )
        cls.employee_leaver.action_archive()
        cls.alumni_candidate.employee_ids = cls.employee_leaver
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Referred",
                "alumni_id": cls.alumni_candidate.id,
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "user_id": False,
            }
        )
        imported = cls.env["hr.alumni.import"].create({"company_id": cls.company.id})
        cls.guidance = cls.env["hr.alumni.guidance"].create(
            {
                "alumni_id": cls.alumni_candidate.id,
                "adviser_id": cls.user_director.id,
                "state": "running",
                "start_date": "2026-01-01",
                "step_ids": [(0, 0, {"name": "A course"})],
            }
        )
        cls.records = {
            "hr.alumni": cls.alumni_candidate,
            "hr.alumni.import": imported,
            "hr.alumni.import.line": cls.env["hr.alumni.import.line"].create(
                {"import_id": imported.id, "kind": "refused", "row": 2}
            ),
            "hr.alumni.cadence": cls.env["hr.alumni.cadence"].search([], limit=1),
            "hr.alumni.career": cls.env["hr.alumni.career"].create(
                {"alumni_id": cls.alumni_candidate.id, "employer_name": "Kilns"}
            ),
            **cls._new_circle_records(),
            **cls._new_request_records(),
            **cls._new_signup_records(),
            "hr.alumni.event.invitation": cls.env["hr.alumni.event.invitation"].create(
                {"alumni_id": cls.alumni_candidate.id, "event_id": cls.event.id}
            ),
            "hr.alumni.guidance": cls.guidance,
            "hr.alumni.guidance.step": cls.guidance.step_ids,
            "hr.alumni.keeper": cls.env["hr.alumni.keeper"].create(
                {
                    "alumni_id": cls.alumni_candidate.id,
                    "user_id": cls.user_director.id,
                }
            ),
            "hr.alumni.milestone": cls._new_milestone(),
            "hr.alumni.nudge": cls.alumni_candidate._make_nudge(
                "touch", "Call", user_id=cls.user_keeper.id
            ),
            "hr.alumni.opening": cls._new_opening(),
            "hr.alumni.directory": cls.alumni_active.directory_ids,
            "hr.alumni.touch": cls.alumni_candidate._log_touch("hand"),
            "hr.privacy.consent": cls.alumni_active.consent_ids,
            "hr.alumni.tier": cls.env.ref("hr_alumni.hr_alumni_tier_t3"),
            "hr.privacy.suppression": cls.env["hr.privacy.suppression"].create(
                {
                    "email_hash": "0" * 64,
                    "company_id": cls.company.id,
                    "ground": "unanswered",
                }
            ),
            "hr.privacy.purpose": cls.purposes["business"],
            "hr.employment.period": cls.employee_leaver.employment_period_ids,
            "crm.lead": cls.lead,
            "crm.tag": cls.env["crm.tag"].create({"name": "Ceramics"}),
        }

    @classmethod
    def _new_milestone(cls):
        # The row is about rights: a candidate has agreed to nothing.
        cls.alumni_candidate._do_give(cls.purposes["milestones"], channel="office")
        return cls.env["hr.alumni.milestone"].create(
            {"alumni_id": cls.alumni_candidate.id, "kind": "award"}
        )

    @classmethod
    def _new_circle_records(cls):
        circle = cls.env["hr.alumni.circle"].create(
            {"name": "Kilns", "admission": "request", "moderator_id": False}
        )
        member = cls.env["hr.alumni.circle.member"].create(
            {
                "circle_id": circle.id,
                "alumni_id": cls.alumni_candidate.id,
                "state": "member",
            }
        )
        post = cls.env["hr.alumni.post"].create(
            {
                "circle_id": circle.id,
                "member_id": member.id,
                "title": "Hello",
                "body": "To all",
            }
        )
        report = cls.env["hr.alumni.post.report"].create(
            {"post_id": post.id, "member_id": member.id, "kind": "wrong"}
        )
        records = (circle, member, post, report)
        return {record._name: record for record in records}

    @classmethod
    def _new_request_records(cls):
        request_type = cls.env.ref("hr_alumni.hr_alumni_request_type_reference")
        request = cls.env["hr.alumni.request"].create(
            {"alumni_id": cls.alumni_candidate.id, "type_id": request_type.id}
        )
        # Open ones are not deleted: the table is about rights.
        request.state = "answered"
        benefit = cls.env["hr.alumni.benefit"].create(
            {"name": "Course", "claim_way": "team", "company_id": cls.company.id}
        )
        claim = cls.env["hr.alumni.benefit.claim"].create(
            {"alumni_id": cls.alumni_candidate.id, "benefit_id": benefit.id}
        )
        news = cls.env["hr.alumni.news"].create(
            {"name": "News", "body": "<p>News</p>", "company_id": cls.company.id}
        )
        newsletter = cls.env["hr.alumni.newsletter"].create(
            {
                "name": "Letter",
                "company_id": cls.company.id,
                "section_ids": [(0, 0, {"kind": "news"})],
            }
        )
        records = (
            request,
            request_type,
            benefit,
            claim,
            news,
            newsletter,
            newsletter.section_ids,
        )
        return {record._name: record for record in records}

    @classmethod
    def _new_signup_records(cls):
        signup = cls.env["hr.alumni.signup"].create(
            {
                "name": "Cai Candidate",
                "email": "cai@example.com",
                "company_id": cls.company.id,
                "state": "waiting",
            }
        )
        signup._find_matches()
        records = (signup, signup.match_ids[:1])
        return {record._name: record for record in records}

    @classmethod
    def _new_opening(cls):
        cls.alumni_active._do_give(cls.purposes["directory_staff"], channel="portal")
        cls.alumni_active._do_open({"staff": {"place"}})
        return cls.alumni_active.opening_ids

    def _try(self, verb, record, user):
        """Whether the user may do this; nothing of it is kept."""
        self.env.flush_all()
        self.env.invalidate_all()
        # Otherwise the companies of the test would close the door before the rules do.
        record = record.with_context(allowed_company_ids=user.company_ids.ids)
        record = record.sudo(False).with_user(user)
        try:
            with self.env.cr.savepoint():
                record.check_access(VERBS[verb])
                if verb == "r":
                    record.read(["display_name"])
        except AccessError:
            return False
        return True

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_matrix(self):
        for model, granted in MATRIX.items():
            for role, user in self.roles.items():
                for verb in VERBS:
                    with self.subTest(model=model, role=role, verb=VERBS[verb]):
                        self.assertEqual(
                            self._try(verb, self.records[model], user),
                            verb in granted.get(role, ""),
                        )

    def test_every_model_of_this_addon_is_in_a_table(self):
        models = {
            Model._name
            for Model in self.env.values()
            if Model._original_module == "hr_alumni" and not Model._abstract
        }
        self.assertFalse(models - MATRIX.keys() - WIZARDS.keys())
        self.assertEqual(MATRIX.keys(), self.records.keys())

    def _prepare_wizard_values(self, model):
        people = self.alumni_candidate + self.alumni_active
        values = {
            "hr.alumni.circle.invite": {
                "circle_id": self.records["hr.alumni.circle"].id
            },
            "hr.alumni.event.invite": {"event_id": self.event.id},
            "hr.alumni.guidance.offer": {
                "alumni_ids": people.ids,
                "company_id": self.company.id,
                "adviser_id": self.user_director.id,
            },
            "hr.alumni.merge": {"alumni_ids": people.ids, "kept_id": people[0].id},
        }
        return values.get(model, {"alumni_id": self.alumni_candidate.id})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_wizards_are_for_their_roles_and_for_whoever_opened_them(self):
        for model, granted in WIZARDS.items():
            wizard = self.env[model].create(self._prepare_wizard_values(model))
            for role, user in self.roles.items():
                with self.subTest(model=model, role=role):
                    may_open = self.env[model].with_user(user).has_access("create")
                    self.assertEqual(may_open, role in granted)
                    self.assertFalse(self._try("r", wizard, user))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_wizards_reach_nobody_of_another_company(self):
        """Ids from another company, as a client could send them."""
        user = self.user_alumni_other
        user.group_ids += self.env.ref("event.group_event_user")
        guidances = self.env["hr.alumni.guidance"].search_count([])
        for model, button in (
            ("hr.alumni.guidance.offer", "action_offer"),
            ("hr.alumni.event.invite", "action_create_mailing"),
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                wizard = (
                    self.env[model]
                    .with_user(user)
                    .with_context(allowed_company_ids=user.company_ids.ids)
                    .create(self._prepare_wizard_values(model))
                )
                getattr(wizard, button)()
        self.assertEqual(self.env["hr.alumni.guidance"].search_count([]), guidances)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_from_another_company(self):
        for user in (self.user_alumni_other, self.user_officer_other):
            for model in OF_A_COMPANY:
                for verb in "rwu":
                    with self.subTest(user=user.login, model=model, verb=VERBS[verb]):
                        self.assertFalse(self._try(verb, self.records[model], user))
        # The other company's manager does read the own people.
        other = self._new_alumni("Otto Far", company=self.company_other)
        self.assertTrue(self._try("r", other, self.user_alumni_other))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_companies_that_are_switched_on_decide(self):
        self.user_alumni.company_ids += self.company_other
        other = self._new_alumni("Otto Far", company=self.company_other)
        people = self.alumni_candidate + other
        for companies, expected in (
            (self.company, self.alumni_candidate),
            (self.company_other, other),
            (self.company + self.company_other, people),
        ):
            with self.subTest(companies.mapped("name")):
                found = (
                    self.env["hr.alumni"]
                    .with_user(self.user_alumni)
                    .with_context(allowed_company_ids=companies.ids)
                    .search([("id", "in", people.ids)], order="id")
                )
                self.assertEqual(found, expected)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_keeper_works_with_own_relations_only(self):
        alumni = self.alumni_candidate
        self.assertFalse(self._try("r", alumni, self.user_keeper))
        alumni.owner_id = self.user_keeper
        self.assertTrue(self._try("r", alumni, self.user_keeper))
        self.assertTrue(self._try("w", alumni, self.user_keeper))
        self.assertFalse(self._try("u", alumni, self.user_keeper))
        self.assertFalse(self._try("r", self.alumni_active, self.user_keeper))
        for model in OF_A_RELATION:
            for verb in VERBS:
                with self.subTest(model=model, verb=VERBS[verb]):
                    self.assertEqual(
                        self._try(verb, self.records[model], self.user_keeper),
                        verb in "rw",
                    )
        alumni.owner_id = self.user_alumni
        self.assertFalse(self._try("r", alumni, self.user_keeper))
        for model in OF_A_RELATION:
            self.assertFalse(self._try("r", self.records[model], self.user_keeper))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_keeper_reads_places_of_own_relations(self):
        self.alumni_candidate.owner_id = self.user_keeper
        for model, expected in (
            ("hr.alumni.circle.member", "r"),
            ("hr.alumni.post", "r"),
            ("hr.alumni.post.report", ""),
        ):
            for verb in VERBS:
                with self.subTest(model=model, verb=VERBS[verb]):
                    self.assertEqual(
                        self._try(verb, self.records[model], self.user_keeper),
                        verb in expected,
                    )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_moderator_works_in_own_circle_only(self):
        circle = self.records["hr.alumni.circle"]
        circle.moderator_id = self.user_director
        self.assertTrue(self.user_director.has_group("hr_alumni.group_user"))
        for verb in VERBS:
            with self.subTest(circle=VERBS[verb]):
                self.assertEqual(
                    self._try(verb, circle, self.user_director), verb == "r"
                )
        for user, of_circle in (
            (self.user_director, OF_A_CIRCLE),
            (self.user_keeper, {}),
        ):
            for model in OF_A_CIRCLE:
                for verb in VERBS:
                    with self.subTest(user.login, model=model, verb=VERBS[verb]):
                        self.assertEqual(
                            self._try(verb, self.records[model], user),
                            verb in of_circle.get(model, ""),
                        )
        report = self.records["hr.alumni.post.report"].with_user(self.user_alumni)
        with self.assertRaises(AccessError):
            report.read(["member_id"])
        # An HR officer who is a keeper as well still reads only.
        self.user_officer.group_ids += self.env.ref("hr_alumni.group_user")
        post = self.records["hr.alumni.post"]
        self.assertTrue(self._try("r", post, self.user_officer))
        self.assertFalse(self._try("w", post, self.user_officer))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_private_fields_are_closed_to_keepers(self):
        """In every way of asking, not only by reading."""
        self.alumni_candidate.owner_id = self.user_keeper
        self.user_keeper.group_ids += self.env.ref("base.group_allow_export")
        model = self.env["hr.alumni"].with_user(self.user_keeper)
        alumni = model.browse(self.alumni_candidate.id)
        for name in PRIVATE_FIELDS:
            calls = {
                "read": lambda name=name: alumni.read([name]),
                "export": lambda name=name: alumni.export_data([name]),
                "web_read": lambda name=name: alumni.web_read({name: {}}),
                "write": lambda name=name: alumni.write({name: False}),
                "search": lambda name=name: model.search([(name, "!=", False)]),
            }
            for call, ask in calls.items():
                with (
                    self.subTest(field=name, call=call),
                    self.assertRaises(AccessError),
                ):
                    self.env.invalidate_all()
                    ask()
        for name in ("private_email", "left_date"):
            with self.subTest(name), self.assertRaises(AccessError):
                model.formatted_read_group([], [name], ["__count"])

        manager = self.alumni_candidate.with_user(self.user_alumni)
        self.assertTrue(manager.read(PRIVATE_FIELDS))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_no_oracle_by_other_models(self):
        """Sales reads leads, everybody reads contacts: neither leads to the address."""
        leads = self.env["crm.lead"].with_user(self.user_sales)
        for domain in (
            [("alumni_id.private_email", "ilike", "cai")],
            [("alumni_id.state", "=", "candidate")],
            [("alumni_id.purpose_ids", "!=", False)],
        ):
            with self.subTest(domain), self.assertRaises(AccessError):
                leads.search(domain)
        partners = self.env["res.partner"].with_user(self.user_colleague)
        self.assertFalse(
            partners.search([("email", "ilike", "cai.candidate@example.com")])
        )
        employees = self.env["hr.employee"].with_user(self.user_colleague)
        with self.assertRaisesRegex(ValueError, "Invalid field"):
            employees.search([("alumni_ids.private_email", "ilike", "cai")])

    def test_leads_are_no_field_for_those_without_rights_on_leads(self):
        for role, is_shown in (
            ("alumni", True),
            ("officer", False),
            ("keeper", False),
        ):
            with self.subTest(role):
                model = self.env["hr.alumni"].with_user(self.roles[role])
                self.assertEqual("lead_ids" in model.fields_get(), is_shown)

    def test_alumni_manager_reads_stints_without_the_reason(self):
        period = self.records["hr.employment.period"].with_user(self.user_alumni)
        self.assertTrue(period.read(["date_start", "date_end", "job_title"]))
        for name in ("reason_id", "offboarding_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                period.read([name])

    def test_colleagues_still_read_employees(self):
        """A stored field without a group would close the whole list to them."""
        employees = self.env["hr.employee"].with_user(self.user_colleague)
        self.assertTrue(employees.search([("id", "=", self.employee_manager.id)]))
        with self.assertRaises(AccessError):
            employees.browse(self.employee_manager.id).read(["alumni_ids"])
        field = self.env["hr.employee"]._fields["alumni_ids"]
        self.assertEqual(field.groups, "hr.group_hr_user")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_buttons_check_for_themselves(self):
        for name in (
            "action_invite",
            "action_remind",
            "action_send_choices",
            "action_dormant",
            "action_reactivate",
            "action_leave",
            "action_deceased",
            "action_open_account",
            "action_extend_access",
        ):
            for role in ("colleague", "sales", "marketing", "keeper", "portal"):
                with self.subTest(button=name, role=role):
                    alumni = self.alumni_active.with_user(self.roles[role])
                    with self.assertRaises(AccessError):
                        getattr(alumni, name)()
        self.assertEqual(self.alumni_active.state, "active")
