from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError


class HrAlumniRequestAnswer(models.Model):
    """How an answer gets to the person: by the own page, or by a link that works once.

    A mail says that there is an answer, and neither what was asked for nor what the
    answer is. Papers are never attached to it.
    """

    _inherit = "hr.alumni.request"

    _LETTER_KINDS = ("certificate", "reference")
    _FILE_HOURS = 1

    can_answer = fields.Boolean(compute="_compute_can_answer")
    can_write_letter = fields.Boolean(compute="_compute_can_write_letter")
    is_untold = fields.Boolean(
        string="Not Told by Mail",
        compute="_compute_is_untold",
        help="There is an answer, and no mail could be sent about it.",
    )

    @api.depends_context("uid")
    @api.depends("owner_side")
    def _compute_can_answer(self):
        mine = self._origin._filtered_access("write")
        for request in self:
            # A new one is checked when it is stored.
            request.can_answer = not request._origin or request._origin in mine

    @api.depends("kind", "alumni_id", "period_id", "state")
    def _compute_can_write_letter(self):
        # Sudo: whether there is a departure is no secret to whoever reads the request.
        for request in self.sudo():
            request.can_write_letter = bool(
                request.kind in self._LETTER_KINDS
                and request.state in self._OPEN_STATES
                and request._get_letter_case()
            )

    @api.depends("state", "told_date")
    def _compute_is_untold(self):
        for request in self:
            request.is_untold = (
                request.state in ("answered", "refused") and not request.told_date
            )

    # Buttons

    def action_write_letter(self):
        """Open the letter of the departure, or begin it."""
        self.ensure_one()
        self.check_access("write")
        case = self._get_letter_case()
        if not case:
            raise UserError(
                self.env._(
                    "There is no departure of this person to write a letter for. Write "
                    "it elsewhere, and attach the file here."
                )
            )
        letters = case.letter_ids.filtered(lambda one: one.kind == self.kind)
        if letters:
            return letters.sorted("id")[-1:].action_open()
        return case.with_context(letter_kind=self.kind).action_prepare_letter()

    def action_attach_letter(self):
        """Put the paper of the issued letter to the files of the answer."""
        self.ensure_one()
        self.check_access("write")
        letters = self._get_letter_case().letter_ids.filtered(
            lambda one: one.kind == self.kind and one.attachment_id
        )
        if not letters:
            raise UserError(
                self.env._("Issue the letter first; then its paper is attached here.")
            )
        paper = letters.sorted("id")[-1:].attachment_id
        # As the system after the check above, as when the letter was issued: core keeps
        # the page of somebody who may not edit views as plain text.
        copy = paper.with_user(SUPERUSER_ID).copy(
            {"res_model": self._name, "res_id": self.id, "is_shared_with_leaver": False}
        )
        self.write({"answer_file_ids": [(4, copy.id)]})
        return True

    def action_tell_again(self):
        """Mail once more that there is an answer; links sent before are void."""
        self.check_access("write")
        if any(one.state not in ("answered", "refused") for one in self):
            raise UserError(self.env._("There is no answer yet to tell of."))
        if self - self._tell_person():
            raise UserError(
                self.env._(
                    "No mail was sent: the person has no address that can be used. "
                    "Correct the address, or tell the person in another way."
                )
            )
        return True

    def action_copy_data(self):
        """Open the form that makes a copy of what is known about the person."""
        self.ensure_one()
        self.check_access("write")
        if self.kind != "data":
            raise UserError(self.env._("The person has not asked for a copy."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Copy of Own Data"),
            "res_model": "hr.own.data.copy",
            "view_mode": "form",
            "context": {"default_alumni_id": self.alumni_id.id},
        }

    def action_erase(self):
        """Open the form that erases the person who asks for it."""
        self.ensure_one()
        self.check_access("write")
        if self.kind != "erasure":
            raise UserError(self.env._("The person has not asked to be erased."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_privacy_erase_action_alumni"
        )
        action["context"] = {
            "active_model": "hr.alumni",
            "active_ids": self.alumni_id.ids,
            "active_id": self.alumni_id.id,
        }
        return action

    def action_view_alumni(self):
        """Open the former colleague."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": self.alumni_id.id,
        }

    # Files

    def _adopt_files(self):
        """Files of an answer belong to the request, so that its readers read them.

        :raise AccessError: a file is somebody else's, or hangs on another record
        """
        for request in self:
            # Sudo: whose file it is must be known to refuse it.
            for file in request.sudo().answer_file_ids:
                if (file.res_model, file.res_id) == (self._name, request.id):
                    continue
                is_own = file.create_uid == self.env.user and not file.res_id
                if not is_own or file.res_model not in (False, self._name):
                    raise AccessError(
                        self.env._(
                            "Upload the file here; it belongs to something else."
                        )
                    )
                file.write({"res_model": self._name, "res_id": request.id})

    def _keep_sent_file(self, upload):
        """Keep the file that the person has sent along, in sudo.

        :param upload: `tools.uploads.Upload`
        """
        self.ensure_one()
        file = self.env["ir.attachment"].create(
            {
                "name": upload.name,
                "raw": upload.content,
                "mimetype": upload.mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.sent_file_ids = file

    def _get_page_files(self):
        """The files that the person may download, in sudo."""
        self.ensure_one()
        files = self.sent_file_ids
        if self.state in ("answered", "refused"):
            files |= self.answer_file_ids
        return files.filtered(
            lambda file: (
                file.type == "binary"
                and (file.res_model, file.res_id) == (self._name, self.id)
            )
        )

    # Letters

    def _get_letter_case(self):
        """The departure that a letter for this request belongs to, possibly empty."""
        self.ensure_one()
        cases = self.env["hr.offboarding"]
        if self.period_id.offboarding_id:
            return self.period_id.offboarding_id
        if not self.alumni_id.employee_ids:
            return cases
        return cases.search(
            [
                ("employee_id", "in", self.alumni_id.employee_ids.ids),
                ("company_id", "=", self.company_id.id),
                ("state", "in", cases._LETTER_STATES),
            ],
            order="departure_date desc, id desc",
            limit=1,
        )

    # Telling

    def _tell_person(self, is_extended=False):
        """Mail to the private address that there is an answer, or that it takes longer.

        It answers what the person has asked for, so no consent is needed; nobody is
        written to whose address does not work or must not be used.

        :return: those whose mail has been made
        """
        told = self.sudo().browse()  # Sudo: written by this step only.
        template = self.env.ref("hr_alumni.mail_template_alumni_request")
        template = template.with_user(SUPERUSER_ID)
        mails = template.env["mail.mail"]
        people = self.alumni_id._filter_contactable("request")
        # Sudo: whoever answers need not be able to read the address.
        for request in self.filtered(lambda one: one.alumni_id in people).sudo():
            mail_id = template.with_context(
                request_url=request._get_answer_url(), is_extended=is_extended
            ).send_mail(request.id, email_values=request._prepare_answer_mail())
            mails += mails.browse(mail_id)
            told += request
        told.told_date = not is_extended and fields.Datetime.now()
        mails.send_after_commit()
        return self & told

    def _prepare_answer_mail(self):
        """Hook: where the mail goes, and what it must not be tied to."""
        return {
            "email_to": self.alumni_id.email_normalized,
            "recipient_ids": [],
            "model": False,
            "res_id": False,
            "auto_delete": True,
        }

    def _get_answer_url(self):
        """Where the person finds the answer: on the own page, else behind a link."""
        self.ensure_one()
        if self.alumni_id._get_account() and self.alumni_id._has_own_page():
            return f"{self.get_base_url()}/my/alumni/requests/{self.id}"
        self.link_round += 1
        return self._get_signed_link("request")

    # Links

    def _get_link_path(self, purpose):
        return "/alumni/request"

    def _get_link_days(self, purpose):
        if purpose == "request_file":
            return self._FILE_HOURS / 24
        return super()._get_link_days(purpose)

    def _get_link_fingerprint(self, purpose):
        """Void once it was used, and with a new address."""
        self.ensure_one()
        # Sudo: address and round count, whatever the user may read of them.
        request = self.sudo()
        return f"{request.alumni_id.email_normalized}-{request.link_round}"

    def _use_link(self):
        """The link has been used: it opens nothing any more."""
        self.ensure_one()
        self.link_round += 1

    def _get_file_path(self, file_id):
        """Where a file can be fetched for an hour, once the link has been used."""
        self.ensure_one()
        url = self._get_signed_link("request_file", file_id)
        return f"{url.removeprefix(self.get_base_url())}/file/{file_id}"
