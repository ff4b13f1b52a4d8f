from odoo.tests import BaseCase

from ..tools.answers import clean_text, get_token_digest


class TestAnswers(BaseCase):
    def test_clean_text(self):
        for given, expected in (
            ("Plain text, as it is.", "Plain text, as it is."),
            ("  spaces around\n", "spaces around"),
            ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
            ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
            ("half \ud83d of a pair", "half  of a pair"),
            ("whole 😀 pair", "whole 😀 pair"),
            ("abc\u202edcba\u202c", "abcdcba"),
            ("\u2066isolate\u2069", "isolate"),
            # Joiners are part of the spelling in Persian and in many emoji.
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("=1+1", "1+1"),
            (" +-@=SUM(A1)", "SUM(A1)"),
            ("\t=cmd", "cmd"),
            ("\n-\n= x", "x"),
            ("5 - 3 = 2", "5 - 3 = 2"),
            ("\x00=1", "1"),
            ("===", ""),
            ("", ""),
        ):
            with self.subTest(given):
                self.assertEqual(clean_text(given), expected)

    def test_cleaning_twice_changes_nothing(self):
        for text in ("= \x00=1", "\u202e=a", "-\n-a", " @ \t b \r\n c"):
            with self.subTest(text):
                self.assertEqual(clean_text(clean_text(text)), clean_text(text))

    def test_token_digest_tells_tokens_apart_and_takes_anything(self):
        self.assertEqual(get_token_digest("a"), get_token_digest("a"))
        self.assertNotEqual(get_token_digest("a"), get_token_digest("b"))
        self.assertNotIn("secret", get_token_digest("secret"))
        self.assertTrue(get_token_digest("\ud800\x00" + "x" * 100_000))
