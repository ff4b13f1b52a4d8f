from odoo.tools import SQL


def post_init_hook(env):
    """The ledger may be older than this addon."""
    env["hr.employment.period"]._note_segment_facts()


def uninstall_hook(env):
    """Remove the ledger first: its rows hold on to purposes and people.

    Contacts, employees and leads stay whole; what people agreed to goes with the addon.
    """
    env.cr.execute(SQL("DELETE FROM hr_privacy_consent"))
    env["hr.privacy.consent"].invalidate_model()
