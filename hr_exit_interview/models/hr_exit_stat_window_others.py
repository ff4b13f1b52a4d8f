from datetime import timedelta

from odoo import models

from ..tools.stat_groups import get_counted
from ..tools.stat_publish import Question, Window
from ..tools.stat_windows import ANSWERS_FACTOR


class HrExitStatWindowOthers(models.Model):
    """What is told beside the exit questionnaire: talks, managers, and months later.

    Each is about people of its own: those whose talk has a card, those who have
    answered again, those about whom the manager has. Whoever is too few waits for a
    later window, as in the exit questionnaire.

    Managers answer about others. One of them may have lost all who left a department,
    so their answers are told of the whole company only, and from as many different
    managers on as the smallest group has people.
    """

    _inherit = "hr.exit.stat.window"

    _LATER_KINDS = ("follow_up", "manager")
    _MANAGER_REASON_KEY = "manager_reason"

    def _close(self, due):
        window = super()._close(due)
        for later in self._get_later(due):
            self._mark_counted(later)
        return window

    def _get_entries(self, due):
        yield from super()._get_entries(due)
        yield from self._get_topic_entries(due)
        for later in self._get_later(due):
            yield from self._get_later_entries(later)

    def _get_reason_entries(self, due, entry):
        yield from super()._get_reason_entries(due, entry)
        yield from self._get_manager_gap_entries(due, entry)

    # Talks

    def _get_topic_entries(self, due):
        """How the people who were talked to see each topic, from the record cards."""
        cards = self._get_settled_cards(due)
        rated = cards.topic_ids.filtered(lambda line: line.rating != "0")
        dimensions, labels = self._get_dimensions(cards.interview_id.offboarding_id)
        window = Window(dimensions, due.minimum)
        for topic, lines in rated.grouped("topic_id").items():
            yield {
                "question": Question(f"topic:{topic.key}", "scale"),
                "title": self.env._("In interviews: %(topic)s", topic=topic.name),
                "answers": {
                    line.card_id.interview_id.employee_id.id: int(line.rating)
                    for line in lines
                },
                "window": window,
                "labels": labels,
            }

    def _get_settled_cards(self, due):
        """Cards that were locked in this window: nothing is added to them any more."""
        days = timedelta(days=self.env["hr.exit.interview.card"]._LOCK_DAYS)
        return self.env["hr.exit.interview.card"].search(
            [
                ("company_id", "=", due.company.id),
                ("may_count", "=", True),
                ("interview_id.kind", "=", "exit"),
                ("interview_id.state", "=", "held"),
                ("interview_id.closed_date", ">=", due.first - days),
                ("interview_id.closed_date", "<=", due.last - days),
            ],
            order="id",
        )

    # Managers and months later

    def _get_later(self, due):
        """The talks of other kinds that are told of in this window, as `DueWindow`."""
        found = []
        for kind in self._LATER_KINDS:
            people, days, hidden = self._get_waiting(due.company, kind)
            inside = {person for person, day in days.items() if day <= due.last}
            counted = get_counted(inside, due.minimum, frozenset(hidden))
            talks = self.env["hr.exit.interview"].union(
                *(people[person] for person in sorted(counted))
            )
            if len(counted) >= ANSWERS_FACTOR * due.minimum and (
                kind != "manager" or not self._has_few_managers(due, talks)
            ):
                found.append(
                    due._replace(
                        kind=kind,
                        interviews=talks,
                        closed=talks,
                        hidden=frozenset(hidden & counted),
                    )
                )
        return found

    def _get_later_entries(self, later):
        dimensions, labels = {}, {}
        if later.kind != "manager":
            dimensions, labels = self._get_dimensions(later.interviews.offboarding_id)
        window = Window(dimensions, later.minimum, later.hidden)
        for question, asked in self._get_questions(later):
            answers = self._get_answers(later, question)
            about = later.interviews.filtered(
                lambda talk, answers=answers: talk.employee_id.id in answers
            )
            if later.kind == "manager" and self._has_few_managers(later, about):
                continue
            yield {
                "question": question,
                "title": self._get_question_title(later, question, asked),
                "factor": asked[:1].exit_factor,
                "choices": {
                    label.exit_key: label.value
                    for label in reversed(asked.suggested_answer_ids)
                },
                "answers": answers,
                "window": window,
                "labels": labels,
            }

    def _has_few_managers(self, due, talks):
        return len(talks.offboarding_id.manager_id) < due.minimum

    def _get_manager_gap_entries(self, due, entry):
        """Whether the manager sees the reason that the leaver names."""
        answers, question = entry["answers"], entry["question"]
        views = self.env["hr.exit.answer"].search(
            [
                ("interview_id.kind", "=", "manager"),
                (
                    "interview_id.offboarding_id",
                    "in",
                    due.interviews.offboarding_id.ids,
                ),
                ("question_key", "=", self._MANAGER_REASON_KEY),
                ("mode", "!=", "totals"),
                "|",
                ("release_date", "=", False),
                ("release_date", "<=", due.last),
            ],
            order="id",
        )
        seen = {
            view.interview_id.employee_id.id: view
            for view in views
            if view.value_key in question.choices
            and view.interview_id.employee_id.id in answers
        }
        talks = self.env["hr.exit.interview"].union(
            *(view.interview_id for view in seen.values())
        )
        if not self._has_few_managers(due, talks):
            yield {
                "question": Question("manager_gap", "rate", is_theme=True),
                "title": self.env._(
                    "The leaver and the manager see another main reason"
                ),
                "answers": {
                    person: view.value_key not in answers[person]
                    for person, view in seen.items()
                },
                "window": Window({}, due.minimum, due.hidden),
                "labels": {},
            }
