import logging
from typing import Any, NamedTuple

from odoo import api, fields, models

from ..tools import stat_windows

_logger = logging.getLogger(__name__)


class DueWindow(NamedTuple):
    """A window that may be closed: its company, days, smallest group and people."""

    company: Any
    first: Any
    last: Any
    minimum: int
    # The latest interview of each person, and all that are closed with the window.
    interviews: Any
    closed: Any
    # Employees whose answers nobody reads.
    hidden: frozenset
    # Talks of which kind; only those of kind `exit` make a window due.
    kind: str = "exit"

    @property
    def name(self):
        return stat_windows.get_window_name(self.first, self.last)


class HrExitStatWindowPublish(models.Model):
    """When a window is closed, and how: by one transaction for each company.

    Days are those of the server (UTC), for everybody the same.
    """

    _inherit = "hr.exit.stat.window"

    @api.model
    def _cron_publish(self):
        """Close the windows that are due; a company that fails stops no other."""
        companies = self._get_due_companies()
        for done, company in enumerate(companies, start=1):
            try:
                with self.env.cr.savepoint():
                    self._publish(company)
            except Exception:
                # The next run tries again: nothing of this company has been kept.
                _logger.exception("Exit statistics of company %s failed.", company.id)
                self.env.invalidate_all()
            if not self.env["ir.cron"]._commit_progress(
                1, remaining=len(companies) - done
            ):
                break

    @api.model
    def _get_due_companies(self):
        """Companies in which a window may be due, by one query over their answers."""
        quarter = stat_windows.get_quarter_start(self._get_today())
        counts = self.env["hr.exit.answer"]._read_group(
            [
                *self._get_countable_domain(),
                ("interview_id.questionnaire_done_date", "<", quarter),
            ],
            ["company_id"],
            ["interview_id:count_distinct"],
        )
        least = stat_windows.ANSWERS_FACTOR * stat_windows.FLOOR
        return self.env["res.company"].union(
            *(company for company, count in counts if count >= least)
        )

    @api.model
    def _publish(self, company):
        """Close the windows of a company that are due.

        Runs in sudo, by the scheduled job or for an exit officer.

        :return: the windows that have been closed, none while somebody else does it
        """
        windows = self.browse()
        # Employees of the company keep being written while this counts.
        if not company.try_lock_for_update(allow_referencing=True):
            return windows
        for due in self._get_due_windows(company):
            windows += self._close(due)
        return windows

    def _close(self, due):
        """Publish what is told of a window, then mark or destroy what was counted."""
        lines = self._prepare_stat_values(due)
        window = self.create(self._prepare_window_values(due))
        self.env["hr.exit.stat"].create(
            [{**values, "window_id": window.id} for values in lines]
        )
        self._mark_counted(due)
        window._do_after_publish()
        return window

    def _mark_counted(self, due):
        """Note which answers were counted, and destroy those that nobody reads."""
        answers = self.env["hr.exit.answer"].search(
            [
                *self._get_countable_domain(due.last, due.kind),
                ("interview_id", "in", due.closed.ids),
            ],
            order="id",
        )
        # Nobody was ever to read these one by one; they have served their purpose.
        in_totals = answers.filtered(lambda answer: answer.mode == "totals")
        (answers - in_totals).is_counted = True
        in_totals.unlink()

    def _do_after_publish(self):
        """Hook: called once a window has been published, with its lines in place."""

    def _prepare_window_values(self, due):
        return {
            "company_id": due.company.id,
            "date_from": due.first,
            "date_to": due.last,
            "minimum": due.minimum,
        }

    # What is due

    @api.model
    def _get_due_windows(self, company):
        """The windows of a company that may be closed today, as `DueWindow`."""
        people, days, hidden = self._get_waiting(company)
        if not people:
            return []
        minimum = self._get_minimum(company, people)
        latest = self.search(
            [("company_id", "=", company.id)], order="date_to desc", limit=1
        )
        return [
            DueWindow(
                company,
                first,
                last,
                minimum,
                self.env["hr.exit.interview"].union(
                    *(people[person][-1] for person in sorted(inside))
                ),
                self.env["hr.exit.interview"].union(
                    *(people[person] for person in sorted(inside))
                ),
                frozenset(hidden & inside),
            )
            for first, last, inside in stat_windows.get_closed_windows(
                days, self._get_today(), minimum, latest.date_to, frozenset(hidden)
            )
        ]

    def _get_waiting(self, company, kind="exit"):
        """Who has answered, in talks of a kind, and is in no window yet.

        :return: employee id to interviews, the latest last; employee id to day; ids of
            those whose answers nobody reads
        """
        groups = self.env["hr.exit.answer"]._read_group(
            [*self._get_countable_domain(kind=kind), ("company_id", "=", company.id)],
            ["interview_id"],
            ["mode:array_agg_distinct", "release_date:max"],
        )
        people, days, hidden = {}, {}, set()
        for talk, modes, released in sorted(
            groups, key=lambda group: group[0].questionnaire_done_date
        ):
            person = talk.employee_id.id
            people[person] = people.get(person, talk.browse()) + talk
            day = talk.questionnaire_done_date.date()
            days[person] = max(day, released or day, days.get(person, day))
            if "totals" in modes:
                hidden.add(person)
        return people, days, hidden

    def _get_minimum(self, company, people):
        """The smallest group as it was promised to whoever answered first."""
        since = min(
            talks.sorted("questionnaire_done_date")[0].questionnaire_done_date
            for talks in people.values()
        )
        changes = self.env["hr.exit.stat.minimum"].search(
            [("company_id", "=", company.id), ("date", ">=", since)]
        )
        return stat_windows.get_minimum_in_force(
            company.exit_stat_minimum,
            [(change.date, change.before) for change in changes],
            since,
        )

    @api.model
    def _get_countable_domain(self, day=None, kind="exit"):
        """Hook: answers that may be counted on a day, today unless said."""
        return [
            # What a manager says, or somebody says later, is told by itself.
            ("interview_id.kind", "=", kind),
            ("is_counted", "=", False),
            ("interview_id.questionnaire_done_date", "!=", False),
            "|",
            ("release_date", "=", False),
            ("release_date", "<=", day or self._get_today()),
        ]

    @api.model
    def _get_today(self):
        return fields.Datetime.now().date()
