from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_circles import CircleCase


@tagged("post_install", "-at_install")
class TestHrAlumniCircleInvite(CircleCase):
    """Many are invited at once; who is left out is named with the reason."""

    def _open(self, people, circle=None, user=None):
        wizard = self.env["hr.alumni.circle.invite"].with_user(user or self.user_alumni)
        form = Form(
            wizard.with_context(active_model="hr.alumni", active_ids=people.ids)
        )
        form.circle_id = circle or self.circle
        return form

    def _get_states(self, circle=None):
        places = (circle or self.circle).member_ids
        return {one.alumni_id: one.state for one in places}

    def test_invites_and_mails(self):
        form = self._open(self.cleo)
        self.assertEqual((form.invited_count, form.skipped_text), (1, False))
        form.save().action_invite()
        self.assertEqual(self._get_states()[self.cleo], "invited")
        self.assertEqual(list(self._get_mails()), [self.cleo.private_email])
        place = self.cleo.circle_member_ids
        self.assertEqual(place.origin, "office")
        self.assertFalse(place.is_invitation_due)

    def test_circle_by_invitation_only(self):
        circle = self._new_circle("Makers", kind="distinguished", admission=None)
        self._open(self.cleo + self.ada, circle).save().action_invite()
        self.assertEqual(
            self._get_states(circle), {self.cleo: "invited", self.ada: "invited"}
        )

    def test_left_out_with_the_reason(self):
        # What holds before the place is looked at.
        silent = self._new_alumni("Sid Silent")
        silent._do_give(self.purposes["member"], channel="link")
        silent._move_to("active")
        gone = self._new_alumni("Gil Gone")
        self._agree(gone)
        gone._do_leave("portal")
        nowhere = self._new_alumni("Nia Nowhere")
        self._agree(nowhere)
        nowhere.private_email = False
        rival = self._new_alumni("Rio Rival")
        self._agree(rival)
        self.env.flush_all()
        rival.is_at_competitor = True
        far = self._new_alumni("Otto Far", company=self.company_other)
        reasons = {
            silent: "Has not agreed",
            gone: "no member of the network",
            nowhere: "no private address",
            rival: "at a competitor",
            far: "another company",
        }
        for state, words in (
            ("invited", "invited already"),
            ("requested", "asked to join"),
            ("paused", "paused"),
            ("left", "left the circle"),
            ("declined", "declined"),
            ("refused", "refused"),
        ):
            one = self._new_alumni(f"Pat {state.title()}")
            self._agree(one)
            until = "2030-01-01" if state == "paused" else False
            self._new_place(one, state=state, paused_until=until)
            reasons[one] = words
        reasons[self.ada] = "member already"
        people = self.env["hr.alumni"].union(*reasons)
        wizard = self._new_wizard(people + self.cleo)
        found = wizard._get_obstacles()
        for alumni, words in reasons.items():
            with self.subTest(alumni.display_name):
                self.assertIn(words, found[alumni])
                self.assertIn(alumni.display_name, wizard.skipped_text)
        self.assertEqual(wizard.invited_count, 1)
        before = self._get_states()
        wizard.action_invite()
        self.assertEqual(self._get_states(), {**before, self.cleo: "invited"})
        self.assertEqual(list(self._get_mails()), [self.cleo.private_email])

    def _new_wizard(self, people, **values):
        self.user_alumni.company_ids += self.company_other
        companies = (self.company + self.company_other).ids
        wizards = self.env["hr.alumni.circle.invite"].with_user(self.user_alumni)
        return wizards.with_context(allowed_company_ids=companies).create(
            {"circle_id": self.circle.id, "alumni_ids": people.ids, **values}
        )

    def test_people_at_a_competitor_when_the_office_wants_it(self):
        self.cleo.is_at_competitor = True
        form = self._open(self.cleo)
        self.assertEqual(form.invited_count, 0)
        with self.assertRaisesRegex(UserError, "at a competitor"):
            form.save().action_invite()
        form.is_with_competitors = True
        self.assertEqual(form.invited_count, 1)
        form.save().action_invite()
        self.assertEqual(self._get_states()[self.cleo], "invited")

    def test_a_place_that_a_rule_has_ended_is_no_reason(self):
        place = self._new_place(self.cleo, state="left", left_by="rule")
        self._open(self.cleo).save().action_invite()
        self.assertEqual(place.state, "invited")

    def test_many_are_invited_by_the_job(self):
        self.patch(type(self.env["hr.alumni.circle.member"]), "_INVITED_AT_ONCE", 2)
        people = self.cleo
        for number in range(4):
            people += self._new_alumni(f"Max {number}")
        self._agree(people)
        action = self._open(people).save().action_invite()
        self.assertIn("3 more follow", action["params"]["message"])
        states = [self._get_states()[one] for one in people]
        self.assertEqual(sorted(states), ["invited"] * 2 + ["proposed"] * 3)
        waiting = self.circle.member_ids.filtered("is_invitation_due")
        self.assertEqual(waiting.mapped("state"), ["proposed"] * 3)
        # Whoever withdraws meanwhile is not invited any more.
        withdrawn = waiting[0].alumni_id
        withdrawn._do_withdraw(self.purposes["circles"], "portal")
        self.env.flush_all()
        cron = self.env.ref("hr_alumni.ir_cron_invite_to_circles")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.circle.member_ids.filtered("is_invitation_due"))
        states = self._get_states()
        self.assertEqual(
            {one for one in people if states[one] == "invited"},
            set(people - withdrawn),
        )
        self.assertNotIn(withdrawn.private_email, self._get_mails())

    def test_queries_of_the_answer_do_not_grow_with_the_people(self):
        costs = []
        for count in (2, 12):
            people = self.env["hr.alumni"]
            for number in range(count):
                people += self._new_alumni(f"Max {count} {number}")
            self._agree(people)
            wizard = self._new_wizard(people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(wizard._get_obstacles(), {})
            costs.append(self.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])

    def test_only_the_office_invites(self):
        wizards = self.env["hr.alumni.circle.invite"]
        for user in (
            self.user_officer,
            self.user_keeper,
            self.user_director,
            self.user_marketing,
            self.user_sales,
            self.user_colleague,
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                wizards.with_user(user).create({"circle_id": self.circle.id})
