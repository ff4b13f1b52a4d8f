"""Marketing, sales, recruiters and colleagues see what the matrix says, and no more.

A marker stands in everything that is kept of former colleagues; a word of its own in
what one of them has opened to an audience. Then each of the four roles asks for it, in
every way of the platform and by every path that leads there from elsewhere.
"""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.marker_common import MARKER, PART, MarkerCase

MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.orm.models",
    "odoo.sql_db",
)
# Model: fields with a marker in them. Alumni managers read it there.
PLACES = {
    "hr.alumni": ("private_email", "city", "skills"),
    "hr.alumni.career": ("employer_name", "title"),
    "hr.alumni.circle.member": ("reason",),
    "hr.alumni.import.line": ("message",),
    "hr.alumni.keeper": ("proposal",),
    "hr.alumni.milestone": ("note",),
    "hr.alumni.nudge": ("name", "draft"),
    "hr.alumni.post": ("title", "body"),
    "hr.alumni.request": ("text", "answer"),
    "hr.alumni.touch": ("topics", "note", "insight", "next_step"),
    # Of the adviser and the person alone.
    "hr.alumni.guidance": ("strengths", "plan"),
    "hr.alumni.guidance.step": ("name",),
}
OF_NOBODY = ("hr.alumni.guidance", "hr.alumni.guidance.step")
ROLES = {
    "marketing": "base.group_user,mass_mailing.group_mass_mailing_user",
    "sales": "base.group_user,sales_team.group_sale_salesman",
    "recruiter": "base.group_user,hr_recruitment.group_hr_recruitment_user",
    "colleague": "base.group_user",
}
# What Ona Pen has opened to each audience, and one word of it.
OPENED = {
    "staff": ("skills", "Yurt weaving"),
    "sales": ("employer", "Vintners Nine"),
    "recruiters": ("place", "Zwettl-7"),
    "alumni": ("past", "Keeper of Quartz"),
}
# Role: the audiences whose rows it reads.
SEES = {
    "marketing": {"staff"},
    "sales": {"staff", "sales"},
    "recruiter": {"staff", "recruiters"},
    "colleague": {"staff"},
}
PURPOSES = {
    "staff": "directory_staff",
    "sales": "business",
    "recruiters": "jobs",
    "alumni": "directory_alumni",
}


