import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.requests import clean_file_name, clean_text, read_day, read_file


class HrOffboardingRequest(models.Model):
    """What the leaver or a manager registers: a departure that HR confirms."""

    _inherit = "hr.offboarding"

    resignation_date = fields.Date(
        string="Resigned on",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="The day on which the employee registered the own resignation.",
    )
    opening_note = fields.Text(
        string="What HR Was Told",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    letter = fields.Binary(
        string="Letter of Notice",
        attachment=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    letter_name = fields.Char(copy=False, groups="hr.group_hr_user")

    @api.model
    def _do_resign(self, employee, last_day, stated_reason, letter, letter_name):
        """Register the own resignation; a case that is open already learns of it.

        Whoever resigns is not told by this that HR or a manager was first: such a case
        takes up what the employee says.

        :param employee: in sudo, who asks is checked
        :return: the case, in sudo
        """
        today = employee._get_today()
        day = self._read_last_day(last_day, today)
        values = {
            "resignation_date": today,
            **self._prepare_letter_values(letter, letter_name),
        }
        text = clean_text(stated_reason)
        if text:
            values["stated_reason"] = text
        case = employee._get_open_offboardings()[:1]
        if case.state == "in_progress":
            raise UserError(
                self.env._(
                    "Your departure %(reference)s is in progress. Talk to %(officer)s "
                    "if something about it is to change.",
                    reference=case.name,
                    officer=case.user_id.name,
                )
            )
        if not case or case.origin != "hr":
            values.update(origin="employee", notice_date=today)
            if day:
                values["last_working_date"] = day
            if not case.reason_id:
                values["reason_id"] = self._get_own_reason().id
        else:
            said = self._get_resignation_sentence(today, day)
            values["opening_note"] = self._add_line(case.opening_note, said)
        return self._open_or_tell(case, employee, values)

    @api.model
    def _do_report(self, employee, last_day, note):
        """Register that a manager says that this person leaves.

        :param employee: in sudo, who asks is checked
        """
        employee.filtered(lambda person: not person.active)._check_may_leave()
        day = self._read_last_day(last_day, employee._get_today())
        case = employee._get_open_offboardings()[:1]
        if case.state == "in_progress":
            raise UserError(
                self.env._(
                    "The departure of %(employee)s is in progress already: "
                    "%(reference)s.",
                    employee=employee.name,
                    reference=case.name,
                )
            )
        said = self._get_report_sentence(day, clean_text(note))
        values = {"opening_note": self._add_line(case.opening_note, said)}
        if not case:
            values["origin"] = "manager"
            if day:
                values["last_working_date"] = day
        return self._open_or_tell(case, employee, values)

    @api.model
    def _open_or_tell(self, case, employee, values):
        if case:
            case.write(values)
        else:
            officer = self._get_default_officer(employee.company_id)
            case = self.with_company(employee.company_id).create(
                {
                    "notice_date": employee._get_today(),
                    **values,
                    "employee_id": employee.id,
                    "user_id": officer.id,
                }
            )
        case._notify_officer()
        return case

    def _notify_officer(self):
        """Tell the HR officer that a departure waits, by a mail that names nobody."""
        for case in self:
            officer = case.user_id
            if not officer.email:
                continue
            mail = self.env["mail.mail"].with_context(lang=officer.lang)
            link = f"{case.get_base_url()}/odoo/departures/{case.id}"
            mail.create(
                {
                    "subject": mail.env._("A departure waits for you"),
                    "body_html": Markup('<p>%s</p><p><a href="%s">%s</a></p>')
                    % (
                        mail.env._("Log in to see what was registered."),
                        link,
                        mail.env._("Open the departure"),
                    ),
                    # Neither the person nor a record: mails are read by more people.
                    "author_id": self.env.ref("base.partner_root").id,
                    "email_from": case.company_id.email_formatted or officer.email,
                    "recipient_ids": [fields.Command.set(officer.partner_id.ids)],
                    "auto_delete": True,
                }
            )

    @api.model
    def _get_own_reason(self):
        """Hook: the reason of an own resignation, until HR has chosen a closer one."""
        reason = self.env.ref("hr.departure_resigned", raise_if_not_found=False)
        return (reason or self.env["hr.departure.reason"]).filtered("active")

    @api.model
    def _read_last_day(self, value, today):
        if not value:
            return None
        day = read_day(value)
        if not day:
            raise UserError(
                self.env._("The last day is not a date. Enter it as 2026-12-31.")
            )
        if day < today:
            raise UserError(
                self.env._(
                    "The last day has passed already. Enter today or a later day."
                )
            )
        return day

    @api.model
    def _prepare_letter_values(self, letter, name):
        if not letter:
            return {}
        content = read_file(letter)
        if content is None:
            raise UserError(
                self.env._(
                    "The letter cannot be read. Attach a PDF, an image or a text "
                    "document of at most 10 MB."
                )
            )
        return {
            "letter": base64.b64encode(content),
            "letter_name": clean_file_name(name, self.env._("Letter of notice")),
        }

    @api.model
    def _get_resignation_sentence(self, today, day):
        if not day:
            return self.env._("The employee resigned on %s.", today)
        return self.env._(
            "The employee resigned on %(today)s and wishes %(day)s as the last day.",
            today=today,
            day=day,
        )

    @api.model
    def _get_report_sentence(self, day, note):
        manager = self.env.user.name
        said = (
            self.env._(
                "%(manager)s reports that the person leaves on %(day)s.",
                manager=manager,
                day=day,
            )
            if day
            else self.env._("%s reports that the person leaves.", manager)
        )
        return f"{said} {note}".strip()

    @api.model
    def _add_line(self, text, line):
        return f"{text}\n{line}" if text else line
