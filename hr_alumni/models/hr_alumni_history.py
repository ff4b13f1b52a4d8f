from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..tools.employers import plain_name
from ..tools.history_plan import Book, Person, Planner
from ..tools.history_row import plain_word
from ..tools.matching import normalise_phone

QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
}
# Columns of a row that are fields of the record.
FIELDS = {
    "employee_number": "employee_number",
    "private_email": "private_email",
    "private_phone": "private_phone",
    "city": "city",
    "country": "country_id",
    "background": "background",
}
# What is computed on a record and known beforehand of somebody who is new: nobody keeps
# in touch yet, nothing is due. Computing it would take longer than all the rest. What
# is not given is empty in the database, which for a tick is not the same as untrue.
NOT_YET = ("is_decision_maker", "is_founder", "is_at_competitor", "is_at_public_body")
NOTHING_YET = (
    "keeper_user_ids",
    "next_cadence_date",
    "next_cadence_id",
    "next_touch_date",
    "employer_id",
    "employer_name",
    "job_title",
    "industry_id",
    "employer_relation",
)
OF_ROW = ("email_normalized", "phone_normalized", "retention_date")
OF_STINT = (
    "left_date",
    "last_job_title",
    "last_department",
    "last_office",
    "is_former_manager",
    "service_days",
    "stint_count",
)
# Serialises imports of one company, in whichever way they come.
LOCK = 1_946_207


