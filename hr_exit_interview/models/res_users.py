import os
import secrets

from passlib.hash import pbkdf2_sha512

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class ResUsers(models.Model):
    """Logins that are closed for good, and what stays closed when one is reopened."""

    _inherit = "res.users"

    def write(self, vals):
        """Give those who are let in again the login that they had before."""
        if not vals.get("active"):
            return super().write(vals)
        returning = self.filtered(lambda user: not user.active)
        result = super().write(vals)
        if "login" not in vals:
            returning._restore_logins()
        return result

    def action_resign(self):
        """Open the own resignation: it is about whoever clicks, whoever is shown."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_resign_action"
        )

    def _close_access(self):
        """Close these logins so that nothing from before ever works again.

        Keys, passkeys, second factors, sessions and devices are gone, the password is
        one that nobody knows, and of the groups only the kind of user is left. The
        login is renamed, which frees the address for a portal account.

        :raise UserError: one of the logins must not be closed
        """
        if not self:
            return
        self._check_may_close_access()
        # Without the flag everybody is told by mail that the password has changed.
        # Sudo: users are for system administrators; the caller has checked who asks.
        users = self.sudo().with_context(no_security_notification=True)
        env = users.env
        for model, field in users._get_key_fields():
            env[model].search([(field, "in", users.ids)]).unlink()
        devices = env["res.device"].search([("user_id", "in", users.ids)])
        if devices:
            devices._revoke()
        env["mail.followers"].search(
            [("partner_id", "in", users.partner_id.ids)]
        ).unlink()
        users._drop_second_factors()
        internal = users.filtered(lambda user: not user.share)
        internal.write({"group_ids": [Command.set(self._get_bare_groups().ids)]})
        for user in users:
            user.login = f"left-{user.id}-{secrets.token_hex(4)}"
        users.action_archive()
        users._forget_passwords()

    def _check_may_close_access(self):
        """Refuse to close logins without which the system could not be run.

        :raise UserError: says whose login, and what to do
        """
        system = self.browse(
            self.env.ref(name).id for name in ("base.user_root", "base.user_admin")
        )
        if blocked := self & system:
            # Sudo: the name goes into the message only.
            names = ", ".join(blocked.sudo().mapped("name"))
            raise UserError(
                self.env._(
                    "The login of %(users)s belongs to the system and stays open. Take "
                    "it off the employee record, or give the person another login.",
                    users=names,
                )
            )
        if self.env.user in self:
            raise UserError(
                self.env._(
                    "You cannot close your own login. Ask another HR officer to do it."
                )
            )
        # Sudo: who is an administrator is for administrators to see.
        group = self.env.ref("base.group_system").sudo()
        administrators = group.all_user_ids.filtered("active")
        if administrators & self and not administrators - self - system[:1]:
            raise UserError(
                self.env._(
                    "%(users)s is the last administrator. Make somebody else an "
                    "administrator first.",
                    users=", ".join((administrators & self).mapped("name")),
                )
            )

    def _leave_company(self, company, next_company):
        """Take one company from these users, who go on working for another."""
        # Sudo: users are for system administrators; the caller has checked who asks.
        for user in self.sudo():
            values = {
                "company_ids": [
                    Command.link(next_company.id),
                    Command.unlink(company.id),
                ]
            }
            if user.company_id == company:
                values["company_id"] = next_company.id
            user.write(values)

    def _join_company(self, company):
        """Let these users work for this company as well, and begin there."""
        # Sudo: users are for system administrators; the caller has checked who asks.
        self.sudo().write(
            {"company_ids": [Command.link(company.id)], "company_id": company.id}
        )

    def _drop_second_factors(self):
        """Forget codes and outside accounts that can stand in for the password."""
        if "totp_secret" in self._fields:
            self.filtered("totp_enabled").write({"totp_secret": False})
        if "oauth_access_token" in self._fields:
            self.write({"oauth_access_token": False, "oauth_uid": False})

    def _forget_passwords(self):
        """Give each user a password that nobody knows, in one query.

        What is stored has the form of a hash but is the hash of nothing: making real
        ones takes a third of a second each, on purpose.
        """
        self.flush_recordset()
        rows = [
            SQL(
                "(%s, %s)",
                user.id,
                pbkdf2_sha512(
                    rounds=600_000, salt=os.urandom(16), checksum=os.urandom(64)
                ).to_string(),
            )
            for user in self
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET password = new.password"
                " FROM (VALUES %s) AS new (id, password) WHERE res_users.id = new.id",
                SQL(", ").join(rows),
            )
        )
        self.invalidate_recordset(["password"])
        # Tokens of sessions are kept in memory.
        self.env.registry.clear_cache()

    def _restore_logins(self):
        """Name those who are back as before, unless the name is taken by now."""
        # Sudo: whoever may reopen a login need not be able to read departures.
        cases = self.env["hr.offboarding"].sudo()
        for case in cases.search(
            [("access_user_id", "in", self.ids), ("access_login", "!=", False)]
        ):
            user, login = case.access_user_id, case.access_login
            case.access_login = False
            taken = self.sudo().with_context(active_test=False)
            if not taken.search_count([("login", "=", login)], limit=1):
                user.with_context(no_security_notification=True).login = login

    def _notify_security_setting_update(self, *args, **kwargs):
        if self.env.context.get("no_security_notification") and self.env.su:
            return self.env["mail.mail"]
        return super()._notify_security_setting_update(*args, **kwargs)

    def _get_bare_groups(self):
        """Hook: groups that a closed login of an employee keeps."""
        return self.env.ref("base.group_user")

    def _get_key_fields(self):
        """Hook: models of keys and trusted devices, with the field of their user."""
        fields = [
            ("res.users.apikeys", "user_id"),
            ("auth_totp.device", "user_id"),
            ("auth.passkey.key", "create_uid"),
        ]
        return [(model, field) for model, field in fields if model in self.env]

    def action_archive(self):
        """Pass the activities of leavers on: core deletes them with the login."""
        self._pass_on_activities()
        return super().action_archive()

    def _pass_on_activities(self):
        """Give open activities of employees to the successor, else to the manager."""
        # Sudo: whoever archives a user need not see activities and departures.
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True)
            .search(
                [
                    ("user_id", "in", self.ids),
                    ("res_model", "not ilike", "hr.offboarding%"),
                ]
            )
        )
        # Sudo: as above.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        people = employees.search([("user_id", "in", activities.user_id.ids)])
        people = people.grouped("user_id")
        for user, own in activities.grouped("user_id").items():
            heir = people.get(user, employees)._get_heir_of_activities()
            if heir and heir not in self:
                own.user_id = heir
