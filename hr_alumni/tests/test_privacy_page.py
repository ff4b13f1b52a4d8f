"""Every model of the network has an end, or a written reason why it has none."""

import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
# Not erased with the person, and why.
KEPT = {
    "hr.privacy.consent": "the proof of what was agreed to, of nobody afterwards",
    "hr.alumni.import": "a file of the office, deleted by its own job",
    "hr.alumni.import.line": "the same, and deleted with a person it names",
    "hr.privacy.suppression": "fingerprints, so that nobody is asked again",
}
# What the company has set up: no record about anybody.
SETTINGS = {
    "hr.alumni.benefit",
    "hr.alumni.cadence",
    "hr.alumni.circle",
    "hr.alumni.newsletter",
    "hr.alumni.newsletter.section",
    "hr.alumni.request.type",
    "hr.alumni.tier",
    "hr.privacy.purpose",
}


@tagged("post_install", "-at_install", "security")
class TestPrivacyPage(TransactionCase):
    def _get_own_models(self):
        return {
            Model._name
            for Model in self.env.values()
            if Model._original_module == "hr_alumni"
            and not Model._abstract
            and not Model._transient
            and Model._auto
        }

    def _get_parts(self, model):
        """The model, and all that is deleted with one of its records."""
        mixin = self.env["hr.retention.mixin"]
        todo, found = [model], set()
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                links = mixin._get_retention_links(one)
                todo += [part for part, _name, is_part in links if is_part]
        return found & self._get_own_models()

    def test_every_model_ends_with_the_person_or_is_kept_for_a_reason(self):
        parts = self._get_parts("hr.alumni")
        self.assertFalse(parts & (KEPT.keys() | SETTINGS))
        self.assertEqual(self._get_own_models(), parts | KEPT.keys() | SETTINGS)

    def test_the_page_names_every_model(self):
        if not PAGE.exists():
            self.skipTest("The addon is installed without its repository.")
        page = PAGE.read_text().partition("## Staying in touch")[2]
        named = set(re.findall(r"^\| `([a-z.]+)`", page, re.MULTILINE))
        own = self._get_own_models() - SETTINGS
        self.assertEqual(named & self._get_own_models(), own)
