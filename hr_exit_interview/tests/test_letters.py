"""Placeholders, gaps and file names of letters, as tables of cases."""

from markupsafe import Markup

from odoo.tests import BaseCase

from ..tools.letters import fill, find_gaps, find_unknown, get_file_name


class TestLetters(BaseCase):
    def test_placeholders_are_replaced_and_nothing_else(self):
        values = {"name": "Ann <b>& Co", "table": Markup("<table></table>")}
        for text, expected in [
            ("", ""),
            (None, ""),
            ("<p>{name}</p>", "<p>Ann &lt;b&gt;&amp; Co</p>"),
            ("{name}{name}", "Ann &lt;b&gt;&amp; CoAnn &lt;b&gt;&amp; Co"),
            ("{unknown} {Name} { name }", "{unknown} {Name} { name }"),
            ("{{ object.name }}", "{{ object.name }}"),
            ("%(name)s ${name}", "%(name)s $Ann &lt;b&gt;&amp; Co"),
            ("{name.__class__}{name!r}", "{name.__class__}{name!r}"),
            ("<p>{table}</p>", "<table></table>"),
            ('<div class="x">\n {table} <br></div>', "<table></table>"),
            ("<p>See {table}</p>", "<p>See <table></table></p>"),
            ("<p>{table}</div>", "<p><table></table></div>"),
        ]:
            with self.subTest(text):
                self.assertEqual(fill(text, values), expected)

    def test_a_value_is_not_searched_for_placeholders(self):
        self.assertEqual(fill("{a}", {"a": "{b}", "b": "secret"}), "{b}")
        self.assertEqual(fill(r"{a}", {"a": r"\1 \g<0>"}), r"\1 \g&lt;0&gt;")

    def test_unknown_placeholders_are_told_once(self):
        self.assertEqual(find_unknown("{b} {a} {c} {b}", {"a"}), ["b", "c"])
        self.assertEqual(find_unknown("{a}", {"a"}), [])
        self.assertEqual(find_unknown(None, {"a"}), [])

    def test_gaps_are_found_in_the_text_and_not_in_its_markup(self):
        for text, expected in [
            (
                "<p>[job position] and [tasks, results]</p>",
                ["job position", "tasks, results"],
            ),
            ('<p class="[x]">done</p>', []),
            ("<p>[left</p><p>open]</p>", ["left open"]),
            ("<p>[<b>bold</b>\n words]</p>", ["bold words"]),
            ("<p>[] [ ] a[ b</p>", []),
            (False, []),
        ]:
            with self.subTest(text):
                self.assertEqual(find_gaps(text), expected)

    def test_file_names_are_safe(self):
        for title, expected in [
            ("Certificate of Service", "OFF-2026-0007 Certificate of Service.pdf"),
            ("../../etc/passwd", "OFF-2026-0007 ..-..-etc-passwd.pdf"),
            ('a"b\r\nX: y<c>', "OFF-2026-0007 a-b-X- y-c.pdf"),
            ("在职证明", "OFF-2026-0007 在职证明.pdf"),
            ("...", "OFF-2026-0007.pdf"),
        ]:
            with self.subTest(title):
                self.assertEqual(get_file_name("OFF/2026/0007", title, "pdf"), expected)
        self.assertEqual(get_file_name("", "///", "html"), "letter.html")
        self.assertLess(len(get_file_name("OFF/1", "x" * 500, "pdf")), 90)
