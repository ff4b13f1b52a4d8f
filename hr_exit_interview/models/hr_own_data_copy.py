from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.form_input import normalise_email
from ..tools.retention import add_months

PURPOSE = "own_data"  # What the signed link is for.


class HrOwnDataCopy(models.Model):
    """Somebody wants to know what is known about them: asked for, and given in time.

    The answer is due within a month (Art. 12(3) GDPR). HR hands the file over, or
    mails a link to the private address, by which the person fetches it once. The file
    is written when it is fetched, and kept nowhere.
    """

    _name = "hr.own.data.copy"
    _description = "Copy of Own Data"
    _inherit = ["hr.own.data.mixin", "hr.signed.link.mixin", "hr.state.mixin"]
    _order = "id desc"

    _TRANSITIONS = {  # target: where one may come from
        "sent": {"asked", "sent", "done"},
        "done": {"asked", "sent", "done"},
    }
    # Written by the steps only: they are the proof, and say what is told.
    _STEP_FIELDS = frozenset(
        {"user_id", "way", "sent_date", "done_date", "round", "company_id"}
    )
    # Whose data it is does not change once it is noted.
    _PERSON_FIELDS = frozenset({"employee_id"})
    _LINK_DAYS = 7
    # How long it is kept as proof that the answer was given in time.
    _PROOF_MONTHS = 36

    employee_id = fields.Many2one(
        "hr.employee",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        context={"active_test": False},
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        index=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Made by",
        default=lambda self: self.env.user,
        readonly=True,
        ondelete="set null",
    )
    asked_date = fields.Date(
        string="Asked for on", required=True, default=fields.Date.context_today
    )
    deadline = fields.Date(
        string="Due",
        compute="_compute_deadline",
        store=True,
        help="A month after it was asked for: Art. 12(3) GDPR.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    state = fields.Selection(
        [("asked", "Asked for"), ("sent", "Link Sent"), ("done", "Given")],
        required=True,
        readonly=True,
        default="asked",
        copy=False,
        index=True,
    )
    way = fields.Selection(
        [("office", "Handed over"), ("link", "By link")],
        string="Given",
        readonly=True,
        copy=False,
    )
    sent_date = fields.Datetime(string="Link Sent on", readonly=True, copy=False)
    done_date = fields.Datetime(string="Given on", readonly=True, copy=False)
    round = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)

    @api.depends("employee_id")
    def _compute_company_id(self):
        for copy in self:
            copy.company_id = copy._get_own_company()

    @api.depends("asked_date")
    def _compute_deadline(self):
        for copy in self:
            copy.deadline = copy.asked_date and add_months(copy.asked_date, 1)

    @api.depends("state", "deadline")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for copy in self:
            copy.is_late = (
                copy.state != "done" and copy.deadline and copy.deadline < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("state", "!=", "done") & Domain("deadline", "<", today)

    @api.depends("asked_date", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for copy in self:
            copy.display_name = self.env._("Copy of %s", copy.asked_date)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_given({name for vals in vals_list for name in vals})
        copies = super().create(vals_list)
        # Sudo: the pages of the person make one, too.
        if not self.env.su:
            copies._check_can_give()
        return copies

    def write(self, vals):
        if not self.env.su:
            self._check_given(vals.keys() - {"state"}, self._PERSON_FIELDS)
        return super().write(vals)

    # Buttons

    def action_download(self):
        """Hand the file over: write it and download it."""
        self.ensure_one()
        self._check_can_give()
        return {
            "type": "ir.actions.act_url",
            "url": f"/hr_exit_interview/own-data/{self.id}",
            "target": "self",
        }

    def action_send_link(self):
        """Mail the link to the private address; links sent before are void.

        :raise UserError: there is no address, or nothing may be sent to it
        """
        self.ensure_one()
        self._check_can_give()
        if refusal := self._get_link_refusal():
            raise UserError(refusal)
        self._do_send_link()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The link was sent to the private address. It works once, within "
                    "%s days.",
                    self._LINK_DAYS,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # Steps

    def _do_send_link(self):
        # Sudo: nobody reads the round of a link.
        copy = self.sudo()
        copy.write({"round": copy.round + 1, "user_id": self.env.uid})
        self._move_to("sent")
        template = self.env.ref("hr_exit_interview.mail_template_own_data").sudo()
        rendered = template._generate_template(copy.ids, ("subject", "body_html"))
        # As the system: core lets the sender read a mail, and this one holds the link.
        mail = (
            self.env["mail.mail"]
            .with_user(SUPERUSER_ID)
            .create(
                {
                    **rendered[copy.id],
                    "auto_delete": True,
                    "email_from": copy.company_id.email_formatted
                    or self.env.user.email_formatted,
                    "reply_to": self.env.user.email_formatted,
                    "email_to": copy._get_own_address(),
                    "model": False,
                    "res_id": False,
                }
            )
        )
        mail.send_after_commit()

    def _do_give(self, way):
        """Write the file, and note that it was given.

        :param way: a value of `way`
        :return: open file; whoever asks closes it
        """
        self.ensure_one()
        # Sudo: by link there is no user, and the way is written by this step only.
        self.sudo().way = way
        self.sudo()._move_to("done")
        return self._make_own_file()

    def _prepare_move_values(self, state):
        name = "sent_date" if state == "sent" else "done_date"
        return {**super()._prepare_move_values(state), name: fields.Datetime.now()}

    # Decisions

    @api.model
    def _check_given(self, names, more=frozenset()):
        if names & (self._STEP_FIELDS | more):
            raise UserError(self._get_use_buttons_message())

    def _check_can_give(self):
        if not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(
                self.env._("Only HR administrators give copies of personal data.")
            )
        self.check_access("write")
        self.employee_id.check_access("read")

    def _get_own_company(self):
        """Hook: the company that answers."""
        # Sudo: the page of the person makes a copy, too.
        return self.employee_id.sudo().company_id or self.env.company

    def _get_own_address(self):
        """Hook: the private address that the link is mailed to, or False."""
        # Sudo: private addresses are for HR.
        return normalise_email(self.employee_id.sudo().private_email)

    def _get_link_refusal(self):
        """Hook: sentence that says why no link is sent, or False."""
        if not self._get_own_address():
            return self.env._(
                "There is no valid private e-mail address. Enter it on the employee "
                "form, or download the copy and hand it over."
            )
        # Sudo: whether somebody may be written to, whatever the user may read of it.
        cases = self.employee_id.sudo().offboarding_ids.filtered(
            lambda case: case.state != "cancelled"
        )
        if any(not case._may_be_asked(PURPOSE) for case in cases):
            return self.env._(
                "Nothing is sent to people who leave like this, or who do not wish it. "
                "Download the copy and hand it over."
            )
        return False

    def _get_link_path(self, purpose):
        return "/own-data"

    def _get_link_fingerprint(self, purpose):
        copy = self.sudo()  # A link is checked for whoever holds it.
        # Fetching it, a new link and a new address make it void.
        return "|".join(map(str, (copy.state, copy.round, copy._get_own_address())))

    def _get_own_link(self):
        """Personal link, for the mail to the person and for nothing else."""
        return self._get_signed_link(PURPOSE)

    def _get_own_link_last_day(self):
        """Last day on which a link made now works."""
        return fields.Date.today() + timedelta(days=self._LINK_DAYS)

    def _get_own_person_name(self):
        """Hook: the name with which the person is greeted."""
        # Sudo: asked for whoever holds a link.
        return self.employee_id.sudo().name

    @api.autovacuum
    def _gc_old_proof(self):
        last_day = fields.Date.today() - relativedelta(months=self._PROOF_MONTHS)
        self.search(
            [("asked_date", "<", last_day), ("state", "=", "done")], limit=1000
        ).unlink()
