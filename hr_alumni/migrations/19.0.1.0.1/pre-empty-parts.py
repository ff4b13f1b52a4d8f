"""Parts of the form of a former colleague have moved to other files.

While the form is updated, parts of before still hang on what is not in it any more.
They are emptied, and written anew by the update that follows.
"""

from odoo.tools import SQL


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        SQL(
            """
            UPDATE ir_ui_view
               SET arch_db = '{"en_US": "<data/>"}'
             WHERE model = 'hr.alumni'
               AND inherit_id IS NOT NULL
               AND id IN (
                   SELECT res_id
                     FROM ir_model_data
                    WHERE module = 'hr_alumni' AND model = 'ir.ui.view'
               )
            """
        )
    )
