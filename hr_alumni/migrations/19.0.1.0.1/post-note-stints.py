"""Segments ask who led people, and where: note it on the stints that are there."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["hr.employment.period"]._note_segment_facts()
