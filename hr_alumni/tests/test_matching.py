import doctest

from odoo.tests import BaseCase

from ..tools import matching
from ..tools.matching import (
    CERTAIN,
    NONE,
    POSSIBLE,
    Candidate,
    Enquiry,
    Index,
    normalise_email,
    normalise_phone,
)

MEI = Candidate(1, 10, 101, "mei@example.com", "551234567", "Mei Tanaka")
KENJI = Candidate(2, 10, 102, "home@example.com", "559999999", "Kenji Mori")
AIKO = Candidate(3, 10, 103, "home@example.com", "558888888", "Aiko Mori")
FAR = Candidate(4, 20, 104, "mei@example.com", "551234567", "Mei Tanaka")


class TestMatching(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(matching)
        self.assertEqual((result.failed, bool(result.attempted)), (0, True))

    def test_choice(self):
        index = Index([MEI, KENJI, AIKO, FAR])
        table = {
            "own contact": (Enquiry(10, partner_id=101), CERTAIN, [1]),
            "contact before address": (
                Enquiry(10, partner_id=101, email="home@example.com"),
                CERTAIN,
                [1],
            ),
            "address": (Enquiry(10, email=" MEI@Example.com "), CERTAIN, [1]),
            "address of another company": (
                Enquiry(20, email="mei@example.com"),
                CERTAIN,
                [4],
            ),
            "company without alumni": (Enquiry(30, email="mei@example.com"), NONE, []),
            "address and fitting name": (
                Enquiry(10, email="mei@example.com", name="TANAKA, Mei"),
                CERTAIN,
                [1],
            ),
            "address and another name": (
                Enquiry(10, email="mei@example.com", name="Kenji Mori"),
                POSSIBLE,
                [1],
            ),
            "address and somebody else's phone": (
                Enquiry(10, email="mei@example.com", phone="055 999 9999"),
                POSSIBLE,
                [1, 2],
            ),
            "shared address": (Enquiry(10, email="home@example.com"), POSSIBLE, [2, 3]),
            "shared address, phone tells": (
                Enquiry(10, email="home@example.com", phone="+1 (55) 8888-888"),
                CERTAIN,
                [3],
            ),
            "phone alone": (Enquiry(10, phone="0551234567"), POSSIBLE, [1]),
            "name alone": (Enquiry(10, name="Mei Tanaka"), NONE, []),
            "nothing": (Enquiry(10), NONE, []),
        }
        for case, (enquiry, certainty, ids) in table.items():
            with self.subTest(case):
                match = index.choose(enquiry)
                self.assertEqual((match.certainty, match.ids), (certainty, ids))

    def test_somebody_without_address_is_not_found_by_emptiness(self):
        nobody = Candidate(5, 10, 105, False, False, "No Address")
        match = Index([nobody]).choose(Enquiry(10, email="", phone="12"))
        self.assertEqual(match.certainty, NONE)

    def test_normalise_email(self):
        table = {
            "Mei <MEI@Example.com>": "mei@example.com",
            " mei@example.com ": "mei@example.com",
            "mei@example.com, aiko@example.com": False,
            "mei": False,
            "": False,
            None: False,
            b"mei@example.com": False,
            "mei\x00@example.com": False,
            "mei\ud800@example.com": False,
        }
        for value, expected in table.items():
            with self.subTest(value):
                self.assertEqual(normalise_email(value), expected)

    def test_normalise_phone(self):
        table = {
            "+49 (170) 123-4567": "701234567",
            "0170/1234567": "701234567",
            "００４９１７０１２３４５６７": "701234567",
            "12345": False,
            "call me": False,
            "": False,
            None: False,
        }
        for value, expected in table.items():
            with self.subTest(value):
                self.assertEqual(normalise_phone(value), expected)
