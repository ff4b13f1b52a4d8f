from odoo.tests import HttpCase, tagged

from .common_circles import CircleCase


@tagged("post_install", "-at_install")
class TestCirclesUi(CircleCase, HttpCase):
    """The screens of circles in a browser, as a moderator who is nothing else."""

    def test_moderator(self):
        asked = self._new_place(self.cleo, state="requested")
        post = self._new_post(self.place_ada)
        advert = self._new_post(self.place_bo, title="Buy my cups", body="Cheap!")
        self.user_director.tz = "UTC"
        self.start_tour(
            "/odoo/alumni-circles",
            "hr_alumni_circle_tour",
            login=self.user_director.login,
        )
        self.env.invalidate_all()
        self.assertEqual(asked.state, "member")
        self.assertEqual(
            (post.state, post.decision_user_id), ("published", self.user_director)
        )
        self.assertEqual(
            (advert.state, advert.reason), ("refused", "No advertising here.")
        )
