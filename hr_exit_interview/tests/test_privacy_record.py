"""Every model of ours has an end, or a written reason why it has none."""

import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
# Erased by no rule of this addon, and why.
KEPT = {
    "hr.employment.period": "the record of employment, with times of its own",
    "hr.exit.access.log": "the proof of who has read, deleted by its own job",
    "hr.exit.alarm": "a report that somebody has to answer for, deleted by its own job",
    "hr.exit.action": "what the company changes, about nobody who left",
    "hr.exit.action.proposal": "a theme of published figures, about nobody",
    "hr.exit.promise": "what was promised, to nobody in particular, as proof",
    "hr.exit.stat": "published figures, audited so that they give nobody away",
    "hr.exit.stat.window": "the time that published figures are about",
    "hr.exit.stat.minimum": "who has lowered the protection, and when",
    "hr.own.data.copy": "the proof that a copy was given, deleted by its own job",
    "hr.retention.log": "the register of erasures, without whose",
}
# What the company has set up: no record about anybody.
SETTINGS = {
    "hr.exit.topic",
    "hr.offboarding.letter.text",
    "hr.offboarding.notice.rule",
    "hr.offboarding.template",
    "hr.offboarding.template.task",
}


@tagged("post_install", "-at_install", "security")
class TestPrivacyRecord(TransactionCase):
    def _get_own_models(self):
        return {
            Model._name
            for Model in self.env.values()
            if Model._original_module == "hr_exit_interview"
            and not Model._abstract
            and not Model._transient
            and Model._auto
        }

    def _get_erased_models(self):
        """Models with a rule of their own, and all that is part of them."""
        mixin = self.env["hr.retention.mixin"]
        # Those of other addons reach some of ours as well, by rules of their own.
        todo = [
            Model._name
            for Model in mixin._get_retention_models()
            if Model._original_module == "hr_exit_interview"
        ]
        found = set()
        while todo:
            model = todo.pop()
            if model not in found:
                found.add(model)
                links = mixin._get_retention_links(model)
                todo += [part for part, _name, is_part in links if is_part]
        return found & self._get_own_models()

    def test_every_model_is_erased_or_kept_for_a_reason(self):
        erased = self._get_erased_models()
        self.assertFalse(erased & (KEPT.keys() | SETTINGS))
        self.assertEqual(self._get_own_models(), erased | KEPT.keys() | SETTINGS)

    def test_every_model_with_a_rule_can_be_erased(self):
        """A required field without a neutral value would stop the erasure."""
        for Model in self.env["hr.retention.mixin"]._get_retention_models():
            with self.subTest(Model._name):
                self.assertEqual(Model._RETENTION_KEEP is None, not self._row(Model))
                kept = set(Model._RETENTION_KEEP or ())
                self.assertFalse(kept - Model._fields.keys())

    def _row(self, Model):
        return Model._RETENTION_KEEP is not None and Model._get_erased_row()

    def test_the_page_names_every_model(self):
        if not PAGE.exists():
            self.skipTest("The addon is installed without its repository.")
        page = PAGE.read_text().partition("## Staying in touch")[0]
        named = set(re.findall(r"^\| `([a-z.]+)`", page, re.MULTILINE))
        self.assertEqual(named, self._get_erased_models() | KEPT.keys())
