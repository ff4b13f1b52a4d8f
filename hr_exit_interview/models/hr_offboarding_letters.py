from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.letters import fill


class HrOffboardingLetters(models.Model):
    """Letters of a departure: which may be written, and what they begin with."""

    _inherit = "hr.offboarding"

    _MOST_OWED = 10  # More of them nobody reads in a message.
    _LETTER_STATES = ("in_progress", "departed", "done")
    # Where nobody has given notice there is none to acknowledge.
    _KINDS_WITHOUT_NOTICE = ("dismissal", "redundancy", "term_end", "death")

    letter_ids = fields.One2many(
        "hr.offboarding.letter",
        "offboarding_id",
        string="Letters",
        groups="hr.group_hr_user",
    )

    def action_prepare_letter(self):
        """Begin the letter that the context names, where there is no draft of it yet.

        :return: action that opens the drafts of that kind
        :raise UserError: it may not be written for one of these departures
        """
        kind = self.env.context.get("letter_kind")
        kinds = dict(self.env["hr.offboarding.letter"]._fields["kind"].selection)
        if kind not in kinds:
            raise UserError(
                self.env._("Choose one of the letters on the page Letters.")
            )
        self.check_access("write")
        for case in self:
            case._check_may_write_letter(kind)
        drafts = self.letter_ids.filtered(
            lambda letter: letter.kind == kind and letter.state == "draft"
        )
        missing = self - drafts.offboarding_id
        drafts += drafts.create(missing._prepare_letters(kind))
        return drafts.action_open()

    def _is_kept(self):
        # Sudo: the question is asked of whoever deletes, and answered for everybody.
        letters = self.sudo().letter_ids
        return super()._is_kept() or any(ltr.state == "issued" for ltr in letters)

    # What may be written

    def _check_may_write_letter(self, kind):
        if refusal := self._get_letter_refusal(kind):
            raise UserError(refusal)

    def _get_letter_refusal(self, kind):
        """Hook: sentence that says why this letter may not be written, or False.

        :param kind: a value of `hr.offboarding.letter.kind`
        """
        self.ensure_one()
        if self.state not in self._LETTER_STATES:
            return self.env._(
                "Letters are written once a departure is confirmed and takes place: "
                "%(case)s is not.",
                case=self.name,
            )
        if kind == "acknowledgement" and self.kind in self._KINDS_WITHOUT_NOTICE:
            return self.env._(
                "In %(case)s the person has not given notice, so there is none to "
                "acknowledge.",
                case=self.name,
            )
        if kind == "no_dues" and (owed := self._get_owed()):
            return self.env._(
                "The no-dues letter of %(case)s can be written when nothing is left to "
                "return, to pay or to clear. Settle these first:\n%(owed)s",
                case=self.name,
                owed=self._get_owed_text(owed),
            )
        return False

    def _get_owed_text(self, owed):
        """The first of the things that are owed, one in a line, and how many more."""
        lines = [f"- {text}" for text in owed[: self._MOST_OWED]]
        if more := len(owed) - len(lines):
            lines.append(self.env._("- and %s more", more))
        return "\n".join(lines)

    def _get_owed(self):
        """Hook: what forbids to say that nothing is owed, as short texts."""
        return self._get_clearance_blockers()

    # What it begins with

    def _prepare_letters(self, kind):
        """Values of one letter of this kind for each departure."""
        if not self:
            return []
        texts = self.env["hr.offboarding.letter.text"]._get_for(kind, self.company_id)
        return [
            case._prepare_new_letter_values(texts[case.company_id]) for case in self
        ]

    def _prepare_new_letter_values(self, text):
        """Hook: values of a letter that begins with this text."""
        self.ensure_one()
        lang = self._get_leaver_lang()
        text = text.with_context(lang=lang)
        return {
            "offboarding_id": self.id,
            "kind": text.kind,
            "name": text.name,
            "lang": lang,
            "date": fields.Date.context_today(self),
            "signatory": self.user_id.name,
            "body": fill(text.body, self.with_context(lang=lang)._get_letter_facts()),
        }

    def _get_letter_facts(self):
        """Hook: what stands for the placeholders, as text or as `Markup`.

        What is not known becomes words in brackets, which hold up the issuing. A
        letter is shown to others: nothing here tells the reason or the kind.
        """
        self.ensure_one()
        stints = self._get_letter_stints()
        facts = {
            "employee_name": self.employee_id.name,
            "employee_number": self.employee_number,
            "company_name": self.company_id.name,
            "job": stints[-1]["job_title"] or self.job_id.name,
            "department": stints[-1]["department"] or self.department_id.name,
            "manager_name": self.manager_id.name,
            "officer_name": self.user_id.name,
            "first_day": self._format_letter_day(stints[-1]["date_start"]),
            "notice_date": self._format_letter_day(self.notice_date),
            "last_working_date": self._format_letter_day(self.last_working_date),
            "departure_date": self._format_letter_day(self.departure_date),
            "today": self._format_letter_day(fields.Date.context_today(self)),
            "reference": self.name,
            "stints": self._get_stints_table(stints),
        }
        gaps = self._get_letter_gaps()
        return {name: value or f"[{gaps[name]}]" for name, value in facts.items()}

    def _get_letter_gaps(self):
        """Hook: for each placeholder that may be unknown, what to write there."""
        return {
            "employee_number": self.env._("employee number"),
            "job": self.env._("job position"),
            "department": self.env._("department"),
            "manager_name": self.env._("name of the manager"),
            "officer_name": self.env._("name of the HR officer"),
            "first_day": self.env._("first day"),
        }

    def _get_letter_stints(self):
        """All stints up to the one that this departure ends, oldest first.

        The ledger gets the last one when the person leaves; until then it ends as the
        departure says.

        :return: list of dicts as of `hr.employment.period._get_public_facts`
        """
        self.ensure_one()
        periods = self.employee_id.employment_period_ids.filtered(
            lambda period: (
                period.company_id == self.company_id
                and period.date_start <= self.departure_date
            )
        )
        own = self.period_id or periods.filtered("is_running")
        facts = (periods - own)._get_public_facts()
        start = own.date_start or self.employee_id._get_stint_start(self.departure_date)
        version = self.employee_id.current_version_id
        return [
            *facts,
            {
                "date_start": start or False,
                "date_end": own.date_end or self.departure_date,
                "job_title": (self.period_id.job_title if self.period_id else "")
                or version.job_title
                or self.job_id.name
                or "",
                "department": self.period_id.department_name
                or self.department_id.name
                or "",
            },
        ]

    def _get_stints_table(self, stints):
        head = (
            self.env._("From"),
            self.env._("To"),
            self.env._("Job Position"),
            self.env._("Department"),
        )
        rows = [
            (
                self._format_letter_day(stint["date_start"]),
                self._format_letter_day(stint["date_end"]),
                stint["job_title"],
                stint["department"],
            )
            for stint in stints
        ]
        return Markup(
            '<table class="table table-sm o_letter_stints">'
            "<thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
        ) % (
            Markup().join(Markup("<th>%s</th>") % cell for cell in head),
            Markup().join(
                Markup("<tr>%s</tr>")
                % Markup().join(Markup("<td>%s</td>") % cell for cell in row)
                for row in rows
            ),
        )

    def _format_letter_day(self, day):
        return format_date(self.env, day, date_format="long")

    # Printing

    def _get_letters_to_print(self, kind):
        """The latest letter of this kind of each departure, else one as it would begin.

        Called by the reports in the Print menu; whoever may not read letters is
        refused, also where the departure itself may be read.

        :return: `hr.offboarding.letter` records, some of them not stored
        """
        letters = self.env["hr.offboarding.letter"]
        letters.check_access("read")
        latest = {
            letter.offboarding_id: letter
            for letter in self.letter_ids.sorted("id")
            if letter.kind == kind
        }
        missing = self.filtered(lambda case: case not in latest)
        for case in missing:
            case._check_may_write_letter(kind)
        begun = missing._prepare_letters(kind)
        latest.update(zip(missing, map(letters.new, begun), strict=True))
        return letters.union(*(latest[case] for case in self))
