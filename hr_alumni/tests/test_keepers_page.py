from odoo.tests import tagged

from .common_http import PortalPageCase

URL = "/my/alumni/keepers"


@tagged("post_install", "-at_install", "security")
class TestKeepersPage(PortalPageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni._do_give(cls.purposes["keepers"], channel="portal")

    def _get_keepers(self):
        self.env.invalidate_all()
        return self.alumni.keeper_ids.filtered(
            lambda keeper: keeper.state in keeper._RUNNING
        )

    def test_choose_from_the_team_and_end_it(self):
        self.assertPage(self.url_open("/my/alumni"), 200, "Choose who keeps in touch")
        response = self.url_open(URL)
        self.assertPage(response, 200, "line_manager", "Nobody yet")
        self.assertNotIn(self.user_sales.name, response.text)
        response = self._post(URL, {"user": self.user_manager.id})
        self.assertEqual(response.status_code, 303)
        keeper = self._get_keepers()
        self.assertRecordValues(
            keeper,
            [{"user_id": self.user_manager.id, "state": "asked", "origin": "person"}],
        )
        self._post(URL, {"end": keeper.id})
        self.assertFalse(self._get_keepers())

    def test_a_wish_goes_to_the_office(self):
        self._post(URL, {"proposal": "Cora from the lab"})
        keeper = self._get_keepers()
        self.assertEqual((keeper.state, keeper.user_id.id), ("proposed", False))

    def test_only_what_was_offered_is_taken(self):
        foreign = self.env["hr.alumni.keeper"]._propose(self.other, proposal="Cora")
        for posted in (
            {"user": self.user_sales.id},
            {"user": "0 or 1"},
            {"end": foreign.id},
            {"proposal": ""},
            {"proposal": "x" * 201},
            {},
        ):
            with self.subTest(posted):
                response = self._post(URL, posted)
                self.assertPage(response, 400, "Nothing has been recorded")
        self.assertFalse(self._get_keepers())
        self.assertEqual(foreign.state, "proposed")

    def test_two_at_most(self):
        for user in (self.user_manager, self.user_director):
            self._post(URL, {"user": user.id})
        response = self._post(URL, {"proposal": "A third"})
        self.assertPage(response, 400, "two keepers already")
        self.assertEqual(len(self._get_keepers()), 2)

    def test_closed_without_the_consent_and_to_others(self):
        self.alumni._do_withdraw(self.purposes["keepers"], channel="portal")
        self.assertNotIn(URL, self.url_open("/my/alumni").text)
        for login in (self.alumni, self.other):
            self._sign_in(login._get_account())
            self.assertEqual(self.url_open(URL).status_code, 404)
            self.assertEqual(self._post(URL, {"proposal": "x"}).status_code, 404)
        self.authenticate(None, None)
        response = self.url_open(URL, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
