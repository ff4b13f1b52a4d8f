"""What the tests of exit statistics share: many leavers who have answered."""

from datetime import datetime

from .exit_common import ExitInterviewCase

# A day of the first quarter, and the first day on which that may be published.
IN_QUARTER = datetime(2026, 2, 10, 9)
AFTER_QUARTER = "2026-04-01 03:00:00"


class ExitStatCase(ExitInterviewCase):
    """Leavers with sealed answers, made without the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Stat = cls.env["hr.exit.stat"]
        cls.Window = cls.env["hr.exit.stat.window"]
        cls.departments = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Sales", "Care", "Plant")
            ]
        )

    @classmethod
    def _new_leavers(cls, count, company=None, **values):
        """Departures of new employees, with an exit interview each.

        A value that is a list is dealt out to them in turn.
        """
        company = company or cls.company
        employees = cls.env["hr.employee"].create(
            [
                {
                    "name": f"Leaver {number}",
                    "company_id": company.id,
                    "contract_date_start": "2021-05-01",
                }
                for number in range(count)
            ]
        )
        cases = cls.env["hr.offboarding"].create(
            [
                {
                    "employee_id": employee.id,
                    "reason_id": cls.reason_resigned.id,
                    "notice_date": "2026-01-10",
                    "last_working_date": "2026-02-15",
                    "template_id": False,
                }
                for employee in employees
            ]
        )
        # What is copied from the employee is, before something else is written.
        cases.flush_recordset()
        for name, value in values.items():
            for number, case in enumerate(cases):
                case[name] = (
                    value[number % len(value)] if isinstance(value, list) else value
                )
        return cls.env["hr.exit.interview"].create(
            [{"offboarding_id": case.id, "kind": "exit"} for case in cases]
        )

    @classmethod
    def _seal(cls, interviews, moment=IN_QUARTER, mode="named", release=False, **given):
        """Seal answers: a number is one on a scale, a text the key of a choice.

        A list is dealt out in turn; None is no answer.
        """
        vals_list = []
        for number, talk in enumerate(interviews):
            for sequence, (key, value) in enumerate(given.items(), start=1):
                if isinstance(value, list):
                    value = value[number % len(value)]
                if value is None:
                    continue
                is_choice = isinstance(value, str)
                vals_list.append(
                    {
                        "interview_id": talk.id,
                        "company_id": talk.company_id.id,
                        "sequence": sequence,
                        "question_key": key,
                        "question_title": key,
                        "answer_type": "choice" if is_choice else "scale",
                        "value": str(value),
                        "value_key": value if is_choice else False,
                        "value_number": 0 if is_choice else value,
                        "mode": mode,
                        "release_date": release,
                    }
                )
        interviews.write(
            {
                "questionnaire_state": "done",
                "questionnaire_sent_date": moment,
                "questionnaire_done_date": moment,
            }
        )
        return cls.env["hr.exit.answer"].create(vals_list)

    def _publish(self, company=None):
        windows = self.Window._publish(company or self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        return windows

    def _get_table(self):
        """The published lines as they are in the database."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM hr_exit_stat WHERE company_id = %s ORDER BY id",
            [self.company.id],
        )
        return self.env.cr.dictfetchall()

    def _get_line(self, key, dimension="total", **values):
        return self._search_stats(question_key=key, dimension=dimension, **values)

    def _search_stats(self, user=None, **values):
        """Published lines of the company with these values."""
        return self.Stat.with_user(user or self.env.user).search(
            [
                ("company_id", "=", self.company.id),
                *((name, "=", value) for name, value in values.items()),
            ]
        )
