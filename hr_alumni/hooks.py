from odoo.tools import SQL


def uninstall_hook(env):
    """Remove the ledger first: its rows hold on to purposes and people.

    Contacts, employees and leads stay whole; what people agreed to goes with the addon.
    """
    env.cr.execute(SQL("DELETE FROM hr_privacy_consent"))
    env["hr.privacy.consent"].invalidate_model()
