import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.auth_signup.models.res_partner import SignupError

_logger = logging.getLogger(__name__)


class HrAlumniAccountMixin(models.AbstractModel):
    """The portal account of a former colleague, opened and closed with core's means.

    Until the account exists the contact has no address, because every employee reads
    contacts. A user from the time of employment is another user on another contact and
    is never touched here.
    """

    _name = "hr.alumni.account.mixin"
    _description = "Portal Account of Former Colleagues"

    account_state = fields.Selection(
        [
            ("none", "No account"),
            ("missing", "Could not be opened"),
            ("ended", "Access has ended"),
            ("invited", "Invited"),
            ("used", "In use"),
        ],
        string="Portal Account",
        compute="_compute_account_state",
    )

    @api.depends(
        "state",
        "consent_ids",
        "access_end_date",
        "partner_id.user_ids.active",
        "partner_id.user_ids.login_date",
    )
    def _compute_account_state(self):
        agreed = self._filter_consenting("member")
        for alumni in self:
            user = alumni._get_account()
            if user:
                alumni.account_state = "used" if user.login_date else "invited"
            elif alumni in agreed:
                is_over = alumni._is_access_over()
                alumni.account_state = "ended" if is_over else "missing"
            else:
                alumni.account_state = "none"

    def action_open_account(self):
        """Try again to open the portal accounts that people agreed to."""
        self.check_access("write")
        agreed = self.filtered(lambda alumni: alumni.account_state == "missing")
        agreed._do_open_account()._check_all_opened()
        return True

    def _check_all_opened(self):
        """Refuse, naming these people, whose account could not be opened."""
        if self:
            raise UserError(
                self.env._(
                    "No account could be opened for %(names)s, because the address "
                    "signs in somebody else already. Ask for another private e-mail "
                    "address, enter it here and try again.",
                    names=", ".join(self.mapped("display_name")),
                )
            )

    def _is_access_over(self):
        """Hook: whether the time for which this person may sign in is over."""
        return False

    def _get_account(self, with_closed=False):
        """The portal user of this person, in sudo; possibly empty."""
        self.ensure_one()
        # Sudo: users are for administrators, having an account is not.
        users = (
            self.sudo().with_context(active_test=not with_closed).partner_id.user_ids
        )
        return users.filtered("share")[:1]

    def _do_open_account(self):
        """Open the account of each person, and mail core's invitation to it.

        Nothing is opened without the consent to it, when the time for it is over, nor
        when the address signs in somebody else already.

        :return: those whose account could not be opened
        """
        allowed = self._filter_contactable("member")
        # Whoever has an account has it, also during a pause.
        without = (self - allowed).filtered(lambda one: not one._get_account())
        for alumni in allowed:
            if alumni._get_account():
                continue
            if (
                alumni._is_access_over()
                or alumni._is_address_taken()
                or not alumni._try_open_account()
            ):
                without += alumni
        return without

    def _is_address_taken(self):
        """Whether the private address signs in somebody else, or is missing."""
        self.ensure_one()
        # Sudo: logins, of archived users as well, are for administrators.
        alumni = self.sudo().with_context(active_test=False)
        email = alumni.email_normalized
        users = alumni.env["res.users"].search([("login", "=", email)])
        return not email or bool(users - alumni._get_account(with_closed=True))

    def _try_open_account(self):
        self.ensure_one()
        # As the system: the account is not made by whoever clicked or by the public.
        alumni = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        email = alumni.email_normalized
        try:
            with self.env.cr.savepoint():
                alumni.partner_id.email = email
                user = alumni._reopen_or_create_user(email)
                user.partner_id.signup_prepare()
        except (SignupError, ValueError) as error:
            # The consent stands; the office sees that the account is missing.
            _logger.warning("No portal account for %s: %s", alumni, error)
            return False
        alumni._send_account_mail(user)
        return True

    def _reopen_or_create_user(self, email):
        user = self._get_account(with_closed=True)
        if user:
            user.write(
                {
                    "active": True,
                    "login": email,
                    "group_ids": [
                        Command.link(self.env.ref("base.group_portal").id),
                        Command.unlink(self.env.ref("base.group_public").id),
                    ],
                }
            )
            return user
        return self.env["res.users"]._create_user_from_template(
            self._prepare_user_values(email)
        )

    def _prepare_user_values(self, email):
        """Hook: values of the portal user."""
        return {
            "login": email,
            "email": email,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "company_ids": [Command.set(self.company_id.ids)],
        }

    def _send_account_mail(self, user):
        """Mail core's invitation to the portal, once the account is safely stored."""
        template = self.env.ref(
            "auth_signup.portal_set_password_email", raise_if_not_found=False
        )
        if not template:
            return
        mail_id = template.with_context(
            lang=user.lang, dbname=self.env.cr.dbname, medium="portalinvite"
        ).send_mail(user.id)
        self.env["mail.mail"].browse(mail_id).send_after_commit()

    def _do_close_account(self):
        """Close the accounts, and take the address off the contacts again."""
        users = self.env["res.users"].union(
            *(alumni._get_account(with_closed=True) for alumni in self)
        )
        if not users:
            return
        # As the system: nobody may switch off the user that is signed in.
        users = users.with_user(SUPERUSER_ID)
        users.filtered("active").write(
            {
                "active": False,
                "group_ids": [
                    Command.unlink(self.env.ref("base.group_portal").id),
                    Command.link(self.env.ref("base.group_public").id),
                ],
            }
        )
        users.partner_id.write({"email": False, "signup_type": False})
