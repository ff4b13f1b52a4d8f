from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestStatement(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.laptop = cls._new_asset(name="Laptop", identifier="LT-1", cost=900)
        cls.key = cls._new_asset(name="Key", cost=45)
        cls.advance = cls._new_due(name="Advance", amount=250)
        cls.leave = cls._new_due(name="Leave", amount=1180.5, direction="company")

    @classmethod
    def _new_asset(cls, **values):
        return cls.case.asset_ids.create({"offboarding_id": cls.case.id, **values})

    @classmethod
    def _new_due(cls, **values):
        return cls.case.due_ids.create({"offboarding_id": cls.case.id, **values})

    def _prepare(self):
        self.case.with_context(letter_kind="statement").action_prepare_letter()
        return self.case.letter_ids.filtered(
            lambda letter: letter.kind == "statement" and letter.state == "draft"
        )

    def _settle(self):
        self.laptop.condition = "worn"
        self.laptop.action_return()
        self.key.action_recover()
        self.advance.action_clear()

    def test_statement_lists_things_and_money_as_they_are(self):
        self._settle()
        statement = self.case._get_statement()
        states = [line["state"] for line in statement["assets"]]
        self.assertEqual(
            states,
            [
                "Returned (worn): March 16, 2026, hr_officer (hr.group_hr_user)",
                "Not returned; its value is listed below",
            ],
        )
        [(by_leaver, owed), (by_company, owing)] = statement["dues"]
        self.assertEqual(by_leaver, "Owed to Northwind")
        self.assertEqual(by_company, "Owed to Lea Ver")
        self.assertEqual([line["name"] for line in owed], ["Advance", "Value of Key"])
        self.assertIn("Paid or settled: March 16, 2026", owed[0]["state"])
        self.assertEqual(owed[1]["state"], "Open, due on March 16, 2026")
        self.assertEqual([line["name"] for line in owing], ["Leave"])

    def test_totals_keep_currencies_apart_and_say_who_pays(self):
        self._settle()
        self.advance.action_reopen()
        other = self.env.ref("base.JPY")
        other.active = True
        self._new_due(name="Card", amount=100, currency_id=other.id)
        waived = self._new_due(name="Small", amount=3, waive_reason="Too small")
        waived.action_waive()
        totals = {
            total["currency"]: total for total in self.case._get_statement_totals()
        }
        self.assertEqual(set(totals), {self.company.currency_id.name, "JPY"})
        own = totals[self.company.currency_id.name]
        self.assertIn("295.00", own["leaver"])
        self.assertIn("1,180.50", own["company_open"])
        self.assertRegex(
            own["result"], "885.50.* remain to be paid by Northwind to Lea Ver"
        )
        self.assertIn("by Lea Ver to Northwind", totals["JPY"]["result"])

    def test_nothing_to_settle_is_said(self):
        self.case.asset_ids.unlink()
        self.case.due_ids.unlink()
        page = self._prepare()._render_paper()[0].decode()
        self.assertIn("Nothing had to be returned.", page)
        self.assertIn("Neither side owes the other anything.", page)

    def test_draft_follows_the_lists_and_the_issued_one_does_not(self):
        letter = self._prepare()
        self.assertIn("Still to return", letter.annex)
        self.laptop.action_return()
        letter.invalidate_recordset(["annex"])
        self.assertIn("Returned: March 16, 2026", letter.annex)
        self.assertIn("Still to return", letter.annex)
        letter.action_issue()
        paper = letter.attachment_id
        self.assertEqual(
            (paper.res_model, paper.res_id), (self.case._name, self.case.id)
        )
        self.assertIn("LT-1", paper.raw.decode())
        self.assertIn("Seen and found right", paper.raw.decode())
        self.key.action_lose()
        self.advance.action_clear()
        letter.invalidate_recordset(["annex"])
        self.assertNotIn("Missing", letter.annex)
        self.assertIn("Returned: March 16, 2026", letter.annex)
        with self.assertRaisesRegex(UserError, "does not change"):
            letter.issued_annex = "<p>Nothing</p>"
        self.assertIn("Missing", self._prepare().annex)

    def test_statement_tells_no_note_and_no_reason(self):
        self.case.stated_reason = "Quarrel-4711"
        self.laptop.write({"note": "Quarrel-4712", "waive_reason": "Quarrel-4713"})
        self.laptop.action_waive()
        self.advance.write({"note": "Quarrel-4714", "waive_reason": "Quarrel-4715"})
        self.advance.action_waive()
        page = self._prepare()._render_paper()[0].decode()
        self.assertIn("Need not be returned", page)
        self.assertIn("Waived", page)
        self.assertNotIn("Quarrel", page)

    def test_statement_is_in_the_language_of_the_leaver(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.employee_leaver.lang = "fr_FR"
        letter = self._prepare()
        self.assertIn("16 mars 2026", letter.annex)
        self.assertIn("1\u202f180,50", letter.annex.replace("\u00a0", "\u202f"))

    def test_other_letters_have_no_lists(self):
        self.case.with_context(letter_kind="certificate").action_prepare_letter()
        letter = self.case.letter_ids
        self.assertFalse(letter.annex)
        self.assertNotIn("Laptop", letter._render_paper()[0].decode())
        self.assertNotIn("Seen and found right", letter._render_paper()[0].decode())

    def test_statement_is_printed_from_the_departure(self):
        html = (
            self.env["ir.actions.report"]
            .with_user(self.user_officer)
            ._render_qweb_html(
                "hr_exit_interview.report_offboarding_final_statement", self.case.ids
            )[0]
        )
        self.assertIn("Laptop", html.decode())
        self.assertFalse(self.case.letter_ids)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_hr_writes_and_prints_it(self):
        for user in (self.user_manager, self.user_leaver, self.user_colleague):
            as_user = self.case.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                as_user.with_context(letter_kind="statement").action_prepare_letter()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                as_user._get_letters_to_print("statement")

    # No dues

    def test_no_dues_letter_counts_what_blocks_nothing(self):
        self.case.task_ids.filtered("requires_proof").note = "Signed on paper."
        self.case.task_ids.filtered(lambda task: task.state == "todo").action_done()
        self.case.asset_ids.is_blocking = False
        self.case.due_ids.is_blocking = False
        self.assertEqual(self.case._get_clearance_blockers(), [])
        with self.assertRaisesRegex(UserError, "- Laptop\n- Key\n- Advance"):
            self.case.with_context(letter_kind="no_dues").action_prepare_letter()
        (self.laptop + self.key).action_return()
        self.advance.action_clear()
        # What the company owes the leaver is nothing that the leaver has to settle.
        self.assertEqual(self.leave.state, "open")
        self.case.with_context(letter_kind="no_dues").action_prepare_letter()
        self.assertEqual(self.case.letter_ids.kind, "no_dues")

    def test_refusal_names_some_and_counts_the_others(self):
        owed = self.case._get_owed()
        self.assertGreater(len(owed), 10)
        refusal = self.case._get_letter_refusal("no_dues")
        self.assertEqual(refusal.count("\n- "), 11)
        self.assertIn(f"and {len(owed) - 10} more", refusal)

    def test_what_blocks_is_named_once(self):
        self.assertEqual(self.case._get_owed().count("Laptop"), 1)

    # Dates and papers

    def test_open_dues_follow_the_departure(self):
        self.advance.action_clear()
        self.case.departure_date = "2026-04-30"
        self.assertEqual(str(self.leave.date_due), "2026-04-30")
        self.assertEqual(self.advance.date_due, TODAY)

    def test_officer_enters_a_due_from_its_own_screen(self):
        form = Form(self.env["hr.offboarding.due"].with_user(self.user_officer))
        form.name = "Company card"
        form.amount = 12
        form.offboarding_id = self.case.with_user(self.user_officer)
        due = form.save()
        self.assertEqual(due.employee_id, self.employee_leaver)
        self.assertEqual(due.date_due, TODAY)

    def test_sum_of_dues_is_what_the_leaver_pays(self):
        [(total,)] = self.case.due_ids._read_group(
            [("offboarding_id", "=", self.case.id)], aggregates=["balance:sum"]
        )
        self.assertEqual(total, 250 - 1180.5)

    def test_overdue_filters_find_what_is_open_and_late(self):
        late = self._new_asset(name="Late", date_due="2026-03-01")
        settled = self._new_asset(name="Settled", date_due="2026-03-01")
        settled.action_return()
        due = self._new_due(name="Late", amount=1, date_due="2026-03-01")
        overdue = [("offboarding_id", "=", self.case.id), ("date_due", "<", "today")]
        assets = late.search([*overdue, ("state", "in", ("to_return", "lost"))])
        self.assertEqual(assets, late)
        self.assertEqual(due.search([*overdue, ("state", "=", "open")]), due)

    # What was settled

    def test_taking_up_again_leaves_a_trace(self):
        self.laptop.action_return()
        self.laptop.note = "Left at the desk"
        self.laptop.with_user(self.user_admin_hr).action_reopen()
        self.assertFalse(self.laptop.closed_user_id)
        self.assertIn("again by hr_admin", self.laptop.history)
        self.assertIn("Before: Returned, hr_officer", self.laptop.history)
        self.assertIn("Left at the desk", self.laptop.history)
        self.advance.action_clear()
        self.advance.action_reopen()
        self.assertIn("Before: Cleared, hr_officer", self.advance.history)
        with self.assertRaises(AccessError):
            self.advance.with_user(self.user_leaver).read(["history"])

    def test_what_is_settled_is_not_deleted(self):
        self.laptop.action_return()
        self.advance.action_clear()
        for record in (self.laptop, self.advance):
            with self.assertRaisesRegex(UserError, "kept as a proof"):
                record.unlink()
        self.laptop.action_reopen()
        self.advance.action_reopen()
        self.laptop.unlink()
        self.advance.unlink()

    def test_item_taken_up_again_keeps_a_due_that_was_waived(self):
        self.key.action_recover()
        due = self.key.due_ids
        due.waive_reason = "Found in a drawer"
        due.action_waive()
        self.key.action_reopen()
        self.assertEqual(self.key.state, "to_return")
        self.assertEqual(due.state, "waived")
