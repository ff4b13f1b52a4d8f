from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class HrAlumniConsentMixin(models.AbstractModel):
    """Asking former colleagues, recording their answers, and abiding by them.

    The ledger `hr.privacy.consent` decides. An invitation needs no consent, so it goes
    out once, started by somebody, and never to a person who has refused it.
    """

    _name = "hr.alumni.consent.mixin"
    _description = "Consents of Former Colleagues"

    invitation_date = fields.Datetime(string="Invited On", readonly=True, copy=False)
    purpose_ids = fields.Many2many(
        "hr.privacy.purpose",
        string="Agreed To",
        compute="_compute_purpose_ids",
        search="_search_purpose_ids",
    )

    @api.depends("consent_ids")
    def _compute_purpose_ids(self):
        rows = self.env["hr.privacy.consent"]._get_current(self)
        given = rows.filtered(lambda row: row.state == "given").grouped("alumni_id")
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
            SELECT DISTINCT ON (alumni_id, purpose_id) alumni_id, state
              FROM hr_privacy_consent
             WHERE purpose_id IN %s
          ORDER BY alumni_id, purpose_id, id DESC
            """,
            tuple(purpose_ids),
        )
        given = SQL(
            "(SELECT alumni_id FROM (%s) AS last_word WHERE state = 'given')",
            last_words,
        )
        return Domain("id", "in", given)

    def action_invite(self):
        """Send the one invitation, with the link to the page of choices."""
        self.check_access("write")
        blocked = self - self._filter_contactable("invitation")
        if blocked:
            raise UserError(
                self.env._(
                    "An invitation goes out once, to a candidate with a private e-mail "
                    "address who has not refused it. These cannot be invited: "
                    "%(names)s.",
                    names=", ".join(blocked.mapped("display_name")),
                )
            )
        self._move_to("invited")
        self._send_invitation()
        return True

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

    def _do_refuse(self, channel):
        """Carry out a no to the invitation: it is recorded and never sent again."""
        self.env["hr.privacy.consent"]._record(
            self, self._get_purpose("invitation"), "withdrawn", channel
        )
        self._go_silent()

    def _do_withdraw(self, purposes, channel):
        """Carry out a withdrawal of single purposes; the account is left alone."""
        for alumni in self:
            self.env["hr.privacy.consent"]._record(
                alumni, purposes & alumni.purpose_ids, "withdrawn", channel
            )

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
        self._go_silent()
        self._do_close_account()

    def _go_silent(self):
        self.filtered(lambda alumni: alumni.state != "left")._move_to("left")

    def _may_contact(self, purpose_code):
        """The one question before every mail: may this person be written to for this?

        :param purpose_code: code of a `hr.privacy.purpose`
        """
        self.ensure_one()
        return bool(self._filter_contactable(purpose_code))

    def _filter_contactable(self, purpose_code):
        """Those of these people who may be written to for a purpose."""
        # Sudo: the answer must not depend on who asks the question.
        reachable = self.sudo().filtered(
            lambda alumni: (
                alumni.state not in alumni._SILENT_STATES and alumni.email_normalized
            )
        )
        if purpose_code == "invitation":
            allowed = reachable._filter_invitable()
        else:
            allowed = reachable._filter_consenting(purpose_code)
        return self & allowed

    def _filter_invitable(self):
        """Candidates who were not invited yet and have not refused it."""
        rows = self.env["hr.privacy.consent"]._get_current(
            self, self._get_purpose("invitation")
        )
        refused = rows.filtered(lambda row: row.state == "withdrawn").alumni_id
        return self.filtered(
            lambda alumni: (
                alumni.state == "candidate"
                and not alumni.invitation_date
                and alumni not in refused
            )
        )

    def _filter_consenting(self, purpose_code):
        """Those whose last word on a purpose is a consent, by the ledger."""
        rows = self.env["hr.privacy.consent"]._get_current(
            self, self._get_purpose(purpose_code)
        )
        given = rows.filtered(lambda row: row.state == "given").alumni_id
        return self.filtered(lambda alumni: alumni._origin in given)

    @api.model
    def _get_purpose(self, code):
        # Sudo: purposes are no secret, and an archived one still has its answers.
        purposes = self.env["hr.privacy.purpose"].sudo()
        return purposes.with_context(active_test=False).search([("code", "=", code)])

    def _send_invitation(self):
        """Mail the invitation to the private address, once the transaction is done.

        The mail belongs to no record and is made as the system, so that nobody but the
        person ever reads the link in it.
        """
        template = self.env.ref("hr_alumni.mail_template_alumni_invitation")
        template = template.with_user(SUPERUSER_ID)
        # Sudo: whoever invites need not be able to read the address.
        for alumni in self.sudo():
            mail_id = template.with_context(
                consent_url=alumni._get_signed_link("consent")
            ).send_mail(alumni.id, email_values=alumni._prepare_mail_values())
            template.env["mail.mail"].browse(mail_id).send_after_commit()

    def _prepare_mail_values(self):
        """Hook: where a mail to this person goes, and what it must not be tied to."""
        return {
            "email_to": self.email_normalized,
            "recipient_ids": [],
            "model": False,
            "res_id": False,
            "auto_delete": True,
        }
