"""Waiting for each other: what must happen once happens once."""

from odoo.tools import SQL


def wait_for_lock(records):
    """Wait for whoever works on these records right now, then keep others waiting.

    A transaction that had to wait for a change is started again by the server and then
    sees that change, so whatever is checked after this call holds.
    """
    if records:
        records.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
