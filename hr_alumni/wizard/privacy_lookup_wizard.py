from odoo import models, tools
from odoo.tools import SQL


class PrivacyLookupWizard(models.TransientModel):
    _inherit = "privacy.lookup.wizard"

    # Private addresses, which core does not look into: model to stored columns.
    _PRIVATE_ADDRESSES = {
        "hr.employee": ("private_email",),
        "hr.offboarding": ("verified_email",),
    }

    def _get_query(self):
        """Find people by their private address too, when it is exactly this one."""
        query = super()._get_query()
        address = tools.email_normalize(self.email.strip())
        for model, names in self._PRIVATE_ADDRESSES.items():
            Model = self.env[model]
            # Sudo: ids of models are for administrators, as what core looks up.
            model_id = self.env["ir.model"].sudo()._get_id(model)
            has_active = "active" in Model._fields
            query = SQL(
                """
                %s
                UNION
                SELECT %s AS res_model_id, id AS res_id, %s AS is_active
                  FROM %s WHERE %s
                """,
                query,
                model_id,
                SQL.identifier("active") if has_active else True,
                SQL.identifier(Model._table),
                SQL(" OR ").join(
                    SQL("lower(trim(%s)) = %s", SQL.identifier(name), address)
                    for name in names
                ),
            )
        return query
