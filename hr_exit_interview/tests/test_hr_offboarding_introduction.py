"""Introduction mails: for whom they are drafted, who sends them, and never twice."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common import TODAY, OffboardingCase


@freeze_time(TODAY)
class IntroductionCase(OffboardingCase, MailCommon):
    """The manager takes over from the leaver."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Nora Kern",
                "email": "nora@customer.example.com",
                "user_id": cls.user_leaver.id,
            }
        )
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()

    def _get_handover(self):
        self.case.action_view_handover()
        return self.case.handover_ids

    def _hand_over(self):
        handover = self._get_handover()
        if handover.state == "undone":
            handover.action_scan()
        handover.action_approve()
        handover.action_run()
        return handover

    def _draft(self):
        self._hand_over().with_user(self.user_officer).action_view_introductions()
        return self.case.introduction_ids

    def _as(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.sudo(False).with_user(user)

    def _get_posted(self, partner=None):
        partner = partner or self.customer
        return partner.message_ids.filtered(lambda m: m.message_type == "comment")


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestIntroduction(IntroductionCase):
    def test_nothing_is_drafted_before_hr_has_decided(self):
        handover = self._get_handover()
        with self.assertRaisesRegex(UserError, "Approve the hand-over first"):
            handover.action_view_introductions()
        handover.action_approve()
        handover.action_view_introductions()
        self.assertEqual(self.case.introduction_ids.contact_id, self.customer)
        self.assertEqual(self.case.introduction_ids.successor_id, self.employee_manager)

    def test_drafts_are_made_once_and_tell_no_reason(self):
        draft = self._draft()
        self.assertEqual(len(draft), 1)
        self.assertEqual(draft.state, "todo")
        self.assertIn("Hello Nora Kern,", " ".join(draft.body.split()))
        self.assertIn("Lea Ver", draft.body)
        self.assertIn("Milo Line", draft.body)
        for word in ("resign", "left", "leav", "depart"):
            self.assertNotIn(word, f"{draft.subject} {draft.body}".lower())
        self.assertFalse(self._get_posted(), "a draft is not sent")
        self.case.handover_ids.action_view_introductions()
        self.assertEqual(self.case.introduction_ids, draft)

    def test_after_a_death_the_person_is_not_named(self):
        reason = self.env["hr.departure.reason"].search([("kind", "=", "death")])[:1]
        self.case.reason_id = reason
        draft = self._draft()
        self.assertNotIn("Lea Ver", draft.body)
        self.assertNotIn("take over", draft.body)
        self.assertIn("Milo Line", draft.body)

    def test_mail_is_in_the_language_of_the_contact(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("hr_exit_interview.mail_template_introduction")
        template.with_context(lang="fr_FR").subject = "Votre contact"
        self.customer.lang = "fr_FR"
        other = self.customer.copy({"name": "Other", "lang": False})
        drafts = {draft.contact_id: draft for draft in self._draft()}
        self.assertEqual(drafts[self.customer].subject, "Votre contact")
        self.assertEqual(drafts[other].subject, "Your contact at Northwind")

    def test_colleagues_and_the_leaver_are_not_written_to(self):
        self.env["calendar.event"].create(
            {
                "name": "Review",
                "start": "2099-01-05 10:00:00",
                "stop": "2099-01-05 11:00:00",
                "user_id": self.user_leaver.id,
                "partner_ids": [
                    (
                        6,
                        0,
                        (
                            self.customer
                            + self.user_leaver.partner_id
                            + self.user_colleague.partner_id
                        ).ids,
                    )
                ],
            }
        )
        draft = self._draft()
        self.assertEqual(draft.contact_id, self.customer, "once, for both")
        self.assertIn("Calendar Event: 1", draft.why)
        self.assertIn("Contact: 1", draft.why)

    def test_company_without_address_is_reached_through_its_people(self):
        company = self.env["res.partner"].create(
            {"name": "Kern AG", "is_company": True, "user_id": self.user_leaver.id}
        )
        alone = company.copy({"name": "Alone AG"})
        self.customer.parent_id = company
        contacts = self._draft().contact_id
        self.assertEqual(contacts, self.customer + alone)

    def test_sending_posts_on_the_contact_by_the_successor(self):
        draft = self._draft()
        as_manager = self._as(self.user_manager, draft)
        as_manager.body = "<p>Hello Nora, my words.</p>"
        with self.mock_mail_gateway():
            as_manager.action_send()
        self.assertEqual(draft.state, "sent")
        self.assertEqual(draft.sent_user_id, self.user_manager)
        message = self._get_posted()
        self.assertEqual(message.author_id, self.user_manager.partner_id)
        self.assertIn("my words", message.body)
        self.assertEqual(message.partner_ids, self.customer)
        self.assertEqual(len(self._new_mails), 1)
        self.assertEqual(self._new_mails.reply_to, self.user_manager.email_formatted)
        sent = self._new_mails.body_html
        for word in ("Departure", self.case.name, "Your", "Odoo", "View"):
            self.assertNotIn(word, sent, "a letter from a person, not a notification")

    def test_nothing_is_sent_twice(self):
        draft = self._draft()
        draft.action_send()
        for action in (draft.action_send, draft.action_skip):
            with self.assertRaises(UserError):
                action()
        with self.assertRaisesRegex(UserError, "kept as it was"):
            self._as(self.user_officer, draft).body = "<p>Other words</p>"
        self.case.handover_ids.action_view_introductions()
        self.assertEqual(self.case.introduction_ids, draft)
        self.assertEqual(len(self._get_posted()), 1)

    def test_whoever_wishes_no_mail_or_has_no_address_is_told_and_not_sent(self):
        bare = self.env["res.partner"].create(
            {"name": "Bare", "user_id": self.user_leaver.id}
        )
        silent = self.customer.copy({"name": "Silent", "email": "no@example.com"})
        self.env["mail.blacklist"]._add("no@example.com")
        drafts = {draft.contact_id: draft for draft in self._draft()}
        self.assertIn("no valid e-mail", drafts[bare].problem)
        self.assertIn("wishes no e-mails", drafts[silent].problem)
        self.assertFalse(drafts[self.customer].problem)
        with self.assertRaisesRegex(UserError, "wishes no e-mails"):
            drafts[silent].action_send()
        result = self.case.introduction_ids.action_send()
        self.assertIn("Mails sent: 1", result["params"]["message"])
        self.assertIn("Bare: ", result["params"]["message"])
        self.assertEqual(drafts[self.customer].state, "sent")
        self.assertEqual(drafts[bare].state, "todo")

    def test_empty_text_is_not_sent(self):
        draft = self._draft()
        draft.body = "<p><br></p>"
        with self.assertRaisesRegex(UserError, "no subject or no text"):
            draft.action_send()
        draft.action_redraft()
        self.assertIn("Nora Kern", draft.body)

    def test_skipped_is_taken_up_again(self):
        draft = self._draft()
        draft.action_skip()
        with self.assertRaisesRegex(UserError, "not needed"):
            draft.action_send()
        draft.action_take_up()
        draft.action_send()
        self.assertEqual(draft.state, "sent")

    def test_undo_and_withdrawal_take_back_what_was_not_sent(self):
        other = self.customer.copy({"name": "Other"})
        drafts = self._draft()
        sent = drafts.filtered(lambda draft: draft.contact_id == other)
        sent.action_send()
        self.case.handover_ids.action_undo()
        self.assertEqual(self.case.introduction_ids, sent)
        with self.assertRaises(UserError):
            self.case.handover_ids.action_view_introductions()
        self._draft()
        self.assertEqual(len(self.case.introduction_ids), 2)
        self.case.action_retain()
        self.assertEqual(self.case.introduction_ids, sent)

    def test_drafts_follow_a_decision_that_changes(self):
        handover = self._get_handover()
        handover.action_approve()
        handover.action_view_introductions()
        heir = self._new_employee("Hera Next", self.user_colleague)
        handover.line_ids.with_user(self.user_officer).successor_id = heir
        handover.action_run()
        self.assertEqual(self.case.introduction_ids.successor_id, heir)
        self.assertEqual(len(self.case.introduction_ids), 1)
        self.assertIn("Hera Next", self.case.introduction_ids.body)

    def test_scanning_again_takes_back_what_was_approved(self):
        handover = self._get_handover()
        handover.action_approve()
        handover.action_view_introductions()
        self.assertTrue(self.case.introduction_ids)
        handover.action_scan()
        self.assertFalse(self.case.introduction_ids)

    def test_successor_gets_one_task_that_opens_them(self):
        self._draft()
        task = self.case.task_ids.filtered("has_introductions")
        self.assertEqual(task.user_id, self.user_manager)
        self.assertFalse(task.is_blocking)
        action = self._as(self.user_manager, task).action_view_introductions()
        found = (
            self.env["hr.offboarding.introduction"]
            .with_user(self.user_manager)
            .search(action["domain"])
        )
        self.assertEqual(found.sudo(), self.case.introduction_ids.sudo())
        self.customer.copy({"name": "Late", "user_id": self.user_manager.id})
        self.case.handover_ids.action_view_introductions()
        self.assertEqual(self.case.task_ids.filtered("has_introductions"), task)

    def test_many_drafts_cost_few_queries_each(self):
        handovers, counts = [], []
        for n, size in enumerate((5, 55)):
            user = self._new_user(f"seller_{n}", "base.group_user")
            employee = self._new_employee(
                f"Seller {n}", user, parent_id=self.employee_manager.id
            )
            case = self._new_offboarding(employee)
            case.action_confirm()
            self.env["res.partner"].create(
                [
                    {"name": f"C {i}", "email": f"c{i}@c.com", "user_id": user.id}
                    for i in range(size)
                ]
            )
            case.action_view_handover()
            case.handover_ids.action_approve()
            handovers.append(case.handover_ids)
        for handover in handovers:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover.sudo()._prepare_introductions()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 25, counts)


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestIntroductionAccess(IntroductionCase):
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_successor_managers_and_hr_work_on_it_and_nobody_else(self):
        handover = self._get_handover()
        self._new_employee("Colin", self.user_colleague)
        handover.line_ids.successor_id = self.user_colleague.employee_id
        handover.action_approve()
        handover.action_view_introductions()
        draft = self.case.introduction_ids
        for user in (
            self.user_colleague,
            self.user_manager,
            self.user_director,
            self.user_officer,
        ):
            with self.subTest(user.login):
                self._as(user, draft).subject = user.login
                self.assertEqual(self._as(user, draft).contact_name, "Nora Kern")
                for values in (
                    {"successor_id": self.employee_director.id},
                    {"offboarding_id": self.case.id},
                ):
                    with self.assertRaises(AccessError):
                        self._as(user, draft).write(values)
                with self.assertRaises(UserError):
                    self._as(user, draft).write({"state": "sent"})
        for user in (self.user_leaver, self.user_officer_other):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._as(user, draft).read(["subject"])
                with self.assertRaises(AccessError):
                    self._as(user, draft).action_send()
        with self.assertRaises(AccessError):
            self._as(self.user_manager, handover).action_approve()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_contact_that_one_may_not_see_is_not_shown_and_not_written_to(self):
        draft = self._draft()
        self.assertIn("Nora", draft.body)
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.customer.id})]",
            }
        )
        for user in (self.user_officer, self.user_manager):
            hidden = self._as(user, draft)
            [values] = hidden.read()
            self.assertNotIn("Nora", str(values))
            self.assertNotIn("nora@", str(values))
            with self.assertRaisesRegex(UserError, "may not see"):
                hidden.action_send()
            with self.assertRaisesRegex(AccessError, "may not see"):
                hidden.body = "<p>Mine</p>"
            for secret in ("partner_id", "text"):
                with self.assertRaises(AccessError):
                    hidden.read([secret])
        self.assertEqual(draft.state, "todo")

    def test_what_the_successor_cannot_take_over_is_not_drafted(self):
        self.customer.company_id = self.company_other
        handover = self._get_handover()
        handover.action_approve()
        handover.action_view_introductions()
        self.assertFalse(self.case.introduction_ids)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_managers_do_not_draft(self):
        handover = self._hand_over()
        self._as(self.user_manager, handover).action_view_introductions()
        self.assertFalse(self.case.introduction_ids)