@tagged("post_install", "-at_install", "security")
class TestMatrix(MarkerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            role: cls._new_user(f"matrix_{role}", groups)
            for role, groups in ROLES.items()
        }
        cls.user_alumni = cls._new_user("matrix_alumni", "hr_alumni.group_manager")
        cls.user_adviser = cls._new_user("matrix_adviser", "base.group_user")
        export = cls.env.ref("base.group_allow_export")
        for user in (*cls.roles.values(), cls.user_alumni):
            user.group_ids += export
            cls.companies[user.id] = user.company_ids.ids
        # Whoever sells knows a lead with the person on it.
        cls.secret = cls._new_person("Sec Ret", private_email=f"{MARKER}@example.com")
        cls.open = cls._new_person("Ona Pen", private_email="ona.pen@example.com")
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Kilns",
                "alumni_id": cls.secret.id,
                "company_id": cls.company.id,
                "user_id": cls.roles["sales"].id,
            }
        )

    @classmethod
    def _new_person(cls, name, **values):
        partner = cls.env["res.partner"].create(
            {"name": name, "company_id": cls.company.id}
        )
        alumni = cls.env["hr.alumni"].create(
            {"partner_id": partner.id, "company_id": cls.company.id, **values}
        )
        alumni._do_give(cls.env["hr.privacy.purpose"].search([]), channel="portal")
        alumni._move_to("active")
        return alumni

    def _plant(self):
        """Write the marker into everything that is kept of somebody."""
        alumni = self.secret
        alumni.write({"city": f"In {MARKER}", "skills": f"Can {MARKER}"})
        circle = self.env["hr.alumni.circle"].create(
            {
                "name": "Kilns",
                "admission": "request",
                "moderator_id": self.user_alumni.id,
            }
        )
        place = self.env["hr.alumni.circle.member"].create(
            {
                "circle_id": circle.id,
                "alumni_id": alumni.id,
                "state": "member",
                "reason": f"Since {MARKER}",
            }
        )
        imported = self.env["hr.alumni.import"].create({"company_id": self.company.id})
        values = {
            "hr.alumni.career": {"employer_name": MARKER, "title": f"T {MARKER}"},
            "hr.alumni.keeper": {"proposal": MARKER},
            "hr.alumni.milestone": {"kind": "award", "note": MARKER},
            "hr.alumni.nudge": {"name": MARKER, "draft": f"Dear {MARKER}"},
            "hr.alumni.request": {
                "type_id": self.env.ref("hr_alumni.hr_alumni_request_type_advice").id,
                "text": f"Why {MARKER}",
                "answer": MARKER,
            },
            "hr.alumni.touch": {
                "insight_topic": "market",
                **{name: f"{name} {MARKER}" for name in PLACES["hr.alumni.touch"]},
            },
            "hr.alumni.guidance": {
                "adviser_id": self.user_adviser.id,
                "state": "running",
                "strengths": MARKER,
                "plan": MARKER,
                "step_ids": [Command.create({"name": MARKER})],
            },
        }
        for model, own in values.items():
            self.env[model].create({"alumni_id": alumni.id, **own})
        self.env["hr.alumni.post"].create(
            {
                "circle_id": circle.id,
                "member_id": place.id,
                "title": MARKER,
                "body": f"All of {MARKER}",
                "state": "published",
            }
        )
        self.env["hr.alumni.import.line"].create(
            {
                "import_id": imported.id,
                "kind": "refused",
                "row": 2,
                "message": MARKER,
            }
        )
        self._open_up()
        self.env.flush_all()
        self.env.invalidate_all()
        self.planted = {
            model: self.env[model].search(self._has_marker(names))
            for model, names in PLACES.items()
        }

    def _open_up(self):
        """Ona Pen opens one thing to each audience, another to each."""
        self.env["hr.alumni.career"].create(
            {
                "alumni_id": self.open.id,
                "employer_name": "Vintners Nine",
                "source": "person",
            }
        )
        self.open.write(
            {
                "skills": "Yurt weaving",
                "city": "Zwettl-7",
                "last_job_title": "Keeper of Quartz",
            }
        )
        self.open._do_open({who: {item} for who, (item, _word) in OPENED.items()})

    def assertNothing(self, answer, *how):
        self.assertNotIn(MARKER, answer, how)
        self.assertNotIn(MARKER.lower(), answer, how)

    def _is_found(self, model, told):
        if isinstance(told[0], list):
            found = {one["id"] if isinstance(one, dict) else one for one in told[0]}
            return bool(found & set(self.planted[model].ids))
        return isinstance(told[0], int) and told[0] > 0

    # What is kept

    @mute_logger(*MUTED)
    def test_alumni_managers_get_it_by_these_ways(self):
        """Otherwise the tests below would show nothing."""
        for model, names in PLACES.items():
            with self.subTest(model):
                self.assertTrue(self.planted[model])
                told = {
                    method
                    for method, args in self._get_reading_calls(model, names[0])
                    if MARKER in self._ask(self.user_alumni, model, method, args)
                }
                wanted = {"read", "web_read", "search_read", "export_data"}
                self.assertEqual(wanted & told, set() if model in OF_NOBODY else wanted)

    @mute_logger(*MUTED)
    def test_nobody_gets_it_by_reading(self):
        for role, user in self.roles.items():
            for model, names in PLACES.items():
                for name in (*names, "display_name"):
                    for method, args in self._get_reading_calls(model, name):
                        answer = self._ask(user, model, method, args)
                        self.assertNothing(answer, role, model, method)

    @mute_logger(*MUTED)
    def test_nobody_finds_out_by_guessing(self):
        for role, user in self.roles.items():
            for model, names in PLACES.items():
                for name in names:
                    for method, args in self._get_guessing_calls(model, name):
                        told = self._call(user, model, method, args)
                        self.assertFalse(
                            self._is_found(model, told), (role, model, method, told)
                        )

    @mute_logger(*MUTED)
    def test_nobody_finds_out_from_another_model(self):
        """By every path of fields by which the superuser finds a marker."""
        paths = [pair for pair in self._get_paths(3, PLACES) if self._has_hit(*pair)]
        for pair in (
            ("crm.lead", "alumni_id.private_email"),
            ("hr.alumni.directory", "alumni_id.private_email"),
            ("res.partner", "alumni_ids.private_email"),
        ):
            if pair[1].split(".")[0] in self.env[pair[0]]._fields:
                self.assertIn(pair, paths)
        self.assertGreater(len(paths), 30)
        for model, path in paths:
            domain = [(path, "like", PART)]
            ids = self.env[model].search(domain).ids
            nested = {}
            for name in reversed(path.split(".")):
                nested = {name: {"fields": nested} if nested else {}}
            for role, user in self.roles.items():
                found = self._call(user, model, "search", (domain,))[0]
                self.assertTrue(
                    found == [] or isinstance(found, Exception), (role, model, path)
                )
                for method, args in (
                    ("export_data", (ids, [path.replace(".", "/")])),
                    ("web_read", (ids, nested)),
                    ("formatted_read_group", ([], [path])),
                    ("formatted_read_group", (domain, [], ["__count"])),
                    ("search", ([], 0, 5, path)),
                    ("name_search", ("", domain)),
                ):
                    answer = self._ask(user, model, method, args)
                    self.assertNothing(answer, role, model, path, method)
                answer = self._call(user, model, "search_count", (domain,))[0]
                self.assertFalse(isinstance(answer, int) and answer, (role, model))

    @mute_logger(*MUTED)
    def test_salesperson_reads_who_brought_a_lead_and_no_more(self):
        lead = self.lead.with_user(self.roles["sales"])
        [values] = lead.read(["alumni_id"])
        self.assertEqual(values["alumni_id"][1], "Sec Ret")
        self.assertTrue(lead.search([("alumni_id", "=", self.secret.id)]))
        with self.assertRaises(AccessError):
            lead.search([("alumni_id.city", "like", PART)])

    # Mailings and saved filters, which look as the system

    def _get_domains(self):
        """How recipients would be chosen who match a secret."""
        for model, path in self._get_paths(3, PLACES):
            if (
                model in ("res.partner", "crm.lead", "hr.applicant", "res.users")
                and self._has_hit(model, path)
                and getattr(self.env[model], "_mailing_enabled", True)
            ):
                yield model, [(path, "like", PART)]

    @mute_logger(*MUTED)
    def test_no_mailing_and_no_filter_chooses_by_it(self):
        domains = list(self._get_domains())
        self.assertTrue(domains)
        domains += [
            ("hr.alumni", []),
            ("hr.alumni", [("private_email", "like", PART)]),
            ("hr.alumni.directory", [("alumni_id.city", "like", PART)]),
            ("crm.lead", [("alumni_id", "any", [("city", "like", PART)])]),
        ]
        for model, domain in domains:
            values = {
                "mailing_model_id": self.env["ir.model"]._get_id(model),
                "mailing_domain": repr(domain),
            }
            for name, more in (
                ("mailing.mailing", {"subject": "News", "body_html": "<p>.</p>"}),
                ("mailing.filter", {"name": "Who"}),
            ):
                for role, user in self.roles.items():
                    told = self._call(user, name, "create", ([{**values, **more}],))
                    with self.subTest(role, model=model, domain=domain, kept=name):
                        self.assertIsInstance(told[0], AccessError | ValidationError)
            if not domain:
                continue  # Nothing in it is a secret: the ledger decides.
            # Whatever has got past the checks reaches nobody and counts nobody.
            mailing = self._new_mailing(model, domain)
            with self.subTest(model=model, domain=domain):
                self.assertEqual((mailing.total, mailing._get_recipients()), (0, []))

    def _new_mailing(self, model, domain):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "body_html": "<p>.</p>",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "user_id": self.roles["marketing"].id,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_mailing SET mailing_model_id = %s, mailing_domain = %s "
            "WHERE id = %s",
            [self.env["ir.model"]._get_id(model), repr(domain), mailing.id],
        )
        self.env.invalidate_all()
        return mailing

    @mute_logger(*MUTED)
    def test_saved_searches_tell_nobody(self):
        """Those of the office are not read, and own ones find nothing."""
        office = self.env["ir.filters"].with_user(self.user_alumni)
        kept = office.create(
            {
                "name": f"Those in {MARKER}",
                "model_id": "hr.alumni",
                "domain": repr([("city", "like", MARKER)]),
                "user_ids": self.user_alumni.ids,
            }
        )
        segment = (
            self.env["mailing.filter"]
            .with_user(self.user_alumni)
            .create(
                {
                    "name": f"Segment {MARKER}",
                    "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                    "mailing_domain": "[('state', '=', 'active')]",
                }
            )
        )
        self.assertIn(MARKER, self._ask_filters(self.user_alumni))
        for role, user in self.roles.items():
            self.assertNothing(self._ask_filters(user), role)
            for record in (kept, segment):
                for method in ("read", "web_read", "export_data"):
                    more = {"name": {}} if method == "web_read" else ["name"]
                    answer = self._ask(user, record._name, method, (record.ids, more))
                    self.assertNothing(answer, role, record._name, method)
            own = (
                self.env["ir.filters"]
                .with_user(user)
                .create(
                    {
                        "name": "Who",
                        "model_id": "crm.lead",
                        "domain": repr([("alumni_id.city", "like", PART)]),
                        "user_ids": user.ids,
                    }
                )
            )
            found = self._call(user, "crm.lead", "search", (own._get_eval_domain(),))
            self.assertIsInstance(found[0], AccessError, role)

    def _ask_filters(self, user):
        return self._ask(user, "ir.filters", "get_filters", ("hr.alumni",)) + self._ask(
            user, "mailing.filter", "name_search", ("Segment",)
        )

    # What was opened

    @mute_logger(*MUTED)
    def test_each_role_reads_what_was_opened_to_it(self):
        words = {audience: word for audience, (_item, word) in OPENED.items()}
        names = ("skills", "employer_name", "city", "last_job_title")
        ids = self.open.directory_ids.ids
        self.assertEqual(len(ids), 4)
        for role, user in self.roles.items():
            wanted = {words[audience] for audience in SEES[role]}
            told = set()
            for name in names:
                for method, args in self._get_reading_calls(
                    "hr.alumni.directory", name, ids
                ):
                    if method == "read" or method == "web_read":
                        continue  # Of rows that are not all theirs: refused as a whole.
                    answer = self._ask(user, "hr.alumni.directory", method, args)
                    told |= {word for word in words.values() if word in answer}
                    self.assertNotIn("ona.pen@example.com", answer, (role, method))
            with self.subTest(role):
                self.assertEqual(told, wanted)
            for audience, word in words.items():
                for name in names:
                    found = self._call(
                        user,
                        "hr.alumni.directory",
                        "search_count",
                        ([(name, "=", word)],),
                    )[0]
                    with self.subTest(role, word=word, name=name):
                        is_own = name == names[list(words).index(audience)]
                        self.assertEqual(bool(found), is_own and audience in SEES[role])

    @mute_logger(*MUTED)
    def test_withdrawn_is_gone_for_everybody(self):
        ids = self.open.directory_ids.ids
        for audience, code in PURPOSES.items():
            purpose = self.env["hr.privacy.purpose"].search([("code", "=", code)])
            self.open._do_withdraw(purpose, "portal")
            for role, user in self.roles.items():
                answer = self._ask(
                    user,
                    "hr.alumni.directory",
                    "search_read",
                    ([("id", "in", ids)],),
                )
                self.assertNotIn(OPENED[audience][1], answer, (role, audience))
