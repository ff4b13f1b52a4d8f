from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.hr_exit_interview.tools.retention import add_months

EXTENSION_MONTHS = 2  # Article 12(3) of the GDPR


class HrAlumniRequestSteps(models.Model):
    """How a request goes from one state to the next: buttons, and the own page."""

    _inherit = "hr.alumni.request"

    _PER_DAY = 5

    # Buttons

    def action_take(self):
        """Begin to work on these requests; those of nobody become the user's own."""
        self._move_to("progress")
        self.filtered(lambda one: not one.user_id).write({"user_id": self.env.uid})
        return True

    def action_answer(self):
        """Put the answer on the person's page, and mail that it is there."""
        if any(not one.answer and not one.answer_file_ids for one in self):
            raise UserError(
                self.env._("Write the answer or attach a file before you send it.")
            )
        self._move_to("answered")
        self._tell_person()
        return True

    def action_refuse(self):
        """Refuse these requests; the person reads why."""
        if any(not (one.answer or "").strip() for one in self):
            raise UserError(
                self.env._(
                    "Write why it is refused, and what can be done instead: the person "
                    "reads it."
                )
            )
        self._move_to("refused")
        self._tell_person()
        return True

    def action_reopen(self):
        """Take up again what was answered, to correct the answer."""
        self._move_to("progress")
        return True

    def action_withdraw(self):
        """Note that the person does not need it any more."""
        self._move_to("withdrawn")
        return True

    def action_extend(self):
        """Take two months more for what is due by law, and tell the person why."""
        self.check_access("write")
        for request in self:
            request._check_can_extend()
        # Sudo: the deadline is written by this step only.
        for request in self.sudo():
            request.write(
                {
                    "deadline": add_months(request.deadline, EXTENSION_MONTHS),
                    "extension_date": fields.Date.context_today(self),
                }
            )
        self._tell_person(is_extended=True)
        return True

    # Steps

    @api.model
    def _submit(self, alumni, request_type, values, upload=None):
        """Take down what a former colleague asks for on the own page.

        :param alumni: the person, in sudo
        :param request_type: a type that is offered
        :param values: clean text and, where the type has one, the id of a stint
        :param upload: `tools.uploads.Upload`, or None
        :return: the request, in sudo; the same sent twice is one request
        :raise UserError: the person has asked for enough today
        """
        own = alumni.request_ids
        since = fields.Datetime.now() - timedelta(days=1)
        recent = own.filtered(lambda one: one.create_date > since)
        same = recent.filtered(
            lambda one: (
                one.state in self._OPEN_STATES
                and one.type_id == request_type
                and (one.text or "") == values["text"]
                and one.period_id.id == values.get("period_id", False)
            )
        )
        if same:
            return same[:1]
        if len(recent) >= self._PER_DAY:
            raise UserError(
                self.env._("You have asked for a lot today. Send the rest tomorrow.")
            )
        # Sudo: former colleagues have no rights on requests; these are the own words.
        request = self.sudo().create(
            {
                **values,
                "alumni_id": alumni.id,
                "type_id": request_type.id,
                "channel": "portal",
            }
        )
        if upload:
            request._keep_sent_file(upload)
        return request

    def _do_withdraw(self):
        """The person takes the request back, by the own page."""
        open_ones = self.filtered(lambda one: one.state in self._OPEN_STATES)
        if open_ones:
            open_ones._move_to("withdrawn")
        return open_ones

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        is_closed = state in ("answered", "refused")
        values["answer_date"] = is_closed and fields.Date.context_today(self)
        return values

    def _check_can_extend(self):
        self.ensure_one()
        today = fields.Date.context_today(self)
        if not self.is_legal or self.state not in self._OPEN_STATES:
            raise UserError(
                self.env._("Only open requests that are due by law are extended.")
            )
        if self.extension_date or self.deadline < today:
            raise UserError(
                self.env._(
                    "%(name)s can be extended once, before the first month is over.",
                    name=self.name,
                )
            )
        if not (self.extension_reason or "").strip():
            raise UserError(
                self.env._("Write why it takes longer: the person has to be told.")
            )

    # What the person reads

    def _get_status(self):
        """What the person is told of a request: a key and a sentence.

        :return: open, good, bad or gone, and the state in plain words
        """
        self.ensure_one()
        day = format_date(self.env, self.deadline)
        if self.state == "new":
            return "open", self.env._("We have it, and answer by %s.", day)
        if self.state == "progress":
            return "open", self.env._("Somebody works on it. Answer by %s.", day)
        if self.state == "answered":
            return "good", self.env._("There is an answer.")
        if self.state == "refused":
            return "bad", self.env._("We could not do it. Read why.")
        return "gone", self.env._("You have withdrawn it.")

    def _get_page_values(self):
        """Hook: all that the person sees of a request, as plain values, in sudo."""
        self.ensure_one()
        is_closed = self.state in ("answered", "refused")
        status, label = self._get_status()
        period = self.period_id
        return {
            "id": self.id,
            "reference": self.name,
            "name": self.type_id.name,
            "date": self.date,
            "deadline": self.deadline,
            "state": self.state,
            "status": status,
            "label": label,
            "is_open": self.state in self._OPEN_STATES,
            "is_legal": self.is_legal,
            "reader": self._get_reader(),
            "text": self.text or "",
            "stint": period._get_public_facts()[0] if period else False,
            "extension_date": self.extension_date,
            "extension_reason": self.extension_date and self.extension_reason,
            "answer": is_closed and self.answer or "",
            "answer_date": is_closed and self.answer_date,
            "files": [
                {
                    "id": file.id,
                    "name": file.name,
                    "size": file.file_size,
                    "is_sent": file in self.sent_file_ids,
                }
                for file in self._get_page_files()
            ],
        }

    def _get_reader(self):
        """Who reads a request, in words for the person."""
        return self.env["hr.alumni.request.type"]._describe_reader(
            self.owner_side, self.is_confidential
        )
