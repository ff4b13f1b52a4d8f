from odoo import api, fields, models
from odoo.tools import SQL, escape_psql


class HrAlumniImportLine(models.Model):
    """A row that an import has refused, with the reason of each cell, or has noted.

    The cells are kept as they came, so that they can be corrected in a spreadsheet and
    imported again. They are about people who are in the network or not, so they go
    with the import after some days, and with a person who is erased at once.
    """

    _name = "hr.alumni.import.line"
    _description = "Row of an Import"
    _order = "row, id"
    _rec_name = "row"

    import_id = fields.Many2one(
        "hr.alumni.import", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="import_id.company_id",
        store=True,
        index=True,
        precompute=True,
        groups="hr.group_hr_manager,hr_alumni.group_manager",
    )
    row = fields.Integer(string="Row in the File", readonly=True)
    kind = fields.Selection(
        [("refused", "Refused"), ("noted", "Worth a Look")],
        required=True,
        readonly=True,
    )
    name = fields.Char(readonly=True)
    message = fields.Text(string="What to Do", readonly=True)
    cells = fields.Json(readonly=True)
    reasons = fields.Json(readonly=True)

    @api.model
    def _forget(self, people):
        """Delete the rows that name one of these people, in every import.

        :param people: `hr.alumni` in sudo, before they are erased
        """
        texts = {
            text
            for one in people
            for text in (
                one.private_email,
                one.email_normalized,
                one.employee_number,
                one.partner_id.name,
            )
            if text and len(text) > 2
        }
        if not texts:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "DELETE FROM hr_alumni_import_line WHERE company_id IN %s AND"
                " CONCAT_WS(' ', name, message, cells, reasons) ILIKE ANY (%s)",
                people.company_id._ids or (0,),
                [f"%{escape_psql(text)}%" for text in sorted(texts)],
            )
        )
        self.invalidate_model()
