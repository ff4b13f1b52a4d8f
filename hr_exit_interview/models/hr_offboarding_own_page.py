from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..tools.form_input import normalise_email

PAGE, EMAIL = "own_page", "email"  # What a signed link of a departure is for.


class HrOffboardingOwnPage(models.Model):
    """The leaver's own page, by a link that outlives the work login.

    The link is signed and bound to the case and to `own_page_round`: a new round makes
    all links made before void. It is mailed to the private address and stored nowhere.
    Whoever holds it acts through this class alone, which hands out plain values, and
    takes changes of `_OWN_PAGE_CONTACT_FIELDS` only.
    """

    _inherit = "hr.offboarding"

    _OWN_PAGE_STATES = ("in_progress", "departed", "done")
    # All that the page may change on the employee; the e-mail once it is confirmed.
    _OWN_PAGE_CONTACT_FIELDS = (
        "private_phone",
        "private_street",
        "private_street2",
        "private_city",
        "private_zip",
        "private_country_id",
    )
    _OWN_PAGE_MAILS_PER_DAY = 5
    _OWN_PAGE_MAX_DAYS = 3650

    own_page_round = fields.Integer(
        string="Round of the Link",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Counts up when the link is sent again or revoked: older links are void.",
    )
    own_page_state = fields.Selection(
        [("none", "Not sent"), ("sent", "Sent"), ("revoked", "Revoked")],
        string="Own Page",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    own_page_sent_date = fields.Datetime(
        string="Link Sent on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    verified_email = fields.Char(
        string="Confirmed Address",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="The private address that the person has confirmed by a link sent to it.",
    )
    is_email_verified = fields.Boolean(
        string="Private Address Confirmed",
        compute="_compute_is_email_verified",
        groups="hr.group_hr_user",
    )
    verification_day = fields.Date(readonly=True, copy=False, groups=fields.NO_ACCESS)
    verification_count = fields.Integer(
        readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    document_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Papers",
        domain=[("res_model", "=", "hr.offboarding"), ("res_field", "=", False)],
        groups="hr.group_hr_user",
        help="Papers of this departure. The leaver sees on the own page those that are "
        "shared.",
    )

    @api.depends("employee_id.private_email", "verified_email")
    def _compute_is_email_verified(self):
        for case in self:
            email = normalise_email(case._get_private_email())
            case.is_email_verified = bool(email) and email == case.verified_email

    # Buttons

    def action_send_own_page(self):
        """Mail the link to those who have none yet; who has one is not mailed again.

        :return: notification that says to how many it went, and why not to others
        :raise UserError: it can be sent to nobody
        """
        self.check_access("write")
        return self._send_own_page_or_tell(
            self.filtered(lambda case: case.own_page_state != "sent")
        )

    def action_resend_own_page(self):
        """Mail a new link; the links sent before are void."""
        self.check_access("write")
        return self._send_own_page_or_tell(self)

    def action_revoke_own_page(self):
        """Make every link to the own page void, until one is sent again."""
        self.check_access("write")
        for case in self:
            case.write(
                {
                    "own_page_round": case.own_page_round + 1,
                    "own_page_state": "revoked",
                }
            )
        return True

    # Steps

    def _do_confirm(self):
        result = super()._do_confirm()
        ready = self.filtered(
            lambda case: (
                case.company_id.offboarding_sends_own_page
                and case.own_page_state == "none"
                and not case._get_own_page_refusal()
            )
        )
        ready._do_send_own_page()
        return result

    def _send_own_page_or_tell(self, wanted):
        refusals = {case: case._get_own_page_refusal() for case in wanted}
        reasons = [
            f"{case.name}: {reason}" for case, reason in refusals.items() if reason
        ]
        ready = wanted.filtered(lambda case: not refusals[case])
        if not ready:
            raise UserError(
                "\n".join(reasons)
                or self.env._(
                    "The link has been sent already. Use “Send New Link” to send it "
                    "again; the old one is void then."
                )
            )
        ready._do_send_own_page()
        sent = self.env._("The link was sent to the private address.")
        if len(ready) > 1:
            sent = self.env._("Links sent to private addresses: %s.", len(ready))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if reasons else "success",
                "message": "\n".join([sent, *reasons]),
                "sticky": bool(reasons),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _do_send_own_page(self):
        """Begin a new round of links and mail each to the private address."""
        for case in self:
            case.write(
                {
                    "own_page_round": case.own_page_round + 1,
                    "own_page_state": "sent",
                    "own_page_sent_date": fields.Datetime.now(),
                }
            )
        mails = self._mail_to_leaver(
            "hr_exit_interview.mail_template_own_page",
            {case: case._get_private_email() for case in self},
        )
        for case, mail in mails.items():
            # Sudo: nobody reads the mail, whose failure is shown.
            case.sudo().own_page_mail_id = mail.id

    def _do_update_contact(self, values):
        """Take contact details from the page; other fields are left out.

        :param values: dictionary of clean values
        """
        self.ensure_one()
        values = {
            name: value
            for name, value in values.items()
            if name in self._OWN_PAGE_CONTACT_FIELDS
        }
        # Sudo as the system: the page has no user, and the employee is HR's.
        employee = self.employee_id.with_user(SUPERUSER_ID)
        if values.get("private_country_id", employee.private_country_id.id) != (
            employee.private_country_id.id
        ):
            values["private_state_id"] = False
        employee.write(values)

    def _do_ask_email(self, email):
        """Mail a link to this address; following it shows that the address is right.

        :param email: one normalised address
        :return: False when too many were asked for today
        """
        self.ensure_one()
        case = self.sudo()  # The page has no user; the count is nobody's to read.
        today = fields.Date.today()
        count = case.verification_count if case.verification_day == today else 0
        if count >= self._OWN_PAGE_MAILS_PER_DAY:
            return False
        case.write({"verification_day": today, "verification_count": count + 1})
        case.with_context(own_page_email=email)._mail_to_leaver(
            "hr_exit_interview.mail_template_own_page_email", {case: email}
        )
        return True

    def _do_confirm_email(self, email):
        """The address works and belongs to the person: it is the private one now."""
        self.ensure_one()
        # Sudo as the system: the page has no user, and the employee is HR's.
        case = self.with_user(SUPERUSER_ID)
        if normalise_email(case.employee_id.private_email) != email:
            case.employee_id.private_email = email
        case.verified_email = email

    def _mail_to_leaver(self, template, addresses):
        """Mail each leaver in the own language.

        The mail belongs to no record and to no sender who could read it: the link in
        it opens the page, and core lets author and creator read a message.

        :param template: XML id of a template of this model
        :param addresses: dict of case to address
        :return: dict of case to `mail.mail`
        """
        # Sudo: whoever confirms or holds a link need not have rights on templates.
        template = self.env.ref(template).sudo()
        rendered = template._generate_template(self.ids, ("subject", "body_html"))
        mails = (
            self.env["mail.mail"]
            .with_user(SUPERUSER_ID)
            .create(
                [
                    {
                        **case._prepare_leaver_mail_values(),
                        **rendered[case.id],
                        "email_to": address,
                    }
                    for case, address in addresses.items()
                ]
            )
        )
        mails.send_after_commit()
        return dict(zip(addresses, mails, strict=True))

    # Decisions

    def _get_own_page_refusal(self):
        """Hook: sentence that says why there is no link for this leaver, or False."""
        self.ensure_one()
        if self.state not in self._OWN_PAGE_STATES:
            return self.env._(
                "There is an own page only while a departure that is confirmed takes "
                "place."
            )
        if not normalise_email(self._get_private_email()):
            return self.env._(
                "There is no valid private e-mail address. Ask the person for one and "
                "enter it on the employee form, since the work address ends with the "
                "last day."
            )
        if not self._may_contact(PAGE):
            return self.env._(
                "Nothing is sent to people who leave like this, or who do not wish it."
            )
        return False

    def _is_own_page_open(self):
        """Hook: whether a link that is right opens the page."""
        self.ensure_one()
        return self.state in self._OWN_PAGE_STATES and self.own_page_state == "sent"

    def _get_link_path(self, purpose):
        return "/departure/email" if purpose == EMAIL else "/departure"

    def _get_link_days(self, purpose):
        if purpose == EMAIL:
            return 3
        case = self.sudo()  # Whoever confirms need not be able to read the company.
        ahead = max((case.departure_date - fields.Date.today()).days, 0)
        days = ahead + case.company_id.offboarding_own_page_days
        return min(days, self._OWN_PAGE_MAX_DAYS)

    def _get_link_fingerprint(self, purpose):
        case = self.sudo()  # A link is checked for whoever holds it.
        parts = [case.own_page_round, case.employee_id.id]
        if purpose == EMAIL:  # Works once: confirming changes one of the two.
            parts += [case.employee_id.private_email, case.verified_email]
        return "|".join(map(str, parts))

    def _find_by_own_page_link(self, record_id, token, purpose=PAGE):
        """The case whose page a link opens, and what else was signed with it.

        :return: case in sudo, possibly empty; list
        """
        case, extra = self._read_signed_link(purpose, record_id, token)
        if case and case._is_own_page_open():
            return case, extra
        return self.browse(), []

    def _get_own_page_url(self):
        """Personal link, for the mail to the leaver and for nothing else."""
        return self._get_signed_link(PAGE)

    def _get_own_page_email_url(self):
        """Link that confirms an address, for the mail to it and for nothing else."""
        return self._get_signed_link(EMAIL, self.env.context["own_page_email"])

    def _get_own_page_last_day(self):
        """Last day on which a link made now works, for the mail to the leaver."""
        return fields.Date.today() + timedelta(days=self._get_link_days(PAGE))

    def _get_leaver_lang(self):
        """Hook: code of the language in which the person is written to."""
        self.ensure_one()
        # Sudo: the language of an employee is for HR.
        case = self.sudo()
        employee = case.employee_id
        lang = employee.lang or employee.user_id.lang or employee.work_contact_id.lang
        return lang or case.company_id.partner_id.lang or self.env.lang

    def _prepare_leaver_mail_values(self):
        """Hook: values of a mail to the leaver, apart from text and address."""
        self.ensure_one()
        # Sudo: a link is checked for whoever holds it, the sender is not secret.
        case = self.sudo()
        return {
            "auto_delete": True,
            "email_from": case.company_id.email_formatted
            or case.user_id.email_formatted,
            "reply_to": case.user_id.email_formatted,
            "model": False,
            "res_id": False,
        }

    # What the page shows

    def _get_leaver_page_values(self):
        """Hook: all that the page shows, as plain values without any record."""
        self.ensure_one()
        today = self.employee_id._get_today()
        return {
            "person_name": self.employee_id.name,
            "company_name": self.company_id.name,
            "reference": self.name,
            "state": self.state,
            "last_working_date": self.last_working_date,
            "days_left": max((self.last_working_date - today).days, 0),
            "hr_contact": self._prepare_page_contact(),
            "tasks": [
                self._prepare_page_task(task, today) for task in self._get_page_tasks()
            ],
            "sections": self._get_leaver_page_sections(),
            "documents": [
                {
                    "id": document.id,
                    "name": document.name,
                    "size": document.file_size,
                }
                for document in self._get_page_documents()
            ],
            "details": self._prepare_page_details(),
            "email": self._get_private_email() or "",
            "is_email_verified": self.is_email_verified,
        }

    def _get_leaver_page_sections(self):
        """Hook: further lists of the page, such as things to return or dues.

        :return: list of dictionaries with `name`, `title`, `text` and `rows`, each row
            a dictionary with `name`, `detail` and `state`, all of them plain texts
        """
        return []

    def _get_page_tasks(self):
        """The tasks that the page shows, those to do first."""
        tasks = self.task_ids.filtered("is_for_leaver")
        return tasks.sorted(
            lambda task: (task.state != "todo", task.date_deadline, task.id)
        )

    def _get_page_documents(self):
        """The papers that HR has shared with the leaver."""
        return self.document_ids.filtered(
            lambda document: (
                document.is_shared_with_leaver and document.type == "binary"
            )
        )

    def _prepare_page_contact(self):
        officer = self.user_id
        return {
            "name": officer.name,
            "email": officer.email or self.company_id.email or "",
            "phone": officer.phone or self.company_id.phone or "",
        }

    def _prepare_page_task(self, task, today):
        return {
            "id": task.id,
            "name": task.name,
            "date_deadline": task.date_deadline,
            "state": task.state,
            "is_late": task.state == "todo" and task.date_deadline < today,
            "is_blocking": task.is_blocking,
            "is_closed_by_leaver": task.is_closed_by_leaver,
        }

    def _prepare_page_details(self):
        employee = self.employee_id
        return {
            name: (
                employee[name].code if name == "private_country_id" else employee[name]
            )
            or ""
            for name in self._OWN_PAGE_CONTACT_FIELDS
        }
