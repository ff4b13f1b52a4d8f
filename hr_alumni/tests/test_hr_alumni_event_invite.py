from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniEventInvite(AlumniCase):
    """A saved segment is invited by a mailing that asks the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guest = cls._new_alumni("Gus Guest", is_open_to_return=True)
        cls.guest._do_answer(cls.purposes["events"], channel="link")
        cls.alumni_active.is_open_to_return = True  # Agreed to no events.
        cls.event = cls.env["event.event"].create(
            {
                "name": "Summer party",
                "company_id": cls.company.id,
                "date_begin": "2030-06-01 18:00:00",
                "date_end": "2030-06-01 22:00:00",
            }
        )
        # Who writes to former colleagues need not plan events.
        cls.user_alumni.group_ids += cls.env.ref("event.group_event_user")

    def _open(self):
        action = self.event.with_user(self.user_alumni).action_invite_alumni()
        form = Form(
            self.env["hr.alumni.event.invite"]
            .with_user(self.user_alumni)
            .with_context(action["context"])
        )
        form.filter_id = self.env.ref("hr_alumni.mailing_filter_alumni_return")
        return form

    def test_counts_are_shown_before_and_hold(self):
        form = self._open()
        self.assertEqual((form.chosen_count, form.reached_count), (2, 1))
        action = form.save().action_create_mailing()
        mailing = self.env["mailing.mailing"].browse(action["res_id"])
        self.assertEqual(mailing.state, "draft")
        self.assertEqual(mailing._get_recipients(), self.guest.ids)
        self.assertEqual(mailing.alumni_purpose_id, self.purposes["events"])
        self.assertIn("Summer party", mailing.body_html)

    def test_only_the_office_invites(self):
        for user in (self.user_marketing, self.user_officer, self.user_keeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["hr.alumni.event.invite"].with_user(user).create(
                    {"event_id": self.event.id}
                )

    def test_segment_is_counted_in_one_query(self):
        """However many people there are."""
        for segment in self.env["mailing.filter"].search(
            [("mailing_model_id.model", "=", "hr.alumni")]
        ):
            invite = self.env["hr.alumni.event.invite"].new(
                {"event_id": self.event.id, "filter_id": segment.id}
            )
            domain = invite._get_segment_domain()
            self.env.flush_all()
            self.env["hr.alumni"].search_count(domain)
            with self.subTest(segment.name), self.assertQueryCount(1):
                self.env["hr.alumni"].search_count(domain)
