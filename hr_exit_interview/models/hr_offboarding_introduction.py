from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize, is_html_empty


class HrOffboardingIntroduction(models.Model):
    """A mail by which a successor says to a customer: I look after you from now on.

    One for each contact and successor, drafted in the language of the contact. It tells
    no reason and no kind of departure; after a death it does not name the person. The
    successor, a manager above the leaver or HR changes it and sends it; nothing is sent
    by itself, and nothing twice. What was sent stands on the contact, with the
    successor as its author.
    """

    _name = "hr.offboarding.introduction"
    _description = "Introduction Mail"
    _inherit = ["hr.offboarding.contact.mixin", "hr.state.mixin"]
    _order = "offboarding_id, successor_id, id"

    _TRANSITIONS = {  # target: where one may come from
        "sent": {"todo"},
        "skipped": {"todo"},
        "todo": {"skipped"},
    }
    _TEXT_FIELDS = {"subject", "body"}

    name = fields.Char(related="offboarding_id.name", string="Reference")
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="offboarding_id.company_id", store=True, index=True
    )
    person_name = fields.Char(
        related="offboarding_id.employee_id.name", string="Leaver"
    )
    successor_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="cascade"
    )
    subject = fields.Char()
    text = fields.Html(readonly=True, groups=fields.NO_ACCESS)
    body = fields.Html(
        string="Text",
        compute="_compute_body",
        compute_sudo=False,
        inverse="_inverse_body",
        help="Shown to those who may see the contact, because it names the contact.",
    )
    state = fields.Selection(
        [("todo", "To Send"), ("sent", "Sent"), ("skipped", "Not Needed")],
        default="todo",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    sent_date = fields.Datetime(string="Sent on", readonly=True, copy=False)
    sent_user_id = fields.Many2one(
        "res.users",
        string="Sent by",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    problem = fields.Char(
        string="Why It Cannot Be Sent", compute="_compute_problem", compute_sudo=False
    )

    _partner_uniq = models.UniqueIndex(
        "(offboarding_id, successor_id, partner_id) WHERE partner_id IS NOT NULL",
        "There is a mail to this contact already. Open that one.",
    )
    _source_uniq = models.UniqueIndex(
        "(offboarding_id, successor_id, source_model, source_res)"
        " WHERE partner_id IS NULL",
        "There is a mail to this contact already. Open that one.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("contact_name", "text")
    def _compute_body(self):
        for introduction in self:
            # Sudo: the text itself cannot be read, whoever sees the contact sees it.
            text = introduction.sudo().text
            introduction.body = text if introduction.contact_name else False

    def _inverse_body(self):
        for introduction in self:
            if not introduction.contact_name:
                raise AccessError(self.env._("You may not see this contact."))
            # Sudo after the check above, as for reading it.
            introduction.sudo().text = introduction.body

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("contact_name", "contact_email", "subject", "body", "state")
    def _compute_problem(self):
        problems = self._get_problems()
        for introduction in self:
            introduction.problem = problems.get(introduction)

    @api.depends("offboarding_id")
    def _compute_display_name(self):
        for introduction in self:
            introduction.display_name = introduction.name

    def write(self, vals):
        if not self.env.su:
            self._check_can_write(vals)
        return super().write(vals)

    # Buttons

    def action_send(self):
        """Send these mails; those that cannot be sent stay, and it is told why.

        :raise UserError: none of them can be sent
        """
        self.check_access("write")
        todo = self.filtered(lambda introduction: introduction.state == "todo")
        problems = todo._get_problems()
        reasons = [
            f"{introduction.contact_name or introduction.name}: {problem}"
            for introduction, problem in problems.items()
        ]
        ready = todo.filtered(lambda introduction: introduction not in problems)
        if not ready:
            raise UserError(
                "\n".join(reasons)
                or self.env._("These mails have been sent, or are not needed.")
            )
        # A click that comes twice waits here, and finds what is sent already.
        if ready.try_lock_for_update(allow_referencing=True) != ready:
            raise UserError(
                self.env._(
                    "Somebody sends these mails at this moment. Reload the page to see "
                    "which ones."
                )
            )
        ready._move_to("sent")
        for introduction in ready:
            introduction._do_send()
        return self._get_sent_notification(ready, reasons)

    def action_skip(self):
        """These mails are not needed."""
        self._move_to("skipped")
        return True

    def action_take_up(self):
        """These mails are to be sent after all."""
        self._move_to("todo")
        return True

    def action_redraft(self):
        """Begin again with the text of the template."""
        self.check_access("write")
        # Sudo after the check: the template renders what the acting user need not see.
        todo = self.filtered(lambda introduction: introduction.state == "todo")
        todo.sudo()._write_drafts()
        return True

    # Steps

    def _write_drafts(self):
        """Write subject and text of these mails from the template."""
        if not self:
            return
        # Sudo: whoever hands over need not have rights on templates.
        template = self.env.ref("hr_exit_interview.mail_template_introduction").sudo()
        rendered = template._generate_template(self.ids, ("subject", "body_html"))
        for introduction in self:
            values = rendered[introduction.id]
            introduction.subject = values["subject"]
            introduction.text = values["body_html"]

    def _do_send(self):
        """Post the mail on the contact, written by the successor."""
        self.ensure_one()
        # Sudo: the text may be sent by managers who cannot write on the contact.
        introduction = self.sudo()
        source = introduction._get_source()
        user = introduction.successor_id.user_id
        values = {
            "body": introduction.text,
            "subject": introduction.subject,
            "author_id": user.partner_id.id,
            "email_from": user.email_formatted,
            "reply_to": user.email_formatted,
            "message_type": "comment",
            # A note: followers of the contact are not mailed, the contact is.
            "subtype_xmlid": "mail.mt_note",
            "email_layout_xmlid": "hr_exit_interview.hr_offboarding_introduction_mail",
        }
        if source._name == "res.partner":
            values["partner_ids"] = source.ids
        else:
            values["outgoing_email_to"] = introduction._get_email()
        source.with_context(mail_post_autofollow=False).message_post(**values)

    def _discard(self):
        """What was not sent is not true any more."""
        self.filtered(lambda introduction: introduction.state == "todo").unlink()

    # Questions and decisions

    def _check_can_write(self, vals):
        """Only the text changes, and only until it is sent."""
        if vals.keys() - self._TEXT_FIELDS - {"state"}:
            raise AccessError(
                self.env._(
                    "Who is written to, and by whom, follows from the hand-over. "
                    "Change the text, or say that the mail is not needed."
                )
            )
        if any(introduction.state == "sent" for introduction in self):
            raise UserError(
                self.env._("This mail has been sent: its text is kept as it was.")
            )

    def _get_problems(self):
        """Hook: why mails cannot be sent: dict of those that cannot to a sentence."""
        # Sudo: who is written to is shown by own rights, and asked for all at once.
        emails = {row: row.sudo()._get_email() for row in self}
        addresses = list(filter(None, emails.values()))
        # Sudo: who wishes no mails is for administrators.
        Blacklist = self.env["mail.blacklist"].sudo()
        refused = set(Blacklist.search([("email", "in", addresses)]).mapped("email"))
        problems = {}
        for row, email in emails.items():
            # Sudo: the user of a successor is not for everybody who asks.
            sender = row.sudo().successor_id.user_id
            if not row.contact_name:
                text = self.env._("You may not see this contact.")
            elif not email:
                text = self.env._("The contact has no valid e-mail address.")
            elif email in refused:
                text = self.env._("The contact wishes no e-mails.")
            elif not sender.email:
                text = self.env._("The successor has no e-mail address.")
            elif not row.subject or is_html_empty(row.body):
                text = self.env._("The mail has no subject or no text.")
            else:
                continue
            problems[row] = text
        return problems

    def _get_email(self):
        """The normalised address of the contact, or False."""
        self.ensure_one()
        source = self._get_source()
        if not self.partner_id:
            source = source.exists()  # Nothing keeps a lead from being deleted.
        email = self._get_contact_facts(source)["email"] if source else False
        return email_normalize(email) or False

    def _get_greeting_name(self):
        """How the mail addresses the contact, for the template; possibly empty."""
        self.ensure_one()
        # Sudo: the contact cannot be read here.
        partner = self.sudo().partner_id
        return "" if partner.is_company else partner.name or ""

    def _names_leaver(self):
        """Hook: whether the mail says whose place the successor takes."""
        self.ensure_one()
        return not self.offboarding_id._is_death()

    def _get_lang(self):
        """The language of the contact, for the template."""
        self.ensure_one()
        # Sudo: the contact cannot be read here.
        lang = self.sudo()._get_source()
        lang = lang.lang if "lang" in lang._fields else False
        return lang or self.company_id.partner_id.lang or self.env.lang

    def _get_sent_notification(self, sent, reasons):
        message = self.env._("Mails sent: %s", len(sent))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if reasons else "success",
                "message": "\n".join([message, *reasons]),
                "sticky": bool(reasons),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _get_view_action(self, offboarding):
        """Action of the mails of one departure, as far as the user sees them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_introduction_action"
        )
        action["domain"] = [("offboarding_id", "in", offboarding.ids)]
        return action

    @api.model
    def _prepare_introduction_values(self, offboarding, successor, key, facts):
        """Hook: values of the mail to one contact, apart from its text.

        :param key: contact, as `_find_contacts` of departures has it
        :param facts: what was found of the contact, as there
        """
        return {
            **self._prepare_contact_values(key, facts),
            "offboarding_id": offboarding.id,
            "successor_id": successor.id,
        }

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state == "sent":
            values["sent_date"] = fields.Datetime.now()
            values["sent_user_id"] = self.env.uid
        return values
