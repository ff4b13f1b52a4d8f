import doctest
import io
import unittest

from ..tools import uploads
from ..tools.uploads import BAD_TYPE, EMPTY, MAX_BYTES, TOO_LARGE, read_upload

PDF = b"%PDF-1.4 text %%EOF"
PNG = b"\x89PNG\r\n\x1a\n picture IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0 picture \xff\xd9"


class File(io.BytesIO):
    def __init__(self, filename, content):
        super().__init__(content)
        self.filename = filename


class TestUploads(unittest.TestCase):
    def test_doctests(self):
        result = doctest.testmod(uploads)
        self.assertGreater(result.attempted, 0)
        self.assertEqual(result.failed, 0)

    def test_content_decides(self):
        for name, content, expected in (
            ("slip.pdf", PDF, ("slip.pdf", "application/pdf")),
            ("slip.exe", PDF, ("slip.pdf", "application/pdf")),
            ("photo", PNG, ("photo.png", "image/png")),
            ("photo.jpeg", JPEG, ("photo.jpg", "image/jpeg")),
        ):
            with self.subTest(name):
                upload, problem = read_upload(File(name, content))
                self.assertFalse(problem)
                self.assertEqual((upload.name, upload.mimetype), expected)
                self.assertEqual(upload.content, content)

    def test_refusals_are_named(self):
        for name, content, expected in (
            ("empty.pdf", b"", EMPTY),
            ("large.pdf", b"%PDF-" + b"x" * MAX_BYTES + b"%%EOF", TOO_LARGE),
            ("picture.svg", b"<svg onload='alert(1)'/>", BAD_TYPE),
            ("page.pdf", b"<html><script>alert(1)</script>", BAD_TYPE),
            ("cut.pdf", b"%PDF-1.4 without an end", BAD_TYPE),
            ("archive.pdf", b"PK\x03\x04", BAD_TYPE),
            ("program.png", b"MZ\x90", BAD_TYPE),
            ("late.pdf", b"GIF89a %PDF-1.4 %%EOF", BAD_TYPE),
        ):
            with self.subTest(name):
                self.assertEqual(read_upload(File(name, content)), (None, expected))

    def test_no_file(self):
        for nothing in (None, "", "text", File("", b""), object()):
            with self.subTest(str(nothing)):
                self.assertEqual(read_upload(nothing), (None, False))

    def test_names_are_clean(self):
        for name in (
            "../../etc/passwd",
            "a\x00b.pdf",
            "\u202efdp.exe",
            "<svg onload=alert(1)>.pdf",
            'x" onmouseover="y.pdf',
            "n" * 300 + ".pdf",
            "\r\nSet-Cookie: a=b.pdf",
            "...",
        ):
            with self.subTest(name):
                [upload, problem] = read_upload(File(name, PDF))
                self.assertFalse(problem)
                self.assertRegex(upload.name, r"^[\w() .-]{1,90}\.pdf$")
                self.assertNotIn("\n", upload.name)
