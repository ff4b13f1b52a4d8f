from collections import defaultdict
from tempfile import SpooledTemporaryFile

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext
from odoo.tools.misc import format_amount, format_date, format_datetime

from ..tools.own_data import OwnPart, OwnRule, OwnValue, get_file_name, write_zip

# Said of fields that are no data about the person.
INTERNAL = "how the work is done, and nothing about the person"
CLAIM = "would give away how the company defends itself against a claim"
OTHERS = "about customers and colleagues"
IN_MEMORY = 8 * 2**20  # bytes of a file, before it is written to the disk
# Never told: keys of the database, and who has clicked.
TECHNICAL = {
    "id",
    "display_name",
    "create_uid",
    "write_uid",
    "write_date",
    "retention_error",
    "website_message_ids",
}


class HrOwnDataMixin(models.AbstractModel):
    """What is known about one person, found and written down for that person.

    It begins with the records that are about the person and goes on to all that would
    be deleted with them, which is how an erasure finds them: what can be erased is
    told. A field is told unless it is left out for a reason, so that none is forgotten.
    Records that few may read are told only by one of them who hands the copy over: a
    copy is no way around a promise.
    """

    _name = "hr.own.data.mixin"
    _description = "Copy of Own Data"

    # What is told of whom

    @api.model
    def _get_own_rules(self):
        """Hook: how each model is told.

        :return: dict of model to `OwnRule`; a model that is reached and is not here
            makes a test fail
        """
        readers = OwnRule(is_for_readers=True)
        others = OwnRule(reason=OTHERS)
        return {
            "hr.employee": OwnRule(
                told=(
                    "name",
                    "company_id",
                    "employee_number",
                    "private_email",
                    "private_phone",
                    "is_key_person",
                    "key_person_note",
                    "deputy_id",
                )
            ),
            "hr.employment.period": OwnRule(),
            "hr.offboarding": OwnRule(
                left_out={
                    "legal_hold_reason": CLAIM,
                    "departure_error": INTERNAL,
                    "departure_error_date": INTERNAL,
                    "own_page_round": INTERNAL,
                    "verification_day": INTERNAL,
                    "verification_count": INTERNAL,
                    "own_page_mail_id": INTERNAL,
                    "access_error": INTERNAL,
                    "override_blockers": INTERNAL,
                    "is_counted_alone": INTERNAL,
                    "is_unconfirmed": INTERNAL,
                    "is_incomplete": INTERNAL,
                }
            ),
            "hr.offboarding.agreement": OwnRule(left_out={"legal_hold_reason": CLAIM}),
            "hr.offboarding.asset": OwnRule(
                left_out={"source_model": INTERNAL, "source_res": INTERNAL}
            ),
            "hr.offboarding.due": OwnRule(),
            "hr.offboarding.letter": OwnRule(),
            "hr.offboarding.task": OwnRule(
                left_out={
                    "is_dropped": INTERNAL,
                    "reminded_date": INTERNAL,
                    "escalated_date": INTERNAL,
                    "has_introductions": INTERNAL,
                    "template_task_id": INTERNAL,
                }
            ),
            "hr.offboarding.urgent": OwnRule(),
            "hr.offboarding.urgent.call": others,
            "hr.offboarding.introduction": others,
            "hr.offboarding.handover": OwnRule(left_out={"run": INTERNAL}),
            "hr.offboarding.handover.line": others,
            "hr.offboarding.handover.log": others,
            "hr.exit.interview": OwnRule(
                left_out={
                    "questionnaire_mail_id": INTERNAL,
                    "questionnaire_is_closed": INTERNAL,
                    "questionnaire_tried_date": INTERNAL,
                    "interviewer_reminded_date": INTERNAL,
                    "interviewer_reminded_for": INTERNAL,
                    "stay_reminded_date": INTERNAL,
                }
            ),
            "hr.exit.answer": readers,
            "hr.exit.interview.card": readers,
            "hr.exit.interview.card.topic": readers,
            "hr.exit.interview.card.quote": readers,
            "hr.exit.interview.card.promise": readers,
            "hr.exit.access.log": OwnRule(
                reason="says who has read; the number of openings is told on request"
            ),
            "survey.user_input": OwnRule(
                reason="begun and not sent; it can be read by the own link"
            ),
            "survey.user_input.line": OwnRule(
                reason="begun and not sent; it can be read by the own link"
            ),
        }

    def _get_own_roots(self):
        """Hook: the records that are about the person, in sudo.

        :return: list of recordsets
        """
        employees = self._get_own_employees()
        env = employees.env
        about = [("employee_id", "in", employees.ids)]
        return [
            employees,
            env["hr.employment.period"].search(about),
            env["hr.offboarding"].search([*about, ("erased_date", "=", False)]),
            env["hr.offboarding.agreement"].search(about),
        ]

    def _get_own_employees(self):
        """Hook: the employee records of the person, in sudo."""
        # Sudo: everything is found, whoever writes it down; what is told is decided
        # afterwards.
        return self.employee_id.sudo().with_context(active_test=False)

    def _get_own_records(self):
        """Everything that is about the person, and what is part of it.

        :return: dict of model to records in sudo, in the order in which it was found
        """
        rules = self._get_own_rules()
        found = {}
        todo = [records for records in self._get_own_roots() if records]
        while todo:
            records = self._filter_own(todo.pop(0))
            known = found.get(records._name, records.browse())
            new = records - known
            if not new:
                continue
            found[records._name] = known | new
            if rules[records._name].told:
                continue  # A record of the platform, told in a few words only.
            for model, name, is_part in self._get_own_links(records._name):
                if is_part and model in rules:
                    todo.append(records.env[model].search([(name, "in", new.ids)]))
        return found

    @api.model
    def _get_own_links(self, model):
        return self.env["hr.retention.mixin"]._get_retention_links(model)

    def _filter_own(self, records):
        """Hook: those of these records that are about the person, and no others."""
        if records._name == "hr.exit.interview":
            # What a manager has answered was promised to the manager.
            return records.filtered(lambda talk: talk.kind != "manager")
        return records

    # Writing it down

    def _make_own_file(self):
        """Write the file with everything that is told.

        :return: an open file, at its beginning; whoever asks closes it
        """
        self.ensure_one()
        copy = self.with_context(lang=self._get_own_lang())
        readable = {}
        parts = []
        rules = copy._get_own_rules()
        for model, records in copy._get_own_records().items():
            records = records.with_context(lang=copy.env.lang)
            told, note = copy._get_told(records, rules[model])
            readable[model] = told
            parts.append(
                OwnPart(
                    model,
                    # Sudo: names of models are for administrators.
                    copy.env["ir.model"].sudo()._get(model).name,
                    [copy._get_own_values(record, rules[model]) for record in told],
                    note,
                )
            )
        parts += copy._get_own_further_parts(readable)
        # Whoever asks closes it.
        stream = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        write_zip(
            stream,
            parts,
            copy._render_own_page(parts),
            copy._get_own_files(readable),
        )
        stream.seek(0)
        return stream

    def _get_told(self, records, rule):
        """The records of one model that are told, and a sentence about the others."""
        if rule.reason:
            return records.browse(), self._get_own_note("reason")
        if not rule.is_for_readers:
            return records, False
        told = self._filter_readable(records)
        return told, told != records and self._get_own_note("readers")

    def _filter_readable(self, records):
        """Hook: what few may read, as whoever hands the copy over may read it.

        A link goes to an address that others may have changed: it tells none of it.
        """
        if self.way != "office":
            return records.browse()
        return records.with_user(self.env.user)._filtered_access("read")

    def _get_own_note(self, kind):
        if kind == "readers":
            return self.env._(
                "There is more that only few people may read. Ask those people for it."
            )
        return self.env._(
            "It is mostly about others, or about work. Ask us if you want to know more."
        )

    def _get_own_values(self, record, rule):
        """The values of one record that are told, as a list of `OwnValue`."""
        values = []
        for name, field in record._fields.items():
            if not self._is_told(field, rule) or not record._has_field_access(
                field, "read"
            ):
                continue
            value = record[name]
            if not value and field.type not in ("integer", "float", "monetary"):
                continue
            text = self._get_own_text(record, field, value)
            values.append(
                OwnValue(
                    name,
                    field._description_string(self.env),
                    self._get_own_json(field, value, text),
                    text,
                )
            )
        return values

    @api.model
    def _is_told(self, field, rule):
        if rule.told:
            return field.name in rule.told
        return (
            field.store
            and field.name not in TECHNICAL
            and field.name not in rule.left_out
            and field.type not in ("one2many", "binary", "reference")
            and not field.name.startswith(("message_", "activity_", "rating_"))
        )

    def _get_own_text(self, record, field, value):
        """A value in words of the person's language."""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            return dict(field._description_selection(record.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value, tz="UTC") + " UTC"
        if field.type == "html":
            return html2plaintext(value)
        if field.relational:
            # Sudo: a name may be that of somebody whom the reader must not open.
            return ", ".join(value.sudo().mapped("display_name"))
        if field.type == "monetary":
            return format_amount(
                self.env, value, record[field.get_currency_field(record)]
            )
        return str(value)

    @api.model
    def _get_own_json(self, field, value, text):
        if field.type in ("integer", "float", "monetary", "boolean", "json"):
            return value
        if field.type in ("date", "datetime"):
            return value.isoformat()
        return text

    def _get_own_further_parts(self, readable):
        """Hook: parts that are no records of ours, such as discussions.

        :param readable: dict of model to the records that are told
        """
        return [
            part for part in (self._get_own_messages(readable),) if part and part[2]
        ]

    def _get_own_messages(self, readable):
        """What was written in the discussions of these records."""
        domain = self._get_attached_domain(readable, "model", "res_id")
        # Sudo: the records were chosen before; reading a discussion follows them.
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                domain
                & Domain("message_type", "in", ("comment", "email", "email_outgoing")),
                order="id",
            )
        )
        labels = self.env["mail.message"]._fields
        return OwnPart(
            "mail.message",
            self.env._("Messages"),
            [
                [
                    OwnValue(
                        name,
                        labels[name]._description_string(self.env),
                        text,
                        text,
                    )
                    for name, text in (
                        ("date", f"{message.date} UTC"),
                        ("author_id", message.author_id.name or ""),
                        ("subject", message.subject or ""),
                        ("body", html2plaintext(message.body or "")),
                    )
                    if text
                ]
                for message in messages
            ],
            False,
        )

    @api.model
    def _get_attached_domain(self, readable, model_name, id_name):
        return Domain.OR(
            Domain(model_name, "=", model) & Domain(id_name, "in", records.ids)
            for model, records in readable.items()
            if records and not self._get_own_rules()[model].told
        )

    def _get_own_files(self, readable):
        """The papers of these records, one after the other.

        :return: iterable of (name, bytes)
        """
        # Sudo: the records were chosen before; their papers follow them.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                # The first condition asks for the files of fields, too.
                Domain("id", "!=", False)
                & Domain("type", "=", "binary")
                & self._get_attached_domain(readable, "res_model", "res_id"),
                order="id",
            )
        )
        names = self._get_own_file_names(readable)
        left_out = self._get_own_rules()
        for attachment in attachments:
            field = attachment.res_field
            if field and field in left_out[attachment.res_model].left_out:
                continue
            if field and field.startswith(("image_", "avatar_")):
                continue
            title = names.get((attachment.res_model, attachment.res_id, field))
            yield get_file_name(title or attachment.name, attachment.id), attachment.raw
            attachment.invalidate_recordset(["raw", "datas"])

    @api.model
    def _get_own_file_names(self, readable):
        """What files in fields are called, where a field beside them says it."""
        names = defaultdict(str)
        for model, records in readable.items():
            for name, field in records._fields.items():
                if field.type != "binary" or not field.store:
                    continue
                beside = next(
                    (
                        other
                        for other in (f"{name}_name", name.replace("file", "filename"))
                        if other != name and other in records._fields
                    ),
                    False,
                )
                for record in records if beside else ():
                    names[model, record.id, name] = record[beside]
        return names

    def _render_own_page(self, parts):
        # Sudo: whoever opens a link has no rights on pages.
        return (
            self.env["ir.qweb"]
            .sudo()
            ._render(
                "hr_exit_interview.own_data_page",
                {
                    "company_name": self.company_id.name,
                    "day": fields.Date.today(),
                    "lang": (self.env.lang or "en_US").replace("_", "-"),
                    "parts": parts,
                },
            )
        )

    def _get_own_lang(self):
        """Hook: code of the language in which the person reads."""
        self.ensure_one()
        # Sudo: the language of an employee is for HR.
        employee = self.employee_id.sudo()
        lang = employee.lang or employee.user_id.lang or employee.work_contact_id.lang
        return lang or self.company_id.sudo().partner_id.lang or self.env.lang
