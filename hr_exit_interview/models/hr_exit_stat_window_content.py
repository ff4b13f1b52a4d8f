from odoo import api, models

from ..tools.stat_groups import OTHER
from ..tools.stat_publish import TOTAL, Question, Window
from ..tools.stat_windows import get_tenure_band
from ..tools.turnover import TENURE_BANDS


class HrExitStatWindowContent(models.Model):
    """What is told of a window: answers and dimensions in, values of lines out.

    What may be told is decided in `tools`, which knows nothing of Odoo. Texts are in
    the language of the company, as they were when the window was closed.
    """

    _inherit = "hr.exit.stat.window"

    # Told of everybody together only: some of these choices, such as harassment, would
    # point at the few who work together.
    _UNDIVIDED_KEYS = ("main_reason_detail", "further_reasons_detail")

    # The most important first: the last ones are left out when together they would
    # tell too much. Field of the departure by dimension.
    _DIMENSIONS = {
        "department": "department_id",
        "tenure": None,
        "kind": "kind",
        "job": "job_id",
        "location": "work_location_id",
        "contract": "contract_type_id",
    }

    def _prepare_stat_values(self, due):
        """Values of the lines of a window, apart from the window itself."""
        self = self.with_context(lang=due.company.partner_id.lang or self.env.lang)
        cases = due.interviews.offboarding_id
        dimensions, labels = self._get_dimensions(cases)
        content = Window(dimensions, due.minimum, due.hidden)
        values = []
        for entry in self._get_entries(due):
            question, answers = entry["question"], entry["answers"]
            window = content
            if entry.get("cases"):
                # Of who has answered, and of talks, HR knows each one anyway.
                others, more = self._get_dimensions(entry["cases"])
                window = Window(others, due.minimum)
                labels |= more
            elif "window" in entry:
                window = entry["window"]
                labels |= entry["labels"]
            values += [
                self._prepare_line_values(due, entry, line, labels)
                for line in window.get_lines(question, answers)
                if line["dimension"] == TOTAL
                or question.key not in self._UNDIVIDED_KEYS
            ]
        return [
            {**line, "sequence": number} for number, line in enumerate(values, start=1)
        ]

    def _prepare_line_values(self, due, entry, line, labels):
        question = entry["question"]
        return {
            "company_id": due.company.id,
            "kind": question.kind,
            "factor": entry.get("factor"),
            "question_key": question.key,
            "question": entry["title"],
            "choice": entry.get("choices", {}).get(line.get("choice_key")),
            **line,
            "bucket": self._get_bucket_label(line["dimension"], line["bucket"], labels),
        }

    # Groups

    def _get_dimensions(self, cases):
        """How people are cut into groups.

        :return: dimension to bucket by employee id; labels by (dimension, bucket)
        """
        labels, dimensions = {}, {}
        cases = cases.sorted("id")
        starts = self._get_service_starts(cases)
        for dimension, name in self._DIMENSIONS.items():
            buckets = dimensions[dimension] = {}
            for case in cases:
                if name is None:
                    value = self._get_tenure(case, starts)
                elif case._fields[name].relational:
                    value = str(case[name].id or "")
                    labels[dimension, value] = case[name].display_name
                else:
                    value = case[name] or ""
                buckets[case.employee_id.id] = value
        for dimension, model, name in (
            ("tenure", "hr.offboarding.analysis", "tenure_band"),
            ("kind", "hr.offboarding", "kind"),
        ):
            field = self.env[model]._fields[name]
            for value, label in field._description_selection(self.env):
                labels[dimension, value] = label
        return dimensions, labels

    def _get_service_starts(self, cases):
        """Employee id to the first day of the latest stint."""
        periods = self.env["hr.employment.period"].search_fetch(
            [("employee_id", "in", cases.employee_id.ids)],
            ["employee_id", "date_start"],
            order="date_start",
        )
        return {period.employee_id.id: period.date_start for period in periods}

    def _get_tenure(self, case, starts):
        start = starts.get(case.employee_id.id)
        return start and get_tenure_band(TENURE_BANDS, start, case.last_working_date)

    def _get_bucket_label(self, dimension, bucket, labels):
        if dimension == TOTAL:
            return self.env._("Everybody")
        if bucket == OTHER:
            return self.env._("Other groups")
        return (bucket and labels.get((dimension, bucket))) or self.env._("Not known")

    # Questions

    def _get_entries(self, due):
        """Hook: what is told about, one question at a time.

        :return: iterable of dicts: `question`, `title`, `answers` by employee id, and
            where there are any `factor`, `choices` (label by key), `cases` (departures
            to which it belongs, when these are not those of the answers), or `window`
            and `labels` (who is told of, in which groups, instead of those of `due`)
        """
        for question, survey_question in self._get_questions(due):
            answers = self._get_answers(due, question)
            entry = {
                "question": question,
                "title": self._get_question_title(due, question, survey_question),
                "factor": survey_question[:1].exit_factor,
                "choices": {
                    label.exit_key: label.value
                    for label in reversed(survey_question.suggested_answer_ids)
                },
                "answers": answers,
            }
            yield entry
            if question.key == self._REASON_KEY and question.kind == "choice":
                yield from self._get_reason_entries(due, entry)
        yield from self._get_rate_entries(due)

    def _get_questions(self, due):
        """The questions that were answered in figures or choices: never in words.

        :return: list of (`Question`, `survey.question`: all that share its key, the
            first made first, possibly none any more)
        """
        found = self.env["hr.exit.answer"]._read_group(
            [
                *self._get_answers_domain(due),
                ("answer_type", "in", ("scale", "choice")),
                ("question_key", "!=", False),
            ],
            ["question_key", "answer_type"],
            ["value_key:array_agg_distinct"],
        )
        asked = self.env["survey.question"].search(
            [
                ("exit_key", "in", [key for key, _kind, _values in found]),
                ("survey_type", "=", "exit"),
            ],
            order="id",
        )
        # The first one that was made is the one that the addon ships.
        by_key = asked.grouped("exit_key")
        none = self.env["survey.question"]
        return [
            (
                self._get_question(key, kind, values, by_key.get(key, none)),
                by_key.get(key, none),
            )
            for key, kind, values in found
            if by_key.get(key, none)[:1].question_type != "matrix"
        ]

    def _get_question(self, key, answer_type, values, asked):
        if answer_type == "choice":
            # Each once, though several questions offer it or share the key.
            known = dict.fromkeys(asked.suggested_answer_ids.mapped("exit_key"))
            keys = [*known] or sorted(filter(None, values))
            return Question(
                key,
                "choice",
                choices=tuple(filter(None, keys)),
                is_theme=len(keys) > self._FEW_CHOICES,
            )
        first = asked[:1]
        low, high = (first.scale_min, first.scale_max) if first else (1, 5)
        is_enps = key in self._ENPS_KEYS and (low, high) == (0, 10)
        return Question(key, "enps" if is_enps else "scale", low, high)

    def _get_question_title(self, due, question, asked):
        if asked:
            return asked[:1].title
        answer = self.env["hr.exit.answer"].search(
            [*self._get_answers_domain(due), ("question_key", "=", question.key)],
            order="id",
            limit=1,
        )
        return answer.question_title

    def _get_answers_domain(self, due):
        return [
            *self._get_countable_domain(due.last, due.kind),
            ("interview_id", "in", due.interviews.ids),
        ]

    @api.model
    def _get_answers(self, due, question):
        """Answers to one question by employee id; no more are in memory at a time."""
        Answer = self.env["hr.exit.answer"]
        found = Answer.search_fetch(
            [
                *self._get_answers_domain(due),
                ("question_key", "=", question.key),
                (
                    "answer_type",
                    "=",
                    "choice" if question.kind == "choice" else "scale",
                ),
            ],
            ["interview_id", "value_key", "value_number"],
            order="id",
        )
        answers = {}
        for answer in found:
            person = answer.interview_id.employee_id.id
            if question.kind == "choice":
                answers.setdefault(person, set()).add(answer.value_key)
            elif question.low <= answer.value_number <= question.high:
                answers[person] = answer.value_number
        Answer.invalidate_model()
        return answers
