from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.hr_exit_interview.tools import form_input

from ..tools import history_plan as plan
from ..tools import history_row as row
from ..tools.history_row import COLUMNS, plain_word

# How a spreadsheet says whether something is so, whatever its language.
YES = ("yes", "y", "true", "1", "x")
NO = ("no", "n", "false", "0", "-")


class Reason(NamedTuple):
    """What an import asks of a departure reason."""

    id: int
    kind: str
    is_refused: bool


class HrAlumniHistoryWords(models.Model):
    """What an import reads and says: titles, words of lists, and its messages."""

    _inherit = "hr.alumni"

    @api.model
    def _get_history_titles(self):
        """Titles of the columns of the template, in the language of the user."""
        return {
            "name": self.env._("Name"),
            "employee_number": self.env._("Employee Number"),
            "private_email": self.env._("Private Email"),
            "private_phone": self.env._("Private Phone"),
            "date_start": self.env._("First Day"),
            "date_end": self.env._("Last Day"),
            "department": self.env._("Department"),
            "job": self.env._("Job"),
            "office": self.env._("Office"),
            "led": self.env._("Led People"),
            "reason": self.env._("Reason of Departure"),
            "background": self.env._("Background"),
            "employer": self.env._("Current Employer"),
            "job_title": self.env._("Current Job Title"),
            "city": self.env._("City"),
            "country": self.env._("Country"),
            "language": self.env._("Language"),
        }

    @api.model
    def _get_history_hints(self):
        """Remarks on the titles of the template."""
        return {
            "name": self.env._("Needed in every row."),
            "employee_number": self.env._(
                "Needed, unless there is a private e-mail address. Several rows with "
                "one number are several stints of one person."
            ),
            "private_email": self.env._("Never the address at work."),
            "date_start": self.env._("Needed in every row, for example 2019-05-03."),
            "date_end": self.env._(
                "Needed in every row: only who has left is imported."
            ),
            "led": self.env._("Yes or no: whether the person was a manager."),
            "reason": self.env._("As it is called in the list of departure reasons."),
            "background": self.env._(
                "Employee, Intern or graduate, Contractor, Retired."
            ),
            "country": self.env._("The name or the code of two letters."),
            "language": self.env._("A language that is installed, for example French."),
        }

    @api.model
    def _get_history_names(self):
        """All titles by which a column is known, by key of `COLUMNS`."""
        own = self._get_history_titles()
        source = self.with_context(lang="en_US")._get_history_titles()
        return {key: (own[key], source[key]) for key in COLUMNS}

    @api.model
    def _get_history_words(self):
        """What the words in listed columns mean, in every installed language.

        :return: dict of column to a dict of plain word to what is stored
        """
        # Sudo: reasons are for HR; a word is only understood or not.
        self = self.sudo()
        words = {
            "reason": {},
            "background": {},
            "country": {},
            "language": {},
            "led": {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)},
        }
        for code, name in self.env["res.lang"].get_installed():
            words["language"].update(
                {plain_word(code): code, plain_word(name): code, code[:2]: code}
            )
            there = self.with_context(lang=code)
            for country in there.env["res.country"].search(Domain.TRUE):
                words["country"][plain_word(country.name)] = country.id
                words["country"][plain_word(country.code)] = country.id
            for key, label in there._fields["background"]._description_selection(
                there.env
            ):
                words["background"].update({key: key, plain_word(label): key})
            words["reason"].update(there._get_reason_words())
            words["led"][plain_word(there.env._("Yes"))] = True
            words["led"][plain_word(there.env._("No"))] = False
        return words

    @api.model
    def _get_reason_words(self):
        """Reasons by name and code; a name that two groups have is no name."""
        reasons = self.env["hr.departure.reason"].search([("child_ids", "=", False)])
        refused = self.env["hr.offboarding"]._NO_ALUMNI
        words, twice = {}, set()
        for reason in reasons:
            meaning = Reason(
                reason.id,
                reason.kind,
                reason.kind in refused or reason.alumni_policy == "no",
            )
            name = plain_word(reason.name)
            if name in words:
                twice.add(name)
            words[name] = words[plain_word(reason.display_name)] = meaning
            if reason.code:
                words[plain_word(reason.code)] = meaning
        return {word: reason for word, reason in words.items() if word not in twice}

    @api.model
    def _get_history_message(self, code, fact=""):
        """What a code of a cell says, as a sentence that tells what to do."""
        messages = {
            form_input.MISSING: self.env._("Nothing is entered. Fill it in."),
            form_input.TOO_LONG: self.env._("The text is too long. Shorten it."),
            form_input.BAD_CHARACTERS: self.env._(
                "There are characters that cannot be stored here. Type it again."
            ),
            form_input.BAD_EMAIL: self.env._("This is no e-mail address. Correct it."),
            form_input.BAD_PHONE: self.env._("This is no phone number. Correct it."),
            row.FORMULA: self.env._("This is a formula. Enter the value instead."),
            row.CELL_ERROR: self.env._("The cell shows an error. Enter the value."),
            row.BAD_DATE: self.env._(
                "This is no date in the format of the file. Write it as 2019-12-31."
            ),
            row.AMBIGUOUS_DATE: self.env._(
                "This date can be read in two ways. Choose how the file writes dates, "
                "or write it as 2019-12-31."
            ),
            row.DATE_TOO_OLD: self.env._("The date lies before 1900. Correct it."),
            row.DATE_TO_COME: self.env._(
                "The date is still to come. Only people who have left are imported."
            ),
            row.END_BEFORE_START: self.env._(
                "The last day lies before the first one. Correct one of them."
            ),
            row.NO_IDENTITY: self.env._(
                "A name alone is nobody's. Enter the employee number or the private "
                "e-mail address."
            ),
            row.LOST_CHARACTERS: self.env._(
                "Characters were lost when the file was saved. Save it as UTF-8 or as "
                "an Excel workbook."
            ),
            row.UNKNOWN: self.env._(
                "This is not in the list. Write it as it is there."
            ),
            plan.OTHER_NAME: self.env._(
                "The number is that of %(name)s. Correct the number or the name.",
                name=fact,
            ),
            plan.OTHER_NUMBER: self.env._(
                "The same name and address has the number %(number)s. Correct one of "
                "them.",
                number=fact,
            ),
            plan.SEVERAL: self.env._(
                "Several people have this name and address. Merge their records first, "
                "or enter the employee number."
            ),
            plan.ERASED: self.env._(
                "This person was erased or did not answer the invitation, and is not "
                "taken in again."
            ),
            plan.SILENT: self.env._(
                "This person wants no contact or has died. Nothing is added."
            ),
            plan.PRESENT: self.env._(
                "This person works here. Take the row out of the file."
            ),
            plan.INTERNAL_EMAIL: self.env._(
                "A present colleague has this address and would read the mail. Enter "
                "another one."
            ),
            plan.OVERLAP: self.env._(
                "The stint overlaps with the one from %(date)s. Correct the days.",
                date=fact,
            ),
            plan.OWN_COMPANY: self.env._(
                "This is one of our own companies. Whoever works here again has "
                "returned. Leave it empty."
            ),
            plan.NOT_PROPOSED: self.env._(
                "Whoever leaves for this reason is not proposed for the network."
            ),
            plan.KEPT: self.env._("Differs from what is known, which was kept."),
            plan.SHARED: self.env._(
                "Somebody else has this address. Both records stay apart."
            ),
        }
        return messages.get(code, code)

    @api.model
    def _get_file_message(self, error):
        """What is wrong with a file as a whole, as a sentence that tells what to do."""
        facts = error.facts
        titles = self._get_history_titles()
        columns = ", ".join(titles[key] for key in facts.get("columns", ()))
        number = facts.get("row", "")
        messages = {
            "empty": self.env._("The file is empty. Choose another one."),
            "too_large": self.env._(
                "The workbook is too large when it is unpacked. Split it."
            ),
            "too_many_rows": self.env._("The file has too many rows. Split it."),
            "other_format": self.env._(
                "This is no CSV file and no Excel workbook (xlsx). Save it as one of "
                "them."
            ),
            "encoding": self.env._(
                "Row %(row)s cannot be read as %(encoding)s. Choose another encoding, "
                "or save the file as an Excel workbook.",
                row=number,
                encoding=facts.get("encoding", ""),
            ),
            "broken": self.env._(
                "Row %(row)s cannot be read: the file is damaged, or a quotation mark "
                "lacks its pair. Save it again.",
                row=number,
            ),
            "no_header": self.env._(
                "The first row has none of the titles of the template. Put the titles "
                "above the columns, or choose another encoding."
            ),
            "missing": self.env._(
                "These columns are missing: %(columns)s. Add them.", columns=columns
            ),
            "twice": self.env._(
                "There are two columns of this title: %(columns)s. Take one out.",
                columns=columns,
            ),
        }
        return messages[error.code]
