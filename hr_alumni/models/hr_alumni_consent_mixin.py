from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class HrAlumniConsentMixin(models.AbstractModel):
    """Asking former colleagues, recording their answers, and abiding by them.

    The ledger `hr.privacy.consent` decides. An invitation needs no consent; when it
    may go out stands in `hr_alumni_invitation.py`.
    """

    _name = "hr.alumni.consent.mixin"
    _description = "Consents of Former Colleagues"

    purpose_ids = fields.Many2many(
        "hr.privacy.purpose",
        string="Agreed To",
        compute="_compute_purpose_ids",
        search="_search_purpose_ids",
    )

    @api.depends("consent_ids")
    def _compute_purpose_ids(self):
        given = self.env["hr.privacy.consent"]._get_given(self).grouped("alumni_id")
        for alumni in self:
            own = given.get(alumni._origin)
            alumni.purpose_ids = own.purpose_id if own else False

    def _search_purpose_ids(self, operator, value):
        purposes = self.env["hr.privacy.purpose"].with_context(active_test=False)
        if operator == "any":
            return self._get_agreed_domain(purposes.search(value).ids)
        if operator != "in":
            return NotImplemented
        domain = self._get_agreed_domain([id_ for id_ in value if id_])
        if False in value:
            domain |= ~self._get_agreed_domain(purposes.search(Domain.TRUE).ids)
        return domain

    @api.model
    def _get_agreed_domain(self, purpose_ids):
        """People whose last word on one of these purposes is a consent."""
        if not purpose_ids:
            return Domain.FALSE
        self.env["hr.privacy.consent"].flush_model()
        last_words = SQL(
            """
            SELECT DISTINCT ON (alumni_id, purpose_id)
                   alumni_id, state, date_expiry
              FROM hr_privacy_consent
             WHERE purpose_id IN %s
          ORDER BY alumni_id, purpose_id, id DESC
            """,
            tuple(purpose_ids),
        )
        given = SQL(
            "(SELECT alumni_id FROM (%s) AS last_word WHERE state = 'given'"
            " AND (date_expiry IS NULL OR date_expiry >= %s))",
            last_words,
            fields.Date.today(),
        )
        return Domain("id", "in", given)

    def action_leave(self):
        """Carry out the wish to hear nothing any more, told to the office."""
        self.check_access("write")
        # Sudo: the ledger and the account are written by these steps only.
        self.sudo()._do_leave(channel="office", actor="staff")
        return True

    def _do_answer(self, purposes, channel):
        """Carry out what the person agreed to: record it, welcome, open the account.

        :param purposes: `hr.privacy.purpose` agreed to, at least one
        :param channel: where the answer came in
        :return: those whose account could not be opened
        """
        self._do_give(purposes, channel)
        self.filtered(lambda alumni: alumni.state != "active")._move_to("active")
        if "member" in purposes.mapped("code"):
            return self._do_open_account()
        return self.browse()

    def _do_give(self, purposes, channel):
        """Record consents, and nothing else."""
        self.env["hr.privacy.consent"]._record(self, purposes, "given", channel)
        self._note_sign_of_life()

    def _do_refuse(self, channel):
        """Carry out a no to the invitation: it is recorded and never sent again.

        Whoever has agreed to something meanwhile leaves the network with it.
        """
        members = self.filtered("purpose_ids")
        members._do_leave(channel)
        others = self - members
        self.env["hr.privacy.consent"]._record(
            others, self._get_purpose("invitation"), "withdrawn", channel
        )
        others._go_silent()

    def _do_withdraw(self, purposes, channel):
        """Carry out a withdrawal of single purposes; the account is left alone."""
        for alumni in self:
            self.env["hr.privacy.consent"]._record(
                alumni, purposes & alumni.purpose_ids, "withdrawn", channel
            )
        self._note_sign_of_life()
        self._cancel_waiting_mails(purposes)

    def _do_leave(self, channel, actor="person"):
        """Withdraw every purpose, close the account, and stay silent from now on."""
        for alumni in self:
            self.env["hr.privacy.consent"]._record(
                alumni,
                alumni.purpose_ids | self._get_purpose("invitation"),
                "withdrawn",
                channel,
                actor,
            )
        self._cancel_waiting_mails()
        self._go_silent()
        self._do_close_account()

    def _do_stop(self, purpose_code):
        """Carry out a click on the link that ends a mail: no such mail any more."""
        self.ensure_one()
        if purpose_code == "invitation" and self.state in ("candidate", "invited"):
            self._do_refuse("mailing")
        elif purpose_code == "any" and self.state not in self._SILENT_STATES:
            self._do_leave("mailing")
        else:
            self._do_withdraw(self._get_purpose(purpose_code), "mailing")

    def _note_sign_of_life(self):
        """Hook: these people have let themselves be heard."""

    def _follow_ledger(self, purposes):
        """Hook: the ledger has new rows about these people, for these purposes."""

    def _cancel_waiting_mails(self, purposes=None):
        """Hook: what waits to be sent for these purposes is not sent any more.

        :param purposes: `hr.privacy.purpose`, by default all
        """

    def _go_silent(self):
        self.filtered(lambda alumni: alumni.state != "left")._move_to("left")

    def _may_contact(self, purpose_code):
        """The one question before every mail: may this person be written to for this?

        :param purpose_code: code of a `hr.privacy.purpose`, or `any` for a mail about
            the person's own choices, whatever they are
        """
        self.ensure_one()
        return bool(self._filter_contactable(purpose_code))

    def _check_can_be_written_to(self, purpose_code):
        """Refuse, naming whom the ledger does not let us write to for a purpose."""
        blocked = self - self._filter_contactable(purpose_code)
        if blocked:
            raise UserError(
                self.env._(
                    "These people have not agreed to such a mail, have paused, or have "
                    "no private address: %(names)s. Nothing was sent.",
                    names=", ".join(blocked.mapped("display_name")),
                )
            )

    def _filter_contactable(self, purpose_code):
        """Those of these people who may be written to for a purpose."""
        # Sudo: the answer must not depend on who asks the question.
        reachable = self.sudo().filtered(
            lambda alumni: (
                alumni.state not in alumni._SILENT_STATES
                and alumni.email_normalized
                # A wish never to be written to stands above every consent.
                and not alumni.is_blacklisted
                # A pause stops everything but what is about the person's own choices.
                and (purpose_code == "any" or not alumni.is_paused)
            )
        )
        if purpose_code == "invitation":
            allowed = reachable._filter_invitable()
        elif purpose_code == "any":
            given = self.env["hr.privacy.consent"]._get_given(reachable)
            allowed = given.alumni_id
        else:
            allowed = reachable._filter_consenting(purpose_code)
        return self & allowed

    def _filter_invitable(self):
        """Hook: those who may get the invitation, or its reminder."""
        return self.browse()

    def _filter_consenting(self, purpose_code):
        """Those whose last word on a purpose is a consent, by the ledger."""
        rows = self.env["hr.privacy.consent"]._get_given(
            self, self._get_purpose(purpose_code)
        )
        given = rows.alumni_id
        return self.filtered(lambda alumni: alumni._origin in given)

    @api.model
    def _get_purpose(self, code):
        # Sudo: purposes are no secret, and an archived one still has its answers.
        purposes = self.env["hr.privacy.purpose"].sudo()
        return purposes.with_context(active_test=False).search([("code", "=", code)])

    def _mail_privately(
        self, template_xmlid, purpose_code, is_capped=True, values=None, is_answer=False
    ):
        """Mail to the private addresses of those who may be written to for a purpose.

        Every mail holds the link to the page of choices and one that stops such mails.
        It belongs to no record and is made as the system, so that nobody but the person
        ever reads the links in it; it leaves once the transaction is done.

        :param is_capped: whether it counts as one of the mails of this month; mails
            about consents, the account and security do not, and always go out
        :param values: dict of person to more values for the context of the template
        :param is_answer: whether the person has asked for it, so that neither a consent
            is needed nor a pause keeps it back; the link still stops the purpose
        :return: those to whom it was sent
        """
        template = self.env.ref(template_xmlid).with_user(SUPERUSER_ID)
        allowed = self._filter_contactable("request" if is_answer else purpose_code)
        if is_capped:
            allowed = allowed._filter_mail_allowance()
        mails = template.env["mail.mail"]
        # Sudo: whoever sends need not be able to read the address.
        for alumni in allowed.sudo():
            stop_url = alumni._get_signed_link("stop", purpose_code)
            mail_id = template.with_context(
                **(values or {}).get(alumni, {}),
                consent_url=alumni._get_signed_link("consent"),
                stop_url=stop_url,
            ).send_mail(alumni.id, email_values=alumni._prepare_mail_values(stop_url))
            mails += mails.browse(mail_id)
        if is_capped:
            allowed._note_content_mails()
        mails.send_after_commit()
        return allowed

    def _prepare_mail_values(self, stop_url, headers=None):
        """Hook: where a mail to this person goes, and what it must not be tied to.

        :param headers: more headers than those that stop such mails
        """
        return {
            "email_to": self.email_normalized,
            "recipient_ids": [],
            "model": False,
            "res_id": False,
            "auto_delete": True,
            "headers": repr(
                {
                    "List-Unsubscribe": f"<{stop_url}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    **(headers or {}),
                }
            ),
        }
