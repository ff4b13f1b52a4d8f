"""Programs that run with Odoo's Python, where more than the standard library is."""
