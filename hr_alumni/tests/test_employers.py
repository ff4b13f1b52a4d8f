from odoo.tests import BaseCase

from ..tools.employers import decides, domain_of, founds, plain_name, plain_vat


class TestEmployers(BaseCase):
    def test_names_are_compared_without_legal_form(self):
        for one, other in (
            ("Northwind Ceramics GmbH", "northwind ceramics"),
            ("Café Léger S.A.", "Cafe Leger"),
            ("Acme, Inc.", "ACME"),
            ("Foo B.V.", "foo"),
        ):
            with self.subTest(one):
                self.assertEqual(plain_name(one), plain_name(other))
        self.assertNotEqual(plain_name("Northwind"), plain_name("Northwind Foods"))
        self.assertEqual(plain_name("SE"), "se", "A legal form alone is a name.")
        self.assertEqual(plain_name(False), "")

    def test_hosts_say_who_it_is_unless_everybody_is_there(self):
        for website, expected in (
            ("https://www.northwind.example.com/about", "northwind.example.com"),
            ("northwind.example.com", "northwind.example.com"),
            ("https://linkedin.com/in/ada", ""),
            ("no host", ""),
            (False, ""),
        ):
            with self.subTest(website):
                self.assertEqual(domain_of(website), expected)

    def test_vat_numbers_are_compared_without_punctuation(self):
        self.assertEqual(plain_vat("be 0477.472.701"), "BE0477472701")
        self.assertEqual(plain_vat(None), "")

    def test_who_decides_by_title(self):
        for title, expected in (
            ("Head of Purchasing", True),
            ("CEO", True),
            ("Founder & Owner", True),
            ("Assistant to the Head of Sales", False),
            ("Chemist", False),
            ("Overhead planner", False),
            ("Product Owner", False),
            (False, False),
        ):
            with self.subTest(title):
                self.assertIs(decides(title), expected)

    def test_who_founds_by_title(self):
        for title, expected in (
            ("Founder & Owner", True),
            ("Co-Founder and CTO", True),
            ("cofounder", True),
            ("Founding Partner", True),
            ("联合创始人", True),
            ("Founder's Associate", False),
            ("Assistant to the Founders", False),
            ("Foundry manager", False),
            ("Owner", False),
            (False, False),
        ):
            with self.subTest(title):
                self.assertIs(founds(title), expected)
