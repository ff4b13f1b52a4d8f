from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "security")
class TestMailingMailing(TransactionCase):
    def test_mailings_open_no_return(self):
        for name, model in self.env.registry.items():
            if model._original_module != "hr_rehire" or model._abstract:
                continue
            with self.subTest(name), self.assertRaises(ValidationError):
                self.env["mailing.mailing"].create(
                    {
                        "subject": "Come back",
                        "mailing_model_id": self.env["ir.model"]._get_id(name),
                    }
                )
