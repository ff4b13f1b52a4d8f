from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class HrExitStatOverview(models.Model):
    """What leavers say, on one page: published figures, and what HR knows anyway.

    Answers are told from `hr.exit.stat` alone. Counted live is only what HR sees case
    by case as well: who was asked and has answered, which talks were held, the reasons
    as HR sees them, and the improvement actions.
    """

    _inherit = "hr.exit.stat"

    _WINDOWS_SHOWN = 8
    _LIVE_MONTHS = 12
    # Keys of the publisher.
    _GAP_KEYS = ("reason_gap", "manager_gap")
    _REASON_SOURCES = ("main_reason", "hr_reason", "manager_reason")

    @api.model
    def retrieve_overview(self, window_id=False):
        """Return what is told of a period of the company that is chosen.

        :param window_id: id of a published period; any other shows the latest one
        :return: dict of plain data
        :raise AccessError: the user is neither HR nor an exit officer
        """
        self.check_access("read")
        company = self.env.company
        windows = self.env["hr.exit.stat.window"].search(
            [("company_id", "=", company.id)],
            order="date_from desc",
            limit=self._WINDOWS_SHOWN,
        )
        window = windows.filtered(lambda w: w.id == window_id) or windows[:1]
        before = windows.filtered(lambda w: w.date_to < window.date_from)[:1]
        lines = self.search(
            [("window_id", "in", windows.ids), ("dimension", "=", "total")]
        ).grouped("window_id")
        none = self.browse()
        now, earlier = lines.get(window, none), lines.get(before, none)
        return {
            "company": company.name,
            "minimum": window.minimum or company.exit_stat_minimum,
            "windows": [(w.id, w.name) for w in windows],
            "window_id": window.id,
            "window": window.name or "",
            "before": before.name or "",
            "empty_help": "" if windows else self._get_empty_text(company),
            "figures": self._get_published_figures(now, earlier),
            "factors": self._get_factor_rows(now, earlier),
            "topics": self._get_topic_rows(now),
            "reasons": self._get_reason_rows(now),
            "gaps": self._get_gap_rows(now),
            "trend": [
                {"label": w.name, **self._get_figure_values(lines.get(w, none))}
                for w in windows.sorted("date_from")
            ],
            "live": self._get_live(company),
        }

    # What was published

    @api.model
    def _get_figure_texts(self):
        """Key, label, field and choice of each figure of a period."""
        return [
            ("favourability", self.env._("Favourable answers"), "favourable_pct", None),
            ("recommend", self.env._("Exit eNPS"), "enps", None),
            ("response", self.env._("Questionnaires answered"), "share_pct", None),
            (
                "coverage",
                self.env._("Interviews held with regretted leavers"),
                "share_pct",
                None,
            ),
            (
                "reason_still",
                self.env._("Same reason 90 days later"),
                "share_pct",
                "same",
            ),
        ]

    def _get_figure_values(self, lines):
        return {
            key: self._pick(lines, key, field, choice)
            for key, _label, field, choice in self._get_figure_texts()
        }

    def _get_published_figures(self, now, before):
        values, earlier = self._get_figure_values(now), self._get_figure_values(before)
        return [
            {
                "key": key,
                "label": label,
                "unit": "score" if field == "enps" else "percent",
                "value": values[key],
                "previous": earlier[key],
            }
            for key, label, field, _choice in self._get_figure_texts()
        ]

    def _pick(self, lines, key, field, choice):
        """The published figure of these lines, or None."""
        if key == "favourability":
            return self._get_average(
                lines.filtered(lambda line: line.kind == "scale" and line.factor)
            )
        line = lines.filtered(
            lambda line: (
                line.question_key == key and (line.choice_key or None) == choice
            )
        )[:1]
        return line[field] if line else None

    def _get_average(self, lines):
        """Favourability of several questions, weighed with who has answered each."""
        people = sum(lines.mapped("n"))
        if not people:
            return None
        return round(sum(line.favourable_pct * line.n for line in lines) / people)

    def _get_factor_rows(self, now, before):
        factors = dict(self._fields["factor"]._description_selection(self.env))
        asked, earlier = (
            lines.filtered(lambda line: line.kind == "scale" and line.factor).grouped(
                "factor"
            )
            for lines in (now, before)
        )
        rows = [
            {
                "key": factor,
                "label": factors[factor],
                "value": self._get_average(lines),
                "previous": self._get_average(earlier.get(factor, self.browse())),
            }
            for factor, lines in asked.items()
        ]
        return sorted(rows, key=lambda row: row["value"])

    def _get_topic_rows(self, now):
        """How the topics were rated in talks, the worst first."""
        found = now.filtered(lambda line: line.question_key.startswith("topic:"))
        return [
            {
                "key": line.question_key,
                "label": line.question,
                "value": line.favourable_pct,
            }
            for line in found.sorted("favourable_pct")
        ]

    def _get_reason_rows(self, now):
        """Reasons of the leavers beside those that HR and managers see."""
        rows = {}
        for line in now.filtered(
            lambda line: line.question_key in self._REASON_SOURCES
        ):
            row = rows.setdefault(
                line.choice_key,
                {
                    "key": line.choice_key,
                    "label": line.choice,
                    **dict.fromkeys(self._REASON_SOURCES),
                },
            )
            row[line.question_key] = line.share_pct
        return sorted(
            rows.values(),
            key=lambda row: [-(row[key] or 0) for key in self._REASON_SOURCES],
        )

    def _get_gap_rows(self, now):
        return [
            {"key": line.question_key, "label": line.question, "value": line.share_pct}
            for line in now
            if line.question_key in self._GAP_KEYS
        ]

    # What HR sees case by case as well

    def _get_live(self, company):
        """Response, coverage and actions of the last months, of the whole company.

        A rate of people is told from as many on as the smallest group has.
        """
        today = fields.Date.context_today(self)
        since = today - relativedelta(months=self._LIVE_MONTHS)
        counts = self._count_live(company, since, today)
        actions = self._count_actions(company)
        user, least = self.env.user, company.exit_stat_minimum
        rates = [
            (
                "answered_of_invited",
                self.env._("Answered, of those who were asked"),
                counts["answered"],
                counts["invited"],
                least,
            ),
            (
                "answered_of_eligible",
                self.env._("Answered, of all who left"),
                counts["answered"],
                counts["eligible"],
                least,
            ),
            (
                "coverage_now",
                self.env._("Interviews held with regretted leavers"),
                counts["held"],
                counts["regretted"],
                least,
            ),
            (
                "on_time",
                self.env._("Improvement actions done on time"),
                actions["on_time"],
                actions["due"],
                1,
            ),
        ]
        return {
            "months": self._LIVE_MONTHS,
            "rates": [
                {
                    "key": key,
                    "label": label,
                    "value": round(100 * part / total) if total >= minimum else None,
                    "of": total if total >= minimum else None,
                    "least": minimum,
                }
                for key, label, part, total, minimum in rates
            ],
            "actions": {"open": actions["open"], "late": actions["late"]},
            "reasons": self._get_hr_reason_rows(company, since, today),
            "may_read_named": user.has_group("hr_exit_interview.group_manager"),
            "is_hr": user.has_group("hr.group_hr_user"),
        }

    def _get_departed_domain(self, company, since, today):
        return [
            ("company_id", "=", company.id),
            ("state", "in", ("departed", "done")),
            ("departure_date", ">", since),
            ("departure_date", "<=", today),
        ]

    def _count_live(self, company, since, today):
        # Sudo: exit officers outside HR get these totals, not the departures.
        cases = (
            self.env["hr.offboarding"]
            .sudo()
            .search_fetch(
                self._get_departed_domain(company, since, today), ["is_regretted"]
            )
        )
        talks = cases.interview_ids.filtered(lambda talk: talk.kind == "exit")
        invited = talks.filtered(lambda talk: talk.questionnaire_state != "none")
        answered = invited.filtered(lambda talk: talk.questionnaire_state == "done")
        held = talks.filtered(lambda talk: talk.state == "held").offboarding_id
        regretted = cases.filtered("is_regretted")
        return {
            "eligible": len(talks.offboarding_id),
            "invited": len(invited.offboarding_id),
            "answered": len(answered.offboarding_id),
            "regretted": len(regretted),
            "held": len(held & regretted),
        }

    def _count_actions(self, company):
        """Those that were to be done by today, and whether they were."""
        actions = self.env["hr.exit.action"].search_fetch(
            [("company_id", "=", company.id), ("state", "!=", "dropped")],
            ["state", "date_deadline", "closed_date"],
        )
        late = actions.filtered("is_late")
        done = actions.filtered(lambda action: action.state == "done")
        on_time = done.filtered(lambda a: a.closed_date <= a.date_deadline)
        return {
            "open": len(actions - done),
            "late": len(late),
            "on_time": len(on_time),
            "due": len(done | late),
        }

    def _get_hr_reason_rows(self, company, since, today):
        """The reasons as HR sees them: HR officers see each one anyway, others none."""
        if not self.env.user.has_group("hr.group_hr_user"):
            return []
        found = self.env["hr.offboarding"]._read_group(
            [
                *self._get_departed_domain(company, since, today),
                ("reason_id", "!=", False),
            ],
            ["reason_id"],
            ["__count"],
        )
        groups = {}
        for reason, count in found:
            head = reason.parent_id or reason
            groups[head] = groups.get(head, 0) + count
        rows = [
            {"key": reason.id, "label": reason.name, "count": count}
            for reason, count in groups.items()
        ]
        return sorted(rows, key=lambda row: (-row["count"], row["label"]))
