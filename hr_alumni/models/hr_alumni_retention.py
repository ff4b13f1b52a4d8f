from odoo import api, fields, models
from odoo.tools import SQL


class HrAlumniRetention(models.Model):
    """Erasing a former colleague: on request, or with what else is known of a leaver.

    There is no date: the record lives by consent. What is left has no name, no address
    and no employee; the answers to questions of consent hang on it, as evidence of
    nobody. The contact is a contact like others, and core's privacy lookup shows it.
    """

    _name = "hr.alumni"
    _inherit = ["hr.alumni", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 40
    _RETENTION_KEEP = frozenset({"company_id"})

    # Not there any more once it is erased; the check below wants it before.
    partner_id = fields.Many2one(required=False)

    _partner_until_erased = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR erased_date IS NOT NULL)",
        "A former colleague needs a contact.",
    )

    @api.model
    def _get_privacy_domain(self, employees):
        return [("employee_ids", "in", employees.ids), ("erased_date", "=", False)]

    def _retention_strip(self, touched):
        # The names of the accounts are private addresses.
        accounts = self.env["res.users"].union(
            *(alumni._get_account(with_closed=True) for alumni in self)
        )
        addresses = {*self.mapped("private_email"), *self.mapped("email_normalized")}
        names = [
            name for name in self.partner_id.mapped("name") if len(name.split()) > 1
        ]
        # Whoever is forgotten must not be found and asked again.
        self.env["hr.privacy.suppression"]._suppress(self, "erased")
        self._do_close_account()
        self.env.flush_all()
        # The mails with which an account was opened belong to the account.
        touched[accounts._name].update(accounts.ids)
        result = super()._retention_strip(touched)
        if accounts:
            self.env.execute_query(
                SQL(
                    """
                    UPDATE res_users SET login = 'erased-' || id
                     WHERE id IN %s RETURNING id
                    """,
                    accounts._ids,
                )
            )
        addresses.discard(False)
        self._erase_mails(self.env["mail.mail"], addresses, {*names, *addresses})
        return result

    def _prepare_erased_values(self):
        # Nobody is asked, invited or written to any more.
        return {**super()._prepare_erased_values(), "state": "left"}
