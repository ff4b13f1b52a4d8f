from odoo.tests import TransactionCase, tagged

from odoo.addons.hr_exit_interview.tests.promises import PromisesMixin


@tagged("post_install", "-at_install")
class TestPromises(PromisesMixin, TransactionCase):
    """The promises of the three addons, kept while all of them are installed."""

    promised_modules = ("hr_exit_interview", "hr_alumni", "hr_rehire")
