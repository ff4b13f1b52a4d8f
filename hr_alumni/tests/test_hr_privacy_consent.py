import hashlib

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrPrivacyConsent(AlumniCase):
    def _record(self, code, state, alumni=None):
        return self.env["hr.privacy.consent"]._record(
            alumni or self.alumni_active, self.purposes[code], state, "portal"
        )

    def test_row_is_proof_of_what_was_read(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        jobs = self.purposes["jobs"]
        jobs.update_field_translations("text", {"fr_FR": "Offres d'emploi."})
        row = self.env["hr.privacy.consent"]._record(
            self.alumni_active, jobs.with_context(lang="fr_FR"), "given", "portal"
        )
        self.assertEqual((row.lang, row.text_version), ("fr_FR", 2))
        self.assertEqual(row.text, "Offres d'emploi.")
        self.assertEqual(row.text_hash, hashlib.sha256(b"Offres d'emploi.").hexdigest())
        self.assertEqual(row.company_id, self.company)

        jobs.with_context(lang="fr_FR").text = "Autre texte."
        self.assertEqual((row.text, row.text_version), ("Offres d'emploi.", 2))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_changes_or_deletes_rows(self):
        row = self.alumni_active.consent_ids
        for user in (self.user_alumni, self.user_officer, self.user_admin_hr):
            for call in (
                lambda row: row.write({"state": "withdrawn"}),
                lambda row: row.unlink(),
                lambda row: row.copy(),
            ):
                with self.subTest(user.login), self.assertRaises(UserError):
                    call(row.with_user(user))
        with self.assertRaisesRegex(UserError, "evidence"):
            row.write({"state": "withdrawn"})
        with self.assertRaisesRegex(UserError, "evidence"):
            row.unlink()
        self.assertEqual(row.state, "given")

    def test_last_word_holds(self):
        alumni = self.alumni_active
        for state, expected in (
            ("given", {"member", "jobs"}),
            ("withdrawn", {"member"}),
            ("given", {"member", "jobs"}),
        ):
            self._record("jobs", state)
            self.assertEqual(set(alumni.purpose_ids.mapped("code")), expected)
            self.assertMayContact(alumni, expected)

    def test_search_by_purpose(self):
        self._record("jobs", "given")
        self._record("jobs", "given", self.alumni_candidate)
        self._record("jobs", "withdrawn", self.alumni_candidate)
        jobs = self.purposes["jobs"]
        active, candidate = self.alumni_active, self.alumni_candidate
        for term, expected in (
            (("purpose_ids", "in", jobs.ids), active),
            (("purpose_ids", "=", jobs.id), active),
            (("purpose_ids.code", "=", "jobs"), active),
            (("purpose_ids", "not in", jobs.ids), candidate),
            (("purpose_ids.code", "=", "nonsense"), active.browse()),
            (("purpose_ids", "!=", False), active),
            (("purpose_ids", "=", False), candidate),
        ):
            with self.subTest(term):
                found = active.with_user(self.user_alumni).search(
                    [("id", "in", (active + candidate).ids), term]
                )
                self.assertEqual(found, expected)

    def test_current_rows_in_one_query_for_many(self):
        people = self.alumni_active + self.alumni_candidate
        people += self._new_alumni("Third Person")
        self._record("business", "given", people)
        self.env.flush_all()
        self.env.invalidate_all()
        people._filter_consenting("business")  # Warms up what is cached for good.
        for group in (people[:1], people):
            self.env.invalidate_all()
            with self.assertQueryCount(3):  # Purpose, last rows, their state.
                self.assertEqual(group._filter_consenting("business"), group)
