import base64

from odoo.tests import tagged
from odoo.tools import hash_sign

from .common_requests import RequestCase


@tagged("post_install", "-at_install", "security")
class TestSignedLinks(RequestCase):
    """Proxies and browsers see links: what stands in one tells of nobody."""

    def _get_links(self):
        person = self.alumni_active
        guidance = self.env["hr.alumni.guidance"]._do_request(person)
        copy = self.env["hr.own.data.copy"].create({"alumni_id": person.id})
        return {
            "guidance": (guidance, "guidance"),
            "request": (self._new_request("pay"), "request"),
            "copy": (copy, "own_data"),
            "consent": (person, "consent"),
            "stop": (person, "stop"),
        }

    def test_no_link_holds_an_address(self):
        for name, (record, purpose) in self._get_links().items():
            token = record._get_signed_link(purpose).rpartition("/")[2]
            signed = base64.urlsafe_b64decode(f"{token}==")
            with self.subTest(name):
                self.assertIn(purpose.encode(), signed)
                self.assertNotIn(b"ada.active", signed)
                self.assertNotIn(b"example.com", signed)
                found = record._find_by_signed_link(purpose, record.id, token)
                self.assertEqual(found, record)

    def test_links_that_were_sent_before_still_open(self):
        request = self._new_request("pay")
        values = [request.id, "request", request._get_link_fingerprint("request")]
        scope = request._get_link_scope("request")
        token = hash_sign(self.env, scope, values, expiration_hours=1)
        found = request._find_by_signed_link("request", request.id, token)
        self.assertEqual(found, request)
        request._use_link()
        self.assertFalse(request._find_by_signed_link("request", request.id, token))
