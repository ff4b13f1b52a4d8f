from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _next_range_by_code(self, code, count, company, day):
        """Take the next `count` numbers of the sequence with this code.

        :param company: `res.company`; its own sequence goes before the common one
        :param day: the date in whose range the numbers lie, where there are ranges
        :return: list of texts, formatted as by `next_by_code`
        :raise UserError: there is no sequence with this code
        """
        sequence = self.search(
            [("code", "=", code), ("company_id", "in", (company.id, False))],
            order="company_id",
            limit=1,
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "There is no sequence for these numbers. Create one with the code "
                    "“%(code)s” in Settings, Technical, Sequences.",
                    code=code,
                )
            )
        return sequence._next_range(count, day)

    def _next_range(self, count, day=None):
        """Take the next `count` numbers of this sequence.

        :param day: the date in whose range the numbers lie; by default today
        :return: list of texts, formatted as by `next_by_id`
        """
        self.ensure_one()
        if self.implementation != "standard":
            return [self.next_by_id(sequence_date=day) for _number in range(count)]
        if not self.use_date_range:
            return self._draw(f"ir_sequence_{self.id:03d}", count)
        day = day or fields.Date.today()
        date_range = self._find_range(day)
        if not date_range:
            # Core makes the range of the year with its first number.
            first = self.next_by_id(sequence_date=day)
            if count == 1:
                return [first]
            return [first, *self._next_range(count - 1, day)]
        in_range = self.with_context(ir_sequence_date_range=date_range.date_from)
        return in_range._draw(f"ir_sequence_{self.id:03d}_{date_range.id:03d}", count)

    def _find_range(self, day):
        return self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id", "=", self.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ],
            limit=1,
        )

    def _draw(self, name, count):
        """Take `count` numbers of this PostgreSQL sequence in one query."""
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        return [self.get_next_char(number) for [number] in rows]
