from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrPrivacyPurpose(AlumniCase):
    def test_new_text_starts_new_version(self):
        jobs = self.purposes["jobs"]
        self.assertEqual(jobs.version, 1)
        jobs.text = "You may write to me about jobs."
        self.assertEqual(jobs.version, 2)
        jobs.write({"text": jobs.text, "sequence": 40})
        self.assertEqual(jobs.version, 2, "the same text is no new version")

    def test_new_translation_starts_new_version(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        jobs = self.purposes["jobs"]
        before = jobs._get_text_hash()
        jobs.update_field_translations("text", {"fr_FR": "Offres d'emploi."})
        self.assertEqual(jobs.version, 2)
        self.assertEqual(jobs._get_text_hash(), before)
        self.assertNotEqual(jobs.with_context(lang="fr_FR")._get_text_hash(), before)

    def test_code_stays(self):
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.purposes["jobs"].code = "job"

    def test_answered_purpose_is_kept(self):
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.purposes["member"].unlink()
        self.env["hr.privacy.purpose"].create(
            {"name": "Unasked", "code": "unasked", "text": "Nobody was asked."}
        ).unlink()

    def test_asked_are_those_that_need_consent(self):
        purposes = self.env["hr.privacy.purpose"].with_user(self.user_colleague)
        codes = purposes._get_asked().mapped("code")
        self.assertEqual(
            codes,
            [
                "member",
                "newsletter",
                "events",
                "business",
                "jobs",
                "directory_alumni",
                "directory_staff",
                "circles",
                "career",
                "milestones",
                "answers",
                "story",
                "keepers",
            ],
        )
        self.purposes["jobs"].active = False
        self.assertNotIn("jobs", purposes._get_asked().mapped("code"))
