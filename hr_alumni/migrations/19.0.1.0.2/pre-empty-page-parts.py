"""The first page of former colleagues has a new order, and other places for its parts.

While the page is updated, parts of before still hang on what is not in it any more.
They are emptied, and written anew by the update that follows.
"""

from odoo.tools import SQL


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        SQL(
            """
            UPDATE ir_ui_view part
               SET arch_db = '{"en_US": "<data/>"}'
              FROM ir_ui_view page, ir_model_data name
             WHERE part.inherit_id = page.id
               AND page.key = 'hr_alumni.portal_my_alumni'
               AND name.model = 'ir.ui.view'
               AND name.res_id = part.id
               AND name.module IN ('hr_alumni', 'hr_rehire')
            """
        )
    )
