from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import AlumniCase

VALUES = {
    "partner_name": "Northwind Ceramics",
    "contact_name": "Aiko Brandt",
    "email_from": "aiko.brandt@example.com",
    "phone": "+44 20 7946 0000",
    "description": "A second plant <b>next</b> year.\nThey compare suppliers.",
}


@tagged("post_install", "-at_install")
class TestCrmLead(AlumniCase):
    def _refer(self, **values):
        return self.alumni_active._do_refer({**VALUES, **values})

    def test_referral_is_a_lead_with_its_origin(self):
        lead = self._refer()
        self.assertEqual(lead.name, "Northwind Ceramics, referred by Ada Active")
        self.assertEqual(lead.alumni_id, self.alumni_active)
        self.assertEqual((lead.alumni_kind, lead.referred), ("sourced", "Ada Active"))
        self.assertEqual(lead.source_id.name, "Alumni")
        self.assertEqual(lead.medium_id.name, "Alumni portal")
        self.assertEqual((lead.team_id, lead.user_id), (self.team, self.user_sales))
        self.assertEqual(lead.company_id, self.company)
        self.assertEqual(lead.type, "opportunity")
        self.assertFalse(lead.partner_id, "the prospect is no contact yet")
        self.assertEqual(lead.email_from, "aiko.brandt@example.com")
        self.assertIn("&lt;b&gt;next&lt;/b&gt;", lead.description)
        self.assertEqual(self.alumni_active.lead_count, 1)

    def test_referral_by_a_portal_user_takes_nothing_from_that_user(self):
        user = self.alumni_active._get_account()
        alumni = self.alumni_active.with_context(tracking_disable=False)
        lead = alumni.with_user(user).sudo()._do_refer(VALUES)
        self.assertEqual(lead.user_id, self.user_sales)
        self.assertNotIn(user.partner_id, lead.message_partner_ids)

    def test_salesperson_of_the_settings(self):
        seller = self._new_user("second_seller", "sales_team.group_sale_salesman")
        self.company.alumni_user_id = seller
        lead = self._refer()
        self.assertEqual((lead.user_id, lead.team_id), (seller, self.team))

        seller.active = False
        self.assertFalse(self._refer(partner_name="Another").user_id)

    def test_without_settings_the_first_team_of_the_company(self):
        self.company.alumni_team_id = False
        self.env["crm.team"].search([("id", "!=", self.team.id)]).active = False
        self.assertEqual(self._refer().team_id, self.team)

    def test_lead_first_where_sales_sorts_out_leads(self):
        self.team.use_leads = True
        self.assertEqual(self._refer().type, "opportunity")
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "crm.group_use_lead"
        )
        self.assertEqual(self._refer(partner_name="Another").type, "lead")

    def test_same_prospect_twice_is_one_lead(self):
        lead = self._refer()
        self.assertEqual(self._refer(), lead)
        lead.action_set_lost()
        self.assertNotEqual(self._refer(), lead, "a closed one may be tried again")

    def test_limit_of_a_day(self):
        alumni = self.alumni_active
        for number in range(alumni._REFERRALS_PER_DAY):
            self.assertFalse(alumni._is_over_referral_limit())
            self._refer(partner_name=f"Prospect {number}")
        self.assertTrue(alumni._is_over_referral_limit())

    def test_status_that_the_person_is_told(self):
        lead = self._refer()
        self.assertEqual(lead._get_referral_status()[0], "received")
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)])[1]
        self.assertEqual(lead._get_referral_status()[0], "progress")
        lead.action_set_won()
        self.assertEqual(lead._get_referral_status()[0], "won")
        lost = self._refer(partner_name="Another")
        lost.action_set_lost()
        self.assertEqual(lost._get_referral_status()[0], "lost")
        self.assertIn(lost, self.alumni_active._get_referrals())

    def test_part_played_comes_with_the_person(self):
        lead = self.env["crm.lead"].create({"name": "By hand"})
        self.assertFalse(lead.alumni_kind)
        lead.alumni_id = self.alumni_active
        self.assertEqual(lead.alumni_kind, "sourced")
        lead.alumni_kind = "introduced"
        lead.alumni_id = self.alumni_candidate
        self.assertEqual(lead.alumni_kind, "introduced")
        lead.alumni_id = False
        self.assertFalse(lead.alumni_kind)

    def test_merge_keeps_the_origin(self):
        first = self.env["crm.lead"].create(
            {"name": "Known", "type": "opportunity", "team_id": self.team.id}
        )
        first.stage_id = self.env["crm.stage"].search([("is_won", "=", False)])[1]
        first.user_id = self.user_sales
        leads = (first + self._refer()).with_user(self.user_sales)
        merged = leads.merge_opportunity()
        self.assertEqual(merged.alumni_id, self.alumni_active)
        self.assertEqual(merged.alumni_kind, "sourced")

    def test_sales_sees_the_origin_and_not_the_person(self):
        lead = self._refer()
        as_sales = lead.with_user(self.user_sales)
        [values] = as_sales.web_read({"alumni_id": {"fields": {"display_name": {}}}})
        self.assertEqual(values["alumni_id"]["display_name"], "Ada Active")
        leads = self.env["crm.lead"].with_user(self.user_sales)
        self.assertIn(lead, leads.search([("alumni_id", "!=", False)]))
        self.assertIn(lead, leads.search([("referred", "ilike", "ada")]))
        groups = leads.formatted_read_group(
            [("id", "=", lead.id)], ["alumni_id"], ["__count"]
        )
        self.assertEqual(groups[0]["alumni_id"][1], "Ada Active")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_sales_cannot_list_the_network_by_trying_numbers(self):
        leads = self.env["crm.lead"].with_user(self.user_sales)
        probe = leads.create({"name": "Probe"})
        stranger = {"alumni_id": self.alumni_candidate.id}
        for ask in (
            lambda: probe.write(stranger),
            lambda: leads.create({"name": "Probe", **stranger}),
        ):
            with self.assertRaisesRegex(AccessError, "Ask it to add"):
                ask()
        self._refer()
        probe.alumni_id = self.alumni_active  # Known from the own pipeline.
        manager = self.user_alumni
        manager.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        probe.with_user(manager).write(stranger)
        self.assertEqual(probe.alumni_id, self.alumni_candidate)

    def test_copy_of_a_lead_has_no_origin_to_count_twice(self):
        copied = self._refer().copy()
        self.assertFalse(copied.alumni_id or copied.alumni_kind)

    def test_salesperson_opens_and_saves_the_form(self):
        lead = self._refer()
        with Form(lead.with_user(self.user_sales)) as form:
            form.expected_revenue = 1000
        self.assertEqual(lead.expected_revenue, 1000)
        self.assertEqual(lead.alumni_id, self.alumni_active)

    def test_alumni_manager_follows_what_alumni_brought_and_no_other_lead(self):
        lead = self._refer()
        other = self.env["crm.lead"].create({"name": "Secret deal"})
        leads = self.env["crm.lead"].with_user(self.user_alumni)
        self.assertEqual(leads.search([("id", "in", (lead + other).ids)]), lead)
        action = self.alumni_active.with_user(self.user_alumni).action_view_leads()
        self.assertEqual(leads.search(action["domain"]), lead)
        self.assertEqual(self.alumni_active.with_user(self.user_alumni).lead_ids, lead)

    def test_alumni_manager_who_sells_writes_own_leads_only(self):
        lead = self._refer()
        self.user_alumni.group_ids += self.env.ref("sales_team.group_sale_salesman")
        as_manager = lead.with_user(self.user_alumni)
        self.assertTrue(as_manager.has_access("read"))
        self.assertFalse(as_manager.has_access("write"))
        lead.user_id = self.user_alumni
        self.assertTrue(as_manager.has_access("write"))

    def test_lead_outlives_the_person(self):
        person = self._new_alumni("Soon Gone")
        lead = self.env["crm.lead"].create({"name": "Stays", "alumni_id": person.id})
        person.unlink()
        self.assertTrue(lead.exists())
        self.assertFalse(lead.alumni_id)

    def test_hr_counts_without_rights_in_the_crm(self):
        self._refer()
        user = new_test_user(self.env, "plain_hr", groups="hr.group_hr_user")
        user.company_ids += self.company
        user.company_id = self.company
        self.assertEqual(self.alumni_active.with_user(user).lead_count, 1)
