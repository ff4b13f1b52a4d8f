from odoo.tests import tagged

from .common_http import PortalPageCase

URL = "/my/alumni/guidance"
FIELDS = {"strengths": "Patience", "interests": "Glazes", "goals": "A small team"}


@tagged("post_install", "-at_install", "security")
class TestGuidancePage(PortalPageCase):
    def _get_guidance(self):
        self.env.invalidate_all()
        return self.env["hr.alumni.guidance"].search(
            [("alumni_id", "=", self.alumni.id)], order="id desc", limit=1
        )

    def _get_path(self, guidance):
        return guidance._get_signed_link("guidance").replace(self.base_url(), "")

    def test_from_the_wish_to_the_end(self):
        self.assertPage(self.url_open("/my/alumni"), 200, "Career guidance")
        self.assertPage(self.url_open(URL), 200, "Ask for an adviser")
        self._post(URL)
        guidance = self._get_guidance()
        self.env["hr.alumni.guidance"]._do_offer(self.alumni, self.user_director)
        self.authenticate(None, None)
        path = self._get_path(guidance)
        response = self.url_open(path)
        self.assertPage(response, 200, self.user_director.name, "could be your adviser")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(self._get_guidance().state, "offered")
        self._post(path, {"answer": "accept"})
        self.assertEqual(self._get_guidance().state, "running")
        self._post(path, {"answer": "save", **FIELDS, "plan": "x", "adviser_id": "1"})
        self.assertRecordValues(self._get_guidance(), [{**FIELDS, "plan": False}])
        self.assertPage(self.url_open(path), 200, "Nobody else sees this page")
        response = self._post(path, {"answer": "save", "goals": "x" * 4001})
        self.assertPage(response, 400, "Nothing has been changed")
        self.assertPage(self._post(path, {"answer": "end"}), 200, "has ended")
        self.assertEqual(self._get_guidance().state, "ended")
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_link_of_another_and_forged(self):
        self.env["hr.alumni.guidance"]._do_offer(
            self.alumni + self.other, self.user_director
        )
        guidance = self._get_guidance()
        path = self._get_path(guidance)
        head, _slash, token = path.rpartition("/")
        foreign = self.env["hr.alumni.guidance"]._get_open(self.other)
        for wrong in (
            f"{head}/{token[::-1]}",
            f"/alumni/guidance/{foreign.id}/{token}",
            f"/alumni/guidance/999999/{token}",
        ):
            with self.subTest(wrong):
                self.assertEqual(self.url_open(wrong).status_code, 410)
                response = self._post(wrong, {"answer": "accept"})
                self.assertEqual(response.status_code, 410)
        self.assertEqual(foreign.state, "offered")


@tagged("post_install", "-at_install", "security")
class TestFarewellPage(PortalPageCase):
    """Choices, keepers and guidance before the last day, from the leaver's page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni.employee_ids = False
        cls.employee_leaver.action_unarchive()
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.case.action_resend_own_page()
        cls.path = cls.case._get_own_page_url().replace(cls.base_url(), "")

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _get_person(self):
        self.env.invalidate_all()
        return self._get_alumni(self.employee_leaver)

    def test_consent_before_the_last_day(self):
        self.assertPage(self.url_open(self.path), 200, "Choose how we stay in touch")
        self.assertFalse(self._get_person())  # Looking makes nothing.
        response = self._post(f"{self.path}/network", {"wish": "choices"})
        person = self._get_person()
        self.assertEqual(person.state, "candidate")
        self.assertIn(f"/alumni/consent/{person.id}/", response.headers["Location"])
        consent = person._get_signed_link("consent")
        data = {"answer": "yes"}
        for code in ("member", "keepers"):
            data[f"purpose_{code}"] = "on"
            data[f"version_{code}"] = self.purposes[code].version
        response = self._post(consent.replace(self.base_url(), ""), data)
        self.assertPage(response, 200, "count from your last day", "Choose who keeps")
        person = self._get_person()
        self.assertEqual(person.state, "candidate")
        self.assertFalse(person._get_account())
        self.assertLedger(
            person,
            [
                ("member", "given", "link", "person"),
                ("keepers", "given", "link", "person"),
            ],
        )
        keepers = person._get_signed_link("keepers").replace(self.base_url(), "")
        self.assertPage(self.url_open(keepers), 200, "Who keeps in touch with you")
        self._post(keepers, {"user": self.user_manager.id})
        self.assertEqual(self._get_person().keeper_ids.user_id, self.user_manager)
        self.case.action_depart()
        person = self._get_person()
        self.assertEqual(len(person), 1)
        self.assertEqual(person.state, "active")
        self.assertTrue(person._get_account())

    def test_notice_withdrawn_after_choosing(self):
        self._post(f"{self.path}/network", {"wish": "choices"})
        self._get_person()._do_answer(self.purposes["newsletter"], channel="link")
        self.case.action_retain()
        self.assertEqual(self._get_person().state, "returned")

    def test_wrong_wishes_and_links(self):
        response = self._post(f"{self.path}/network", {"wish": "all"})
        self.assertIn("message=unknown", response.headers["Location"])
        response = self._post(
            f"/departure/{self.case.id}/x/network", {"wish": "choices"}
        )
        self.assertEqual(response.status_code, 404)
        person = self.other
        keepers = person._get_signed_link("keepers").replace(self.base_url(), "")
        self.assertEqual(self.url_open(keepers).status_code, 410)  # No consent.

    def test_guidance_is_asked_for(self):
        response = self._post(f"{self.path}/network", {"wish": "guidance"})
        self.assertIn("/alumni/guidance/", response.headers["Location"])
        self.assertPage(self.url_open(self.path), 200, "Your career guidance")
