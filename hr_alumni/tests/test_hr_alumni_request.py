from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.mail.tests.common import MailCase

from .common_requests import PDF, RequestCase

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install", "security")
class TestHrAlumniRequest(RequestCase, MailCase):
    """From what is asked for to the answer, and who sees it."""

    def _as(self, request, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return request.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def _answer(self, request, user=None, **values):
        request = self._as(request, user or self.user_officer)
        request.action_take()
        request.write(values or {"answer": "Here it is."})
        with self.mock_mail_gateway():
            request.action_answer()
        return request

    def _finds(self, request, user):
        model = self._as(request, user)
        return bool(model.search([("id", "=", request.id)]))

    # What a request takes over from its type

    def test_a_request_takes_over_side_and_deadline(self):
        with freeze_time("2026-01-31"):
            pay = self._new_request("pay")
            data = self._new_request("data")
            advice = self._new_request("advice")
        self.assertRegex(pay.name, r"^REQ/2026/\d{4}$")
        self.assertEqual(pay.display_name, pay.name)
        self.assertEqual(
            [(one.owner_side, one.is_confidential) for one in (pay, data, advice)],
            [("hr", True), ("hr", True), ("alumni", False)],
        )
        self.assertEqual(pay.deadline, fields.Date.to_date("2026-02-14"))
        # A month by law, and the last day of a shorter one.
        self.assertEqual(data.deadline, fields.Date.to_date("2026-02-28"))
        self._get_type("pay").write(
            {"owner_side": "alumni", "is_confidential": False, "deadline_days": 1}
        )
        self.assertEqual((pay.owner_side, pay.is_confidential), ("hr", True))

    def test_values_of_the_person_cannot_be_forged_or_changed(self):
        officer = self._as(self.env["hr.alumni.request"], self.user_officer)
        request = officer.create(
            {
                "alumni_id": self.alumni_active.id,
                "type_id": self._get_type("pay").id,
                "owner_side": "alumni",
                "is_confidential": False,
                "deadline": "2099-01-01",
            }
        )
        self.assertEqual((request.owner_side, request.is_confidential), ("hr", True))
        self.assertLess(request.deadline, fields.Date.to_date("2099-01-01"))
        for values in (
            {"text": "Other words"},
            {"owner_side": "alumni"},
            {"is_confidential": False},
            {"deadline": "2099-01-01"},
            {"state": "answered"},
            {"told_date": "2026-01-01 00:00:00"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                request.write(values)
        with self.assertRaises(ValidationError):
            request.alumni_id = self.alumni_candidate

    def test_stint_is_one_of_the_person(self):
        self.employee_leaver.action_archive()
        period = self.employee_leaver.employment_period_ids
        with self.assertRaisesRegex(ValidationError, "stint of the person"):
            self._new_request("certificate", period_id=period.id)
        self.alumni_active.employee_ids = self.employee_leaver
        request = self._new_request("certificate", period_id=period.id)
        self.assertEqual(request.period_id, period)

    def test_asking_is_noted_once_as_a_contact(self):
        request = self._new_request("advice")
        touches = self.alumni_active.touch_ids.filtered(
            lambda touch: touch.source == "request"
        )
        self.assertEqual(len(touches), 1)
        self.alumni_active._log_touch("request", ref=f"hr.alumni.request,{request.id}")
        self.assertEqual(
            touches,
            self.alumni_active.touch_ids.filtered(
                lambda touch: touch.source == "request"
            ),
        )
        self.assertNotIn("advice", (touches.topics or "") + (touches.note or ""))

    # Who sees what

    @mute_logger(*QUIET)
    def test_each_side_sees_what_goes_to_it(self):
        roles = {
            "officer": self.user_officer,
            "admin": self.user_admin_hr,
            "alumni": self.user_alumni,
            "keeper": self.user_keeper,
            "sales": self.user_sales,
            "colleague": self.user_colleague,
            "officer_other": self.user_officer_other,
            "alumni_other": self.user_alumni_other,
            "portal": self.alumni_active._get_account(),
        }
        self.alumni_active.owner_id = self.user_keeper
        expected = {
            "reference": {"officer": "rw", "admin": "rw"},
            "pay": {"officer": "rw", "admin": "rw"},
            "data": {"officer": "rw", "admin": "rw"},
            "erasure": {"officer": "rw", "admin": "rw"},
            "certificate": {"officer": "rw", "admin": "rw", "alumni": "r"},
            "advice": {"alumni": "rw"},
            "mentoring": {"alumni": "rw"},
            "other": {"alumni": "rw"},
        }
        for kind, granted in expected.items():
            request = self._new_request(kind, text=f"Secret of {kind}")
            for role, user in roles.items():
                record = self._as(request, user)
                with self.subTest(kind=kind, role=role):
                    got = "".join(
                        verb[0] for verb in ("read", "write") if record.has_access(verb)
                    )
                    self.assertEqual(got, granted.get(role, ""))
                    if got:
                        self.assertEqual(record.can_answer, "w" in got)

    @mute_logger(*QUIET)
    def test_no_way_around_by_counting_grouping_and_export(self):
        self._new_request("reference", text="Secret")
        model = self._as(self.env["hr.alumni.request"], self.user_alumni)
        domain = [("alumni_id", "=", self.alumni_active.id)]
        self.assertEqual(model.search_count(domain), 0)
        self.assertEqual(model._read_group(domain, ["type_id"], ["__count"]), [])
        self.assertEqual(model.name_search("REQ", domain), [])
        person = self._as(self.alumni_active, self.user_alumni)
        self.assertFalse(person.request_ids)
        self.assertEqual(person.request_count, 0)
        self.assertEqual(
            self._as(self.alumni_active, self.user_officer).request_count, 1
        )
        colleague = self._as(self.env["hr.alumni.request"], self.user_colleague)
        with self.assertRaises(AccessError):
            colleague.search_count(domain)

    @mute_logger(*QUIET)
    def test_alumni_managers_do_not_take_over_what_goes_to_hr(self):
        request_type = self._get_type("pay").with_user(self.user_alumni)
        self.assertEqual(request_type.name, "Pay paper")
        for values in ({"owner_side": "alumni"}, {"is_confidential": False}):
            with self.subTest(values), self.assertRaises(AccessError):
                request_type.write(values)
        self._get_type("advice").with_user(self.user_alumni).deadline_days = 7
        with self.assertRaises(AccessError):
            self._get_type("advice").with_user(self.user_officer).deadline_days = 7

    @mute_logger(*QUIET)
    def test_owner_is_of_the_side(self):
        request = self._new_request("reference")
        for user in (self.user_alumni, self.user_colleague, self.user_officer_other):
            with self.subTest(user.login), self.assertRaises(ValidationError):
                request.user_id = user
        request.user_id = self.user_officer
        self.alumni_active.owner_id = self.user_alumni
        self.assertEqual(self._new_request("advice").user_id, self.user_alumni)
        self.alumni_active.owner_id = self.user_keeper  # Reads no requests.
        self.assertFalse(self._new_request("mentoring").user_id)
        self._get_type("pay").user_id = self.user_officer
        self.assertEqual(self._new_request("pay").user_id, self.user_officer)
        with self.assertRaisesRegex(ValidationError, "cannot read"):
            self._get_type("pay").user_id = self.user_alumni

    # States

    def test_moves(self):
        request = self._new_request("pay")
        officer = self._as(request, self.user_officer)
        with self.assertRaisesRegex(UserError, "Write the answer"):
            officer.action_answer()
        with self.assertRaisesRegex(UserError, "Write why"):
            officer.action_refuse()
        officer.action_take()
        self.assertEqual(
            (request.state, request.user_id), ("progress", self.user_officer)
        )
        self._answer(self._new_request("pay"))
        officer.answer = "We keep no papers of that year. Ask the tax office."
        with self.mock_mail_gateway():
            officer.action_refuse()
        self.assertEqual(
            (request.state, request.answer_date),
            ("refused", fields.Date.context_today(request)),
        )
        with self.assertRaisesRegex(UserError, "Reopen it"):
            officer.answer = "Other words"
        with self.assertRaisesRegex(UserError, "cannot become"):
            officer.action_withdraw()
        officer.action_reopen()
        self.assertEqual((request.state, request.answer_date), ("progress", False))
        officer.action_withdraw()
        self.assertEqual(request.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "cannot become"):
            officer.action_take()

    def test_figures_and_lateness(self):
        with freeze_time(TODAY - timedelta(days=20)):
            late = self._new_request("pay")
        with freeze_time(TODAY):
            self._answer(self._new_request("pay"))
            self.assertTrue(late.is_late)
            self._answer(late)
            self.assertEqual((late.is_late, late.answer_days), (False, 20))
            self.assertFalse(late.is_on_time)

    def test_open_ones_are_not_deleted(self):
        request = self._new_request("pay")
        with self.assertRaisesRegex(UserError, "waits for an answer"):
            self._as(request, self.user_officer).unlink()
        self._answer(request)
        self._as(request, self.user_officer).unlink()
        self.assertFalse(request.exists())

    def test_a_month_by_law_is_extended_once_with_a_reason(self):
        with freeze_time("2026-03-31"):
            request = self._new_request("data")
            officer = self._as(request, self.user_officer)
            with self.assertRaisesRegex(UserError, "Write why it takes longer"):
                officer.action_extend()
            officer.extension_reason = "Papers of three companies."
            with self.mock_mail_gateway():
                officer.action_extend()
            self.assertEqual(request.deadline, fields.Date.to_date("2026-06-30"))
            [mail] = self._mails
            self.assertIn("longer than a month", mail["body"])
            self.assertNotIn("three companies", mail["body"])
            self.assertFalse(request.told_date)
            with self.assertRaisesRegex(UserError, "once"):
                officer.action_extend()
            pay = self._as(self._new_request("pay"), self.user_officer)
            with self.assertRaisesRegex(UserError, "by law"):
                pay.action_extend()
        with freeze_time("2026-03-31"):
            other = self._as(self._new_request("erasure"), self.user_officer)
            other.extension_reason = "Late"
        with freeze_time("2026-05-02"), self.assertRaisesRegex(UserError, "once"):
            other.action_extend()

    # Telling the person

    def test_mail_tells_of_an_answer_and_nothing_of_it(self):
        request = self._new_request("pay", text="Slip of March")
        self._answer(request, answer="4,711 in March.")
        [mail] = self._mails
        self.assertEqual(mail["email_to"], ["ada.active@example.com"])
        text = mail["subject"] + mail["body"]
        for secret in ("Pay", "pay paper", "Slip", "4,711"):
            with self.subTest(secret):
                self.assertNotIn(secret, text)
        self.assertIn(request.name, mail["subject"])
        # With an account the mail leads to the own page.
        self.assertIn(f"/my/alumni/requests/{request.id}", mail["body"])
        self.assertFalse(mail["attachments"])
        self.assertTrue(request.told_date)
        self.assertFalse(
            self.env["mail.message"].search(
                [("model", "=", request._name), ("res_id", "=", request.id)]
            )
        )

    def test_mail_without_an_account_holds_a_link(self):
        request = self._new_request("certificate", self.alumni_candidate)
        self._answer(request)
        [mail] = self._mails
        self.assertIn(f"/alumni/request/{request.id}/", mail["body"])

    def test_nobody_is_written_to_whose_address_must_not_be_used(self):
        cases = {
            "deceased": lambda one: one.action_deceased(),
            "without": lambda one: one.write({"private_email": False}),
            "bounced": lambda one: one.sudo().write({"message_bounce": 1}),
            "suppressed": lambda one: self.env["hr.privacy.suppression"]._suppress(
                one, "erased"
            ),
            "blacklisted": lambda one: self.env["mail.blacklist"]._add(
                one.email_normalized
            ),
        }
        for name, spoil in cases.items():
            person = self._new_alumni(f"Case {name}")
            request = self._new_request("pay", person)
            if name == "deceased":
                # What a dead person has asked for is closed.
                spoil(person)
                self.assertEqual(request.state, "withdrawn")
                continue
            spoil(person)
            with self.subTest(name):
                self._answer(request)
                self.assertFalse(self._mails)
                self.assertTrue(request.is_untold)
                with self.assertRaisesRegex(UserError, "No mail was sent"):
                    self._as(request, self.user_officer).action_tell_again()
        # Whoever has left the network still gets the answer to the own request.
        left = self._new_alumni("Case left")
        request = self._new_request("data", left)
        left._do_leave(channel="office", actor="staff")
        self._answer(request)
        self.assertEqual(len(self._mails), 1)
        with self.mock_mail_gateway():
            self._as(request, self.user_officer).action_tell_again()
        self.assertEqual(len(self._mails), 1)

    # Files

    @mute_logger(*QUIET)
    def test_files_of_an_answer_are_own_ones(self):
        attachments = self.env["ir.attachment"]
        request = self._new_request("pay")
        officer = self._as(request, self.user_officer)
        other = self._new_request("pay")
        foreign = [
            attachments.create({"name": "a.pdf", "raw": PDF}),
            attachments.create(
                {"name": "b.pdf", "raw": PDF, "res_model": "res.partner", "res_id": 1}
            ),
            attachments.create(
                {
                    "name": "c.pdf",
                    "raw": PDF,
                    "res_model": request._name,
                    "res_id": other.id,
                }
            ),
        ]
        for file in foreign:
            with self.subTest(file.name), self.assertRaises(AccessError):
                officer.write({"answer_file_ids": [(4, file.id)]})
        own = attachments.with_user(self.user_officer).create(
            {"name": "slip.pdf", "raw": PDF, "res_model": request._name}
        )
        officer.write({"answer_file_ids": [(4, own.id)]})
        self.assertEqual((own.res_model, own.res_id), (request._name, request.id))
        self.assertFalse(request._get_page_files())
        self._answer(request)
        self.assertEqual(request._get_page_files(), own)
        self.env.invalidate_all()
        self.assertFalse(
            own.with_user(self.user_alumni).has_access("read"),
            "The alumni team reads a paper that is confidential to HR.",
        )

    def test_letter_of_the_departure_becomes_the_answer(self):
        case = self._depart()
        person = self._get_alumni(self.employee_leaver)
        request = self._new_request("certificate", person)
        officer = self._as(request, self.user_officer)
        self.assertTrue(officer.can_write_letter)
        with self.assertRaisesRegex(UserError, "Issue the letter first"):
            officer.action_attach_letter()
        officer.action_write_letter()
        [letter] = case.letter_ids
        self.assertEqual((letter.kind, letter.state), ("certificate", "draft"))
        action = officer.action_write_letter()
        self.assertEqual(action["res_id"], letter.id)
        self.assertEqual(case.letter_ids, letter)
        letter.body = "<p>She worked here.</p>"
        letter.with_user(self.user_officer).action_issue()
        officer.action_attach_letter()
        [copy] = request.answer_file_ids
        self.assertEqual((copy.res_model, copy.res_id), (request._name, request.id))
        self.assertNotEqual(copy, letter.attachment_id)
        self.assertEqual(copy.raw, letter.attachment_id.raw)
        without = self._as(self._new_request("certificate"), self.user_officer)
        self.assertFalse(without.can_write_letter)
        with self.assertRaisesRegex(UserError, "no departure"):
            without.action_write_letter()

    def test_rights_of_the_person_open_the_form_for_them(self):
        request = self._as(self._new_request("erasure"), self.user_admin_hr)
        action = request.action_erase()
        self.assertEqual(action["context"]["active_ids"], self.alumni_active.ids)
        pay = self._as(self._new_request("pay"), self.user_admin_hr)
        with self.assertRaisesRegex(UserError, "not asked to be erased"):
            pay.action_erase()
        data = self._as(self._new_request("data"), self.user_admin_hr)
        context = data.action_copy_data()["context"]
        self.assertEqual(context["default_alumni_id"], self.alumni_active.id)
        with self.assertRaisesRegex(UserError, "not asked for a copy"):
            pay.action_copy_data()

    # Ends

    def test_merged_requests_stay_and_belong_to_the_kept_one(self):
        twin = self._new_alumni("Twin Active")
        request = self._new_request("pay", twin, text="Slip")
        benefit = self._new_benefit()
        claim = self.env["hr.alumni.benefit.claim"]._claim(self.alumni_active, benefit)
        twin._do_merge_into(self.alumni_active)
        self.assertEqual(request.alumni_id, self.alumni_active)
        self.assertEqual(request.text, "Slip")
        self.assertEqual(self.alumni_active.claim_ids, claim)

    def test_closed_ones_are_deleted_after_their_time(self):
        with freeze_time(TODAY - relativedelta(months=25)):
            answered, open_one = (self._new_request("pay") for _number in range(2))
            self._answer(answered)
        with freeze_time(TODAY):
            young = self._new_request("pay")
            self._answer(young)
            file = self.env["ir.attachment"].create(
                {
                    "name": "a.pdf",
                    "raw": PDF,
                    "res_model": answered._name,
                    "res_id": answered.id,
                }
            )
            self.env["hr.alumni.request"]._gc_closed()
        self.assertFalse(answered.exists())
        self.assertFalse(file.exists())
        self.assertEqual(open_one + young, (open_one + young).exists())

    def test_form_of_the_office(self):
        with self.mock_mail_gateway():
            form = Form(self._as(self.env["hr.alumni.request"], self.user_officer))
            form.alumni_id = self.alumni_active
            form.type_id = self._get_type("pay")
            form.text = "By phone: the slip of March."
            request = form.save()
        self.assertEqual((request.channel, request.state), ("office", "new"))
        self.assertFalse(self._mails)