class HrAlumniHistory(models.Model):
    """Writing past leavers: whoever is known is completed, everybody else is added.

    What is decided about a row stands in `tools/history_plan.py`; here people are read
    into the book, and what was decided is written. Nothing that is known is replaced,
    nobody is written to, and no employee record is made.
    """

    _inherit = "hr.alumni"

    @api.model
    def _import_history(self, rows, company, origin=None):
        """Write rows about past leavers; the same rows again change nothing.

        For internal use: whoever calls has checked that the user may.

        :param rows: list of `CleanRow` without errors
        :param company: `res.company` that these people have left
        :param origin: `hr.alumni.import` they come from, or None
        :return: list of `Outcome`, one for each row
        """
        # Sudo: the ledger is written by steps only, and people must be found whoever
        # imports. The queries are the same for one row and for a thousand.
        self = self.sudo().with_context(**QUIET)
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK, company.id)
        )
        outcomes = self._plan_history(rows, company)
        self._write_history([one for one in outcomes if one.changes], company, origin)
        return outcomes

    @api.model
    def _plan_history(self, rows, company, book=None):
        """Decide about rows, and write nothing.

        :param book: a `Book` that is kept from one call to the next; it makes a dry run
            foretell what becomes of rows about one person in different batches
        :return: list of `Outcome`, one for each row
        """
        # Sudo: people must be found, whoever imports.
        self = self.sudo()
        book = Book() if book is None else book
        numbers = {row.values.get("employee_number") for row in rows} - {None}
        emails = {row.values.get("private_email") for row in rows} - {None}
        self._read_people(book, company, sorted(numbers), sorted(emails))
        companies = self.env["res.company"].search(Domain.TRUE)
        planner = Planner(
            book,
            self._get_erased(company, numbers, emails),
            self._get_internal_emails(emails),
            {plain_name(name) for name in companies.partner_id.mapped("name")},
        )
        return [planner.plan(row) for row in rows]

    @api.model
    def _read_people(self, book, company, numbers, emails):
        """Put everybody into the book whom numbers or addresses can mean."""
        employees = self._find_employees(company, numbers, emails)
        people = (
            self.search(
                [("company_id", "=", company.id), ("employee_number", "in", numbers)]
            )
            | self.search(
                [("company_id", "=", company.id), ("email_normalized", "in", emails)]
            )
            | employees.alumni_ids.filtered(lambda one: one.company_id == company)
        )
        employees |= people.employee_ids
        persons = {}
        for alumni in people:
            own = alumni.employee_ids
            person = alumni._prepare_person()
            persons.update({("alumni", alumni.id): person})
            persons.update({("employee", one.id): person for one in own})
            self._put_into(book, person)
        for employee in employees:
            if ("employee", employee.id) not in persons:
                person = self._prepare_employee_person(employee)
                persons["employee", employee.id] = person
                self._put_into(book, person)
        for alumni_id, employee_id, start, end in self._get_stint_table(
            people, employees
        ):
            person = persons.get(("alumni", alumni_id)) or persons.get(
                ("employee", employee_id)
            )
            person.stints.setdefault(start, end)
        self._read_orphans(book, company, numbers)

    @api.model
    def _read_orphans(self, book, company, numbers):
        """Stints in the ledger whose employee record was deleted."""
        orphans = self.env["hr.employment.period"].search(
            [
                ("company_id", "=", company.id),
                ("employee_number", "in", numbers),
                ("employee_id", "=", False),
                ("alumni_id", "=", False),
            ]
        )
        for number, periods in orphans.grouped("employee_number").items():
            if not book.find_number(number):
                person = Person(
                    name=periods[:1].employee_name,
                    number=number,
                    record=("hr.employment.period", periods._ids),
                    stints={one.date_start: one.date_end for one in periods},
                )
                self._put_into(book, person)

    @api.model
    def _put_into(self, book, person):
        """Put somebody into the book, unless a batch before has done so."""
        if person.record not in book.seen:
            book.seen.add(person.record)
            book.add(person)

    @api.model
    def _find_employees(self, company, numbers, emails):
        employees = self.env["hr.employee"].with_context(active_test=False)
        if not numbers and not emails:
            return employees
        employees.flush_model(["private_email"])
        by_email = SQL(
            "(SELECT id FROM hr_employee WHERE company_id = %s"
            " AND LOWER(TRIM(private_email)) IN %s)",
            company.id,
            tuple(emails) or ("",),
        )
        return employees.search(
            Domain("company_id", "=", company.id)
            & (Domain("employee_number", "in", numbers) | Domain("id", "in", by_email))
        )

    def _prepare_person(self):
        employees = self.employee_ids
        return Person(
            name=self.partner_id.name or "",
            number=self.employee_number or employees[:1].employee_number or "",
            email=self.email_normalized or "",
            record=("hr.alumni", (self.id,)),
            is_alumni=True,
            is_silent=self.state in ("left", "deceased"),
            values={
                column: self[name].id if column == "country" else self[name]
                for column, name in FIELDS.items()
                if self[name]
            },
            employer=plain_name(self.employer_name),
        )

    @api.model
    def _prepare_employee_person(self, employee):
        email = (employee.private_email or "").strip().lower()
        return Person(
            name=employee.name,
            number=employee.employee_number or "",
            email=email,
            record=("hr.employee", (employee.id,)),
            is_present=employee.active,
        )

    @api.model
    def _get_erased(self, company, numbers, emails):
        """Which of these numbers and addresses must not come back."""
        suppression = self.env["hr.privacy.suppression"]
        texts = {suppression._get_number_text(number): number for number in numbers}
        texts.update({email: email for email in emails})
        known = suppression._get_suppressed(list(texts))
        return {texts[text] for text, company_id in known if company_id == company.id}

    # What was decided is written

    @api.model
    def _write_history(self, outcomes, company, origin):
        self._add_people(outcomes, company, origin)
        self._fill_people(outcomes)
        self._add_stints(outcomes, company)
        self._add_employers(outcomes, company)

    @api.model
    def _add_people(self, outcomes, company, origin):
        new = [one for one in outcomes if one.is_new]
        partners = self.env["res.partner"].create(
            [
                self._prepare_history_partner_values(one.row.values, company)
                for one in new
            ]
        )
        shared = self._prepare_shared_values(new, company)
        people = self.create(
            [
                {
                    **shared,
                    **self._prepare_history_values(one, company),
                    **self._prepare_known_values(one.row.values),
                    "partner_id": partner.id,
                    "import_id": origin.id if origin else False,
                }
                for one, partner in zip(new, partners, strict=True)
            ]
        )
        for outcome, alumni in zip(new, people, strict=True):
            model, ids = outcome.person.record or (None, ())
            if model == "hr.employment.period":
                self.env[model].browse(ids).alumni_id = alumni
            outcome.person.record = ("hr.alumni", (alumni.id,))
        self._do_not_compute(new, people)

    def _do_not_compute(self, outcomes, people):
        """What was given to people of one stint is right, and is not computed."""
        simple = self.browse(
            alumni.id
            for one, alumni in zip(outcomes, people, strict=True)
            if self._is_simple(one)
        )
        for name in (*NOT_YET, *NOTHING_YET, *OF_ROW):
            self.env.remove_to_compute(self._fields[name], people)
        for name in OF_STINT:
            self.env.remove_to_compute(self._fields[name], simple)

    @api.model
    def _is_simple(self, outcome):
        """Whether this is the only stint of somebody new without employee record."""
        return outcome.is_new and len(outcome.person.stints) == 1 and outcome.has_stint

    @api.model
    def _fill_people(self, outcomes):
        for outcome in outcomes:
            if outcome.filled:
                self._get_written(outcome).write(
                    {FIELDS[key]: outcome.row.values[key] for key in outcome.filled}
                )

    @api.model
    def _add_stints(self, outcomes, company):
        new = [one for one in outcomes if one.has_stint]
        lists = self._get_history_lists(
            company, ("hr.department", "department"), ("hr.job", "job")
        )
        simple = [one for one in new if self._is_simple(one)]
        others = [one for one in new if not self._is_simple(one)]
        self._insert_periods(
            [self._prepare_history_period_values(one, company, lists) for one in simple]
        )
        self.env["hr.employment.period"].create(
            [self._prepare_history_period_values(one, company, lists) for one in others]
        )
        several = [one for one in new if len(one.person.stints) > 1]
        people = self.browse({self._get_written(one).id for one in several})
        people._renumber_stints()

    @api.model
    def _insert_periods(self, vals_list):
        """Write stints of new people into the ledger, all with one statement.

        Nothing follows from them that is not on the records already, and to find that
        out takes as long as all the rest.
        """
        if not vals_list:
            return
        # The stints refer to people, who must be there.
        self.env.flush_all()
        reasons = self.env["hr.departure.reason"]
        now, uid = self.env.cr.now(), self.env.uid
        rows = [
            {
                "stint": 1,
                "kind": reasons.browse(vals["reason_id"]).kind or None,
                "create_uid": uid,
                "write_uid": uid,
                "create_date": now,
                "write_date": now,
                **{name: value or None for name, value in vals.items()},
            }
            for vals in vals_list
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO hr_employment_period (%s) VALUES %s",
                SQL(", ").join(SQL.identifier(name) for name in rows[0]),
                SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows),
            )
        )
        self.env["hr.employment.period"].invalidate_model()
        self.invalidate_model(["imported_period_ids", "employment_period_ids"])

    @api.model
    def _add_employers(self, outcomes, company):
        new = [one for one in outcomes if one.has_employer]
        if not new:
            return
        career = self.env["hr.alumni.career"]
        names = {one.row.values["employer"] for one in new}
        known = career._find_employers(names, company)
        career.create([self._prepare_history_career_values(one, known) for one in new])

    @api.model
    def _get_written(self, outcome):
        """The record of the person of an outcome that was written."""
        return self.browse(outcome.person.record[1])

    @api.model
    def _get_history_lists(self, company, *lists):
        """What departments and jobs mean by their names; a name that two have is none.

        :return: dict of column to a dict of plain word to id
        """
        found = {}
        for model, column in lists:
            words = {}
            for record in self.env[model].search(
                [("company_id", "in", [company.id, False])]
            ):
                words.setdefault(plain_word(record.name), []).append(record.id)
            found[column] = {
                word: ids[0] for word, ids in words.items() if len(ids) == 1
            }
        return found

    @api.model
    def _prepare_history_partner_values(self, values, company):
        """Hook: the own contact of somebody who is imported: no address is on it."""
        return {
            "name": values["name"],
            "company_id": company.id,
            "lang": values.get("language") or company.partner_id.lang,
        }

    @api.model
    def _prepare_history_values(self, outcome, company):
        """Hook: the candidate who is imported, apart from the contact."""
        values = outcome.row.values
        model, ids = outcome.person.record or (None, ())
        reason = values.get("reason")
        result = {
            "company_id": company.id,
            **{name: values[key] for key, name in FIELDS.items() if key in values},
        }
        if "background" not in values and getattr(reason, "kind", "") == "retirement":
            result["background"] = "retiree"
        if model == "hr.employee":
            employee = self.env[model].browse(ids)
            result["employee_ids"] = [Command.link(employee.id)]
            result.setdefault("employee_number", employee.employee_number)
            result.setdefault("private_email", employee.private_email)
        return result

    @api.model
    def _prepare_shared_values(self, outcomes, company):
        """What is the same for everybody new in a batch.

        Candidates are kept from the day of the import on, or from the last day, which
        lies before it.
        """
        last = max((one.row.values["date_end"] for one in outcomes), default=False)
        candidate = self.new({"company_id": company.id, "left_date": last})
        return {"retention_date": candidate._get_retention_date()}

    @api.model
    def _prepare_known_values(self, values):
        """What would be computed on the record of somebody new, given at once."""
        start, end = values["date_start"], values["date_end"]
        return {
            **dict.fromkeys(NOT_YET, False),
            "email_normalized": values.get("private_email"),
            "phone_normalized": normalise_phone(values.get("private_phone")),
            "left_date": end,
            "last_job_title": values.get("job"),
            "last_department": values.get("department"),
            "last_office": values.get("office"),
            "is_former_manager": values.get("led", False),
            "service_days": (end - start).days + 1,
            "stint_count": 1,
        }

    @api.model
    def _prepare_history_period_values(self, outcome, company, lists):
        """Hook: a stint in the ledger, with its facts as text and as links."""
        values = outcome.row.values
        alumni = self._get_written(outcome)
        employee = alumni.employee_ids[:1]
        reason = values.get("reason")
        department, job = values.get("department"), values.get("job")
        return {
            "employee_id": employee.id,
            "alumni_id": not employee and alumni.id,
            "company_id": company.id,
            "employee_number": alumni.employee_number,
            "employee_name": alumni.partner_id.name,
            "date_start": values["date_start"],
            "date_end": values["date_end"],
            "department_id": lists["department"].get(plain_word(department or "")),
            "department_name": department,
            "job_id": lists["job"].get(plain_word(job or "")),
            "job_title": job,
            "office_name": values.get("office"),
            "has_led": values.get("led", False),
            "reason_id": getattr(reason, "id", False),
        }

    @api.model
    def _prepare_history_career_values(self, outcome, known):
        """Hook: where somebody who is imported works now.

        :param known: dict of name in lower case to the id of a company contact
        """
        values = outcome.row.values
        return {
            "alumni_id": self._get_written(outcome).id,
            "employer_id": known.get(values["employer"].lower()),
            "employer_name": values["employer"],
            "title": values.get("job_title"),
            "source": "import",
        }
