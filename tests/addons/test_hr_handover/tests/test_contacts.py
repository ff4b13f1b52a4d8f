"""Whom a departure concerns where crm and project are installed."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_handover import HandoverCase


@tagged("post_install", "-at_install")
class TestContacts(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.azure, cls.brandt, cls.coll = cls.env["res.partner"].create(
            [
                {"name": "Azure", "email": "azure@customer.example.com"},
                {"name": "Brandt", "email": "brandt@customer.example.com"},
                {
                    "name": "Coll",
                    "email": "coll@customer.example.com",
                    "user_id": cls.user_leaver.id,
                },
            ]
        )
        lead = {
            "user_id": cls.user_leaver.id,
            "type": "opportunity",
            "company_id": cls.company.id,
        }
        cls.leads = cls.env["crm.lead"].create(
            [
                {**lead, "name": "Pump", "partner_id": cls.azure.id},
                {**lead, "name": "Valve", "partner_id": cls.azure.id},
                {
                    **lead,
                    "name": "Unknown yet",
                    "contact_name": "Dana New",
                    "email_from": "dana@customer.example.com",
                },
            ]
        )
        won = cls.leads[0].copy({"partner_id": cls.brandt.id})
        won.action_set_won()
        project = cls.env["project.project"].create(
            {"name": "Plant", "company_id": cls.company.id}
        )
        cls.env["project.task"].create(
            {
                "name": "Install",
                "project_id": project.id,
                "partner_id": cls.coll.id,
                "user_ids": [Command.set(cls.user_leaver.ids)],
            }
        )

    def test_contacts_are_those_of_open_work_the_most_pressing_first(self):
        [found] = self.case.sudo()._find_contacts().values()
        self.assertEqual(
            list(found),
            [
                (self.azure.id, False, False),
                (False, "crm.lead", self.leads[2].id),
                (self.coll.id, False, False),
            ],
        )
        self.assertEqual(found[self.azure.id, False, False]["models"]["crm.lead"], 2)
        self.assertEqual(found[self.coll.id, False, False]["models"].total(), 2)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_lead_without_contact_is_shown_and_written_to_by_its_new_owner(self):
        self.user_manager.group_ids += self.env.ref("sales_team.group_sale_salesman")
        handover = self._hand_over().with_user(self.user_officer)
        handover.action_view_introductions()
        drafts = self.case.introduction_ids
        self.assertEqual(len(drafts), 3)
        draft = drafts.filtered(lambda draft: draft.sudo().source_model)
        self.env.invalidate_all()
        hidden = draft.sudo(False).with_user(self.user_officer)
        self.assertFalse(self.leads.with_user(self.user_officer).has_access("read"))
        self.assertFalse(hidden.contact_name or hidden.contact_email or hidden.body)
        with self.assertRaises(AccessError):
            hidden.read(["source_res"])
        own = draft.sudo(False).with_user(self.user_manager)
        self.env.invalidate_all()
        self.assertEqual(own.contact_name, "Dana New")
        self.assertFalse(own.problem)
        own.action_send()
        message = self.leads[2].message_ids[0]
        self.assertEqual(message.outgoing_email_to, "dana@customer.example.com")
        self.assertEqual(message.author_id, self.user_manager.partner_id)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, "dana@customer.example.com")

    def test_lead_that_is_deleted_is_not_written_to(self):
        handover = self._hand_over()
        handover.action_view_introductions()
        draft = self.case.introduction_ids.filtered(
            lambda draft: draft.sudo().source_model
        )
        self.leads[2].unlink()
        self.env.invalidate_all()
        self.assertTrue(draft.problem)

    def test_scan_lists_work_and_no_preferences(self):
        self.env["digest.digest"].create(
            {"name": "Week", "user_ids": [Command.set(self.user_leaver.ids)]}
        )
        self.env["crm.lead"].create(
            {"name": "Own order", "partner_id": self.employee_leaver.work_contact_id.id}
        )
        keys = {(line.model, line.field_name) for line in self._scan().line_ids}
        self.assertIn(("crm.lead", "user_id"), keys)
        self.assertNotIn(("crm.lead", "partner_id"), keys)
        self.assertNotIn(("digest.digest", "user_ids"), keys)
        self.assertNotIn(("res.partner", "commercial_partner_id"), keys)
