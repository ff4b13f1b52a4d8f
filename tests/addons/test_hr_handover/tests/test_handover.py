"""The hand-over where many applications are installed, checked record by record."""

from contextlib import contextmanager

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.models.hr_offboarding_handover import QUIET
from odoo.addons.hr_exit_interview.tests.common import OffboardingCase
from odoo.addons.hr_exit_interview.tools.handover import MOVABLE

PAST = {"date_begin": "2020-01-06 08:00:00", "date_end": "2020-01-07 16:00:00"}
FUTURE = {"date_begin": "2099-01-05 08:00:00", "date_end": "2099-01-06 16:00:00"}
# A field that only an application that is not installed here adds to the employee.
ELSEWHERE = {
    ("hr.employee", "leave_manager_id"),
    ("hr.employee", "expense_manager_id"),
    ("hr.employee", "attendance_manager_id"),
}


class HandoverCase(OffboardingCase):
    """The line manager is the successor; the HR officer has no other rights at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()

    def _scan(self):
        self.case.action_view_handover()
        return self.case.handover_ids

    def _hand_over(self):
        handover = self._scan()
        handover.action_approve()
        handover.action_run()
        self.assertEqual(handover.state, "done")
        return handover

    def _line(self, handover, model, field):
        return handover.line_ids.filtered(
            lambda line: (line.model, line.field_name) == (model, field)
        )

    def _new(self, model, *vals_list, **defaults):
        return self.env[model].create([{**defaults, **vals} for vals in vals_list])


@tagged("post_install", "-at_install")
class TestHandoverOfManyModels(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Core refuses surveys to those who have no rights on them.
        survey_group = cls.env.ref("survey.group_survey_user")
        (cls.user_leaver + cls.user_manager).group_ids += survey_group
        cls.leaver = cls.user_leaver.id
        cls.open, cls.closed = {}, {}
        cls._make_sales()
        cls._make_projects()
        cls._make_people()
        cls._make_recruitment()
        cls._make_meetings()
        cls._make_communication()
        cls._make_things()

    @classmethod
    def _own(cls, model, field, open_values, closed_values=(), **defaults):
        """Records of the leaver: those to move, and those that have to stay."""
        if cls.env[model]._fields[field].type == "many2many":
            mine = [Command.set(cls.user_leaver.ids)]
        else:
            mine = cls.leaver
        for found, vals_list in (
            (cls.open, open_values),
            (cls.closed, closed_values),
        ):
            records = cls.env[model].create(
                [{field: mine, **defaults, **vals} for vals in vals_list]
            )
            found[model, field] = records
        return cls.open[model, field]

    @classmethod
    def _make_sales(cls):
        cls._own(
            "res.partner",
            "user_id",
            [{"name": "Customer"}],
            [{"name": "Old customer", "active": False}],
        )
        cls.teams = cls._own("crm.team", "user_id", [{"name": "North"}])
        leads = cls._own(
            "crm.lead",
            "user_id",
            [{"name": "Open"}, {"name": "In the team"}],
            [{"name": "Won"}, {"name": "Lost"}],
            type="opportunity",
            company_id=cls.company.id,
        )
        won, lost = cls.closed["crm.lead", "user_id"]
        won.action_set_won()
        lost.action_set_lost()
        leads[1].team_id = cls.teams

    @classmethod
    def _make_projects(cls):
        project = cls._own(
            "project.project",
            "user_id",
            [{"name": "Plant"}],
            [{"name": "Old plant", "active": False}],
            company_id=cls.company.id,
        )
        both = [Command.set((cls.user_leaver + cls.user_manager).ids)]
        many = [Command.set((cls.user_leaver + cls.user_colleague).ids)]
        cls._own(
            "project.task",
            "user_ids",
            [
                {"name": "Alone"},
                {"name": "With the successor", "user_ids": both},
                {"name": "With a colleague", "user_ids": many},
            ],
            [
                {"name": "Done", "state": "1_done"},
                {"name": "Cancelled", "state": "1_canceled"},
                {"name": "To-do of one's own", "project_id": False},
            ],
            project_id=project.id,
        )

    @classmethod
    def _make_people(cls):
        leaver = cls.employee_leaver.id
        department = cls.env["hr.department"].create(
            {"name": "Laboratory", "company_id": cls.company.id, "manager_id": leaver}
        )
        cls.open["hr.department", "manager_id"] = department
        reports = [
            cls._new_employee(
                f"Report {n}",
                parent_id=leaver,
                coach_id=coach,
                department_id=department.id,
            )
            for n, coach in enumerate(
                (leaver, cls.employee_manager.id, cls.employee_director.id)
            )
        ]
        cls.open["hr.employee", "parent_id"] = sum(reports[1:], reports[0])
        cls.open["hr.employee", "coach_id"] = reports[0]
        # The successor leads this one already, in the department of the leaver.
        cls.of_successor = cls._new_employee(
            "Of the successor",
            parent_id=cls.employee_manager.id,
            coach_id=cls.employee_director.id,
            department_id=department.id,
        )
        gone = cls._new_employee("Gone", parent_id=leaver, active=False)
        cls.closed["hr.employee", "parent_id"] = gone

    @classmethod
    def _make_recruitment(cls):
        job = cls._own(
            "hr.job",
            "user_id",
            [{"name": "Analyst"}],
            [{"name": "Old post", "active": False}],
            company_id=cls.company.id,
        )
        cls._own(
            "hr.job",
            "interviewer_ids",
            [{"name": "Assistant"}],
            company_id=cls.company.id,
        )
        cls._own(
            "hr.applicant",
            "user_id",
            [{"partner_name": "In talks"}],
            [{"partner_name": "Refused", "active": False}],
            job_id=job.id,
        )
        cls._own(
            "hr.applicant",
            "interviewer_ids",
            [{"partner_name": "To meet"}],
            job_id=job.id,
            user_id=False,
        )
        cls.applicant_of_successor = cls.env["hr.applicant"].create(
            {
                "partner_name": "Of the successor",
                "job_id": job.id,
                "user_id": cls.user_manager.id,
            }
        )
        cls._own(
            "hr.talent.pool",
            "pool_manager",
            [{"name": "Chemists"}],
            [{"name": "Old pool", "active": False}],
        )

    @classmethod
    def _make_meetings(cls):
        partners = cls.user_leaver.partner_id + cls.user_colleague.partner_id
        coming = {"start": "2099-01-05 10:00:00", "stop": "2099-01-05 11:00:00"}
        past = {"start": "2020-01-06 10:00:00", "stop": "2020-01-06 11:00:00"}
        meetings = cls._own(
            "calendar.event",
            "user_id",
            [{"name": "Review", **coming}, {"name": "Plan", **coming}],
            [
                {"name": "Long ago", **past},
                {"name": "Own", "privacy": "private", **coming},
            ],
            partner_ids=[Command.set(partners.ids)],
        )
        cls.open["calendar.event", "partner_ids"] = meetings
        cls.closed["calendar.event", "partner_ids"] = cls.env["calendar.event"].create(
            {
                "name": "Of a colleague, the leaver is a guest",
                "user_id": cls.user_colleague.id,
                "partner_ids": [Command.set(partners.ids)],
                **coming,
            }
        )
        customer = cls.open["res.partner", "user_id"]
        cls.open["mail.activity", "user_id"] = customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.leaver
        )
        cls.closed["mail.activity", "user_id"] = customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.leaver
        )
        cls.closed["mail.activity", "user_id"].action_feedback()

    @classmethod
    def _make_communication(cls):
        cls._own(
            "event.event",
            "user_id",
            [{"name": "Open day", **FUTURE}],
            [{"name": "Last year", **PAST}],
            company_id=cls.company.id,
        )
        cls._own(
            "survey.survey",
            "user_id",
            [{"title": "Customers"}],
            [{"title": "Old one", "active": False}],
        )
        cls._own(
            "mailing.mailing",
            "user_id",
            [{"subject": "Draft"}],
            [{"subject": "Sent", "state": "done"}],
            mailing_model_id=cls.env["ir.model"]._get_id("res.partner"),
        )

    @classmethod
    def _make_things(cls):
        company = {"company_id": cls.company.id}
        team = cls._own("maintenance.team", "member_ids", [{"name": "Lab"}], **company)
        category = cls._own(
            "maintenance.equipment.category",
            "technician_user_id",
            [{"name": "Scales"}],
            **company,
        )
        cls._own(
            "maintenance.equipment",
            "technician_user_id",
            [{"name": "Scale"}],
            [{"name": "Old scale", "active": False}],
            category_id=category.id,
            equipment_assign_to="other",
            maintenance_team_id=team.id,
            **company,
        )
        done = cls.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        cls._own(
            "maintenance.request",
            "user_id",
            [{"name": "Calibrate", "schedule_date": "2099-01-05 10:00:00"}],
            [{"name": "Calibrated", "stage_id": done.id}],
            maintenance_team_id=team.id,
            **company,
        )
        # Core has scheduled one for whoever is to do it.
        activities = cls.open["maintenance.request", "user_id"].activity_ids
        cls.open["mail.activity", "user_id"] += activities
        model = cls.env["fleet.vehicle.model"].create(
            {
                "name": "Van",
                "brand_id": cls.env["fleet.vehicle.model.brand"]
                .create({"name": "Brand"})
                .id,
            }
        )
        vehicles = cls._own(
            "fleet.vehicle",
            "manager_id",
            [{"license_plate": "NW 1"}],
            [{"license_plate": "NW 2", "active": False}],
            model_id=model.id,
            **company,
        )
        cls._own(
            "fleet.vehicle.log.contract",
            "user_id",
            [{"name": "Leasing"}],
            [{"name": "Old leasing", "state": "closed"}],
            vehicle_id=vehicles.id,
            **company,
        )

    def _snapshot(self):
        """All stored values of all records here that say who, or what depends on it."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        others = {
            "hr.employee": self.of_successor,
            "hr.applicant": self.applicant_of_successor,
        }
        models = {model for model, _field in self.open}
        for model in models:
            records = (
                self.env[model]
                .browse()
                .union(
                    *(
                        by_key[key]
                        for by_key in (self.open, self.closed)
                        for key in by_key
                        if key[0] == model
                    ),
                    others.get(model, self.env[model].browse()),
                )
            )
            for record in records:
                for field in record._fields.values():
                    if self._is_watched(field):
                        found[model, record.id, field.name] = record[field.name].ids
        return found

    def _is_watched(self, field):
        # Followers and messages are traces: who was told stays told.
        return (
            field.store
            and field.type in ("many2one", "many2many")
            and not field.name.startswith(("message_", "website_message_"))
            and not (field.compute and field.readonly)
            # Own stages are kept in the same table as the people of a task.
            and field.name not in ("create_uid", "write_uid", "personal_stage_type_ids")
        )

    def _holder(self, comodel, employee):
        return {
            "res.users": employee.user_id,
            "hr.employee": employee,
            "res.partner": employee.work_contact_id,
        }[comodel]

    def assertMovedAlone(self, before):
        """Assert that each open record has the successor, and nothing else changed."""
        after = self._snapshot()
        expected = dict(before)
        for (model, name), records in self.open.items():
            comodel = records._fields[name].comodel_name
            old = self._holder(comodel, self.employee_leaver).id
            new = self._holder(comodel, self.employee_manager).id
            for record in records:
                was = before[model, record.id, name]
                self.assertIn(old, was)
                expected[model, record.id, name] = list(
                    dict.fromkeys(new if value == old else value for value in was)
                )
        self.assertSameValues(after, expected)

    def assertSameValues(self, found, expected):
        different = {
            key: (sorted(found[key]), sorted(value))
            for key, value in expected.items()
            if sorted(found[key]) != sorted(value)
        }
        self.assertEqual(different, {}, "Not as expected: (found, expected)")

    def test_everything_moves_and_returns_record_by_record(self):
        self.assertGreaterEqual(len({model for model, _field in self.open}), 15)
        before = self._snapshot()
        handover = self._scan()
        self.assertFalse(handover.line_ids.filtered("error"))
        for (model, name), records in self.open.items():
            with self.subTest(model=model, field=name):
                line = self._line(handover, model, name)
                self.assertEqual(line.open_count, len(records))
                self.assertTrue(line.is_chosen)
                self.assertGreaterEqual(
                    line.total_count,
                    len(records) + len(self.closed.get((model, name), [])),
                )
        handover = self._hand_over()
        self.assertEqual(handover.parked_count, 0, handover.log_ids.mapped("note"))
        self.assertMovedAlone(before)
        logged = {
            (log.model, log.field_name, log.res_id)
            for log in handover.log_ids
            if log.state == "moved"
        }
        self.assertEqual(
            logged,
            {(*key, id_) for key, records in self.open.items() for id_ in records.ids},
        )
        handover.action_undo()
        self.assertEqual(set(handover.log_ids.mapped("state")), {"undone"})
        self.assertSameValues(self._snapshot(), before)

    def test_each_row_of_the_table_names_a_field_that_exists(self):
        for key in MOVABLE:
            model, name = key
            if model not in self.env or key in ELSEWHERE:
                continue
            with self.subTest(model=model, field=name):
                self.assertIn(name, self.env[model]._fields)
                self.assertTrue(self.env[model]._fields[name].store)
                self.assertTrue(self.open.get(key), "No record of this test has it.")

    def test_successor_gets_one_mail_for_all(self):
        self.env.flush_all()
        before = self.env["mail.mail"].search([])
        self._hand_over()
        mails = self.env["mail.mail"].search([]) - before
        to_successor = mails.filtered(
            lambda mail: (
                self.user_manager.email in (mail.email_to or "")
                or self.user_manager.partner_id in mail.recipient_ids
            )
        )
        self.assertEqual(
            to_successor.mapped("subject"), ["Work was handed over to you"]
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_names_of_what_the_officer_may_not_see_are_not_shown(self):
        handover = self._scan().with_user(self.user_officer)
        for model, name in (
            ("crm.lead", "user_id"),
            ("fleet.vehicle", "manager_id"),
            ("mailing.mailing", "user_id"),
        ):
            with self.subTest(model=model):
                records = self.open[model, name].with_user(self.user_officer)
                self.assertFalse(records.has_access("read"))
                line = self._line(handover, model, name)
                self.assertEqual(line.open_count, len(records))
                self.assertFalse(line.sample_names)
        leads = self._line(handover, "crm.lead", "user_id")
        self.assertFalse(leads.sample_names)
        self.user_officer.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.env.invalidate_all()
        self.assertIn("Open", leads.sample_names)
        logs = self._hand_over().log_ids.with_user(self.user_officer)
        shown = {log.model: log.res_name for log in logs}
        self.assertTrue(shown["crm.lead"])
        self.assertFalse(shown["fleet.vehicle"])
        self.assertFalse(shown["mailing.mailing"])

    @contextmanager
    def _count_queries(self, found, name):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        yield
        self.env.flush_all()
        found[name] = self.env.cr.sql_log_count - before

    def test_moving_costs_little_more_than_plain_writes(self):
        """The bar: at most 1.2 times the queries of one write for each model."""
        made = {
            ("res.partner", "user_id"): [{"name": f"C {n}"} for n in range(100)],
            ("crm.lead", "user_id"): [{"name": f"L {n}"} for n in range(100)],
            # Core draws a code at random for each, and a few of a hundred may be equal.
            ("survey.survey", "user_id"): [
                {"title": f"S {n}", "session_code": f"handover-{n}"} for n in range(100)
            ],
        }
        everything = dict(self.open)
        for (model, name), vals_list in made.items():
            everything[model, name] += self._new(
                model, *vals_list, **{name: self.leaver}
            )
        counts = {}
        with self.env.cr.savepoint() as savepoint:
            with self._count_queries(counts, "plain"):
                for key in filter(everything.get, MOVABLE):
                    values = self._get_plain_values(*key)
                    everything[key].sudo().with_context(**QUIET).write(values)
            savepoint.rollback()
        self.env.invalidate_all()
        handover = self._scan()
        handover.action_approve()
        self.patch(type(handover), "_notify_successors", lambda handovers: None)
        with self._count_queries(counts, "moved"):
            handover.action_run()
        self.assertEqual(handover.state, "done")
        self.assertLessEqual(counts["moved"], 1.2 * counts["plain"], counts)

    def _get_plain_values(self, model, name):
        field = self.env[model]._fields[name]
        old = self._holder(field.comodel_name, self.employee_leaver).id
        new = self._holder(field.comodel_name, self.employee_manager).id
        if field.type == "many2many":
            return {name: [Command.unlink(old), Command.link(new)]}
        return {name: new}


@tagged("post_install", "-at_install")
class TestHandoverOfTwoCompanies(HandoverCase):
    """The leaver has access to both companies, the successor only to one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_leaver.company_ids += cls.company_other
        both = [{"company_id": cls.company.id}, {"company_id": cls.company_other.id}]
        leaver = cls.user_leaver.id
        request = {"name": "Calibrate", "user_id": leaver}
        teams = cls.env["maintenance.team"].create(
            [{"name": "Lab", **values} for values in both]
        )
        cls.pairs = {
            "project.project": cls.env["project.project"].create(
                [{"name": "Plant", "user_id": leaver, **values} for values in both]
            ),
            "crm.lead": cls.env["crm.lead"].create(
                [{"name": "Lead", "user_id": leaver, **values} for values in both]
            ),
            "maintenance.request": cls.env["maintenance.request"].create(
                [
                    {**request, "maintenance_team_id": team.id, **values}
                    for team, values in zip(teams, both, strict=True)
                ]
            ),
        }

    def test_records_out_of_reach_are_refused_and_stay(self):
        handover = self._hand_over()
        for model, (own, foreign) in self.pairs.items():
            with self.subTest(model=model):
                self.assertEqual(own.user_id, self.user_manager)
                self.assertEqual(foreign.user_id, self.user_leaver)
                self.assertEqual(foreign.company_id, self.company_other)
                parked = handover.log_ids.filtered(
                    lambda log, model=model: (
                        log.model == model and log.state == "parked"
                    )
                )
                self.assertEqual(parked.mapped("res_id"), foreign.ids)
                self.assertIn("no access to the company", parked.note)
        handover.action_undo()
        for own, foreign in self.pairs.values():
            self.assertEqual((own + foreign).user_id, self.user_leaver)

    def test_successor_with_both_companies_takes_all(self):
        self.user_manager.company_ids += self.company_other
        handover = self._hand_over()
        self.assertEqual(handover.parked_count, 0)
        for records in self.pairs.values():
            self.assertEqual(records.user_id, self.user_manager)
