"""The page on which a former colleague decides who sees what."""

from odoo.tests import tagged

from .common_directory import DirectoryCase
from .common_http import PortalPageCase

PAGE = "/my/alumni/opening"


@tagged("post_install", "-at_install", "security")
class TestOpeningPage(PortalPageCase, DirectoryCase):
    def _get_openings(self, alumni=None):
        self.env.invalidate_all()
        openings = (alumni or self.alumni).opening_ids
        return {(one.audience, one.item) for one in openings}

    def _get_path(self, alumni=None):
        link = (alumni or self.alumni)._get_signed_link("opening")
        return link.removeprefix(self.base_url())

    def test_signed_in_person_opens_and_closes(self):
        self.assertPage(self.url_open(PAGE), 200, "Our staff", "Zwettl-7", "Juggler")
        response = self._post(PAGE, {"open_staff_place": "on", "open_sales_job": "on"})
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self._get_openings(), {("staff", "place"), ("sales", "job")})
        self.assertEqual(self._get_row("staff").city, "Zwettl-7")
        page = self.url_open(f"{PAGE}?saved=1")
        self.assertPage(page, 200, "Your choice is recorded")
        self.assertEqual(page.text.count('checked="True"'), 2)
        self._post(PAGE, {"open_sales_job": "on"})
        self.assertEqual(self._get_openings(), {("sales", "job")})

    def test_only_the_boxes_of_agreed_audiences_count(self):
        self.other._do_give(self.purposes["directory_staff"], channel="portal")
        self._sign_in(self.other._get_account())
        self.assertPage(self.url_open(PAGE), 200, "Not agreed to be found by")
        everything = {
            f"open_{audience}_{item}": "on"
            for audience in ("alumni", "staff", "sales", "recruiters")
            for item in ("place", "past", "return", "employer")
        }
        values = {"state": "left", "private_email": "x@example.com", "alumni_id": "1"}
        self._post(PAGE, {**everything, **values})
        self.assertEqual(
            self._get_openings(self.other),
            {("staff", "place"), ("staff", "past"), ("staff", "employer")},
        )
        self.assertEqual(self.other.state, "active")
        self.assertEqual(self.other.private_email, "bo.other@example.com")
        self.assertFalse(self._get_openings())

    def test_link_shows_and_changes_and_is_void_after_a_change(self):
        self.authenticate(None, None)
        path = self._get_path()
        page = self.url_open(path)
        self.assertPage(page, 200, "Our recruiters", "Zwettl-7")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertFalse(self._get_openings(), "Opening the page changes nothing.")
        done = self._post(path, {"open_alumni_skills": "on"})
        self.assertPage(done, 200, "Your choice is recorded")
        self.assertEqual(self._get_openings(), {("alumni", "skills")})
        self.assertPage(self._post(path, {}), 410, "cannot be used any more")
        self.assertEqual(self._get_openings(), {("alumni", "skills")})
        # The page that was answered with goes on.
        self.assertPage(self._post(self._get_path(), {}), 200)
        self.assertFalse(self._get_openings())

    def test_link_is_for_one_person_and_one_purpose(self):
        self.authenticate(None, None)
        own = self._get_path()
        foreign = own.replace(f"/{self.alumni.id}/", f"/{self.other.id}/")
        choices = self.alumni._get_signed_link("consent").removeprefix(self.base_url())
        for path in (
            foreign,
            own[:-3],
            choices.replace("/consent/", "/opening/"),
            own.replace("/opening/", "/consent/"),
            f"/alumni/opening/{self.alumni.id}/x",
            "/alumni/opening/999999999/x",
        ):
            for response in (self.url_open(path), self._post(path, {})):
                with self.subTest(path):
                    self.assertPage(response, 410, "cannot be used any more")

    def test_forged_form_and_strangers(self):
        response = self.url_open(PAGE, data={"open_staff_job": "on"})
        self.assertEqual(response.status_code, 400)
        self._sign_in_as_stranger()
        self.assertEqual(self.url_open(PAGE).status_code, 404)
        self.assertEqual(self._post(PAGE, {"open_staff_job": "on"}).status_code, 404)
        self.assertFalse(self._get_openings())

    def _sign_in_as_stranger(self):
        self.user_colleague.password = "colleague-Pass1"
        self.authenticate(self.user_colleague.login, "colleague-Pass1")

    def test_way_from_the_choices(self):
        self.assertPage(self.url_open("/my/alumni"), 200, "Choose who sees what of me")
        self.authenticate(None, None)
        path = self.alumni._get_signed_link("consent").removeprefix(self.base_url())
        purpose = self.purposes["directory_staff"]
        done = self._post(
            path,
            {
                "answer": "yes",
                "purpose_directory_staff": "on",
                "version_directory_staff": purpose.version,
            },
        )
        self.assertPage(done, 200, "Choose who sees what of you")
