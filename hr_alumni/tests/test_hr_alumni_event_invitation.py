"""Invitations to events: who is asked, who comes, who waits, who is told."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase
from .common_http import PortalPageCase


class EventInvitationCase(AlumniCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.env["hr.alumni.event.invitation"]
        begin = fields.Datetime.now() + timedelta(days=30)
        cls.event = cls.env["event.event"].create(
            {
                "name": "Kiln Reunion",
                "company_id": cls.company.id,
                "is_alumni_event": True,
                "alumni_guests": 2,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=4),
                "date_tz": "Europe/Lisbon",
                "event_mail_ids": False,
            }
        )
        cls.ana, cls.bea, cls.cid = (
            cls._new_guest(name) for name in ("Ana One", "Bea Two", "Cid Three")
        )

    @classmethod
    def _new_guest(cls, name, **values):
        alumni = cls._new_alumni(name, **values)
        alumni._do_answer(cls.purposes["events"], channel="link")
        return alumni

    def _invite(self, *people):
        return self.rows.union(*(self.rows._get_row(self.event, one) for one in people))

    def _limit(self, seats):
        self.event.write({"seats_limited": True, "seats_max": seats})

    def _send(self, progress=None):
        """Run the job; without `progress` it goes through to the end."""
        cron = self.env.registry["ir.cron"]
        with (
            self.mock_mail_gateway(mail_unlink_sent=True),
            patch.object(cron, "_commit_progress", progress or (lambda *a, **k: 1000)),
        ):
            self.rows._cron_send_mails()
            mails = list(self._mails)
        self.env.invalidate_all()
        return {mail["email_to"][0]: mail for mail in mails}


@tagged("post_install", "-at_install")
class TestHrAlumniEventInvitation(EventInvitationCase):
    def test_who_is_asked_and_who_is_left_out_with_the_reason(self):
        never = self._new_alumni("Nev Er")
        never._do_answer(self.purposes["newsletter"], channel="link")
        late = self._new_guest("Lat Er")
        black = self._new_guest("Bla Ck")
        rows = self._invite(self.ana, never, late, black)
        rows._do_queue("invitation")
        self.assertEqual(self.event.alumni_pending_count, 4)
        # The ledger is asked when a mail leaves, and not when it was made.
        late._do_withdraw(self.purposes["events"], "link")
        self.env["mail.blacklist"]._add(black.private_email)
        self.assertEqual(set(self._send()), {self.ana.private_email})
        self.assertEqual(rows.mapped("state"), ["asked", "new", "new", "new"])
        self.assertEqual(self.event.alumni_pending_count, 0)
        self.assertIn("not agreed", rows[1].left_out_reason)
        self.assertFalse(rows[2].left_out_reason, "Nothing waited any more.")
        self.assertIn("no mails at all", rows[3].left_out_reason)
        self.assertFalse(self._send(), "Nobody is asked twice.")

    def test_cap_holds_for_invitations(self):
        self.company.alumni_mail_cap = 1
        self.ana._note_content_mails()
        row = self._invite(self.ana)
        row._do_queue("invitation")
        self.assertFalse(self._send())
        self.assertIn("as many as are allowed", row.left_out_reason)
        self.company.alumni_mail_cap = 0
        row.with_user(self.user_alumni).action_send()
        self.assertEqual(set(self._send()), {self.ana.private_email})
        with self.assertRaisesRegex(UserError, "asked already"):
            row.with_user(self.user_alumni).action_send()

    def test_seats_guests_and_the_waiting_list(self):
        self._limit(3)
        ana, bea, cid = self._invite(self.ana, self.bea, self.cid)
        ana._do_answer("yes", 1)
        self.assertEqual(
            ana.registration_ids.mapped("name"), ["Ana One", "Guest of Ana One"]
        )
        self.assertFalse(any(ana.registration_ids.mapped("email")))
        bea._do_answer("yes", 1)
        cid._do_answer("yes")
        self.assertEqual((bea.state, cid.state), ("waiting", "yes"))
        self.assertEqual(self.event.alumni_waiting_count, 1)
        # One seat is too few for two; whoever waits is not passed by.
        cid._do_answer("no")
        self.assertEqual(bea.state, "waiting")
        ana._do_answer("yes", 0)
        self.assertEqual((ana.state, bea.state), ("yes", "yes"))
        self.assertEqual(bea.pending_mail, "seat")
        mails = self._send()
        self.assertIn("there is a seat", mails[self.bea.private_email]["body"])
        self.assertEqual(self.event.seats_taken, 3)

    def test_more_guests_than_seats_keep_the_own_seat(self):
        self._limit(2)
        ana, bea = self._invite(self.ana, self.bea)
        ana._do_answer("yes")
        bea._do_answer("yes")
        ana._do_answer("yes", 2)
        self.assertEqual((ana.state, ana.guest_count), ("yes", 0))
        self.event.seats_max = 4
        ana._do_answer("yes", 9)
        self.assertEqual(ana.guest_count, 2, "The event allows two.")

    def test_a_seat_that_the_office_frees_goes_to_who_waits(self):
        self._limit(1)
        ana, bea, cid = self._invite(self.ana, self.bea, self.cid)
        for row in (ana, bea, cid):
            row._do_answer("yes")
        ana.registration_ids.action_cancel()
        self.assertEqual((bea.state, cid.state), ("yes", "waiting"))
        self.event.seats_max = 2
        self.assertEqual(cid.state, "yes")

    def test_moved_and_cancelled_events_are_told_to_who_comes(self):
        ana, bea, cid = self._invite(self.ana, self.bea, self.cid)
        ana._do_answer("yes")
        bea._do_answer("no")
        self.event.write({"date_end": self.event.date_end + timedelta(days=1)})
        self.assertFalse((ana + bea + cid).filtered("pending_mail"))
        self.event.write({"date_begin": self.event.date_begin + timedelta(hours=1)})
        self.assertEqual(ana.pending_mail, "moved")
        self.event.kanban_state = "cancel"
        mails = self._send()
        self.assertEqual(set(mails), {self.ana.private_email})
        self.assertIn("does not take place", mails[self.ana.private_email]["body"])
        with self.assertRaisesRegex(UserError, "any more"):
            ana._do_answer("no")

    def test_whoever_comes_is_told_of_changes_whatever_was_stopped_since(self):
        ana, bea, cid = self._invite(self.ana, self.bea, self.cid)
        for row in (ana, bea, cid):
            row._do_answer("yes")
        self.ana._do_pause(3)
        self.bea._do_withdraw(self.purposes["events"], "link")
        self.cid._do_leave(channel="portal")
        self.assertEqual((cid.state, len(cid._get_seats())), ("no", 0))
        self.event.kanban_state = "cancel"
        self.bea._do_withdraw(self.purposes["newsletter"], "link")
        self.assertEqual(
            set(self._send()), {self.ana.private_email, self.bea.private_email}
        )
        # Nothing else reaches them.
        (ana + bea)._do_queue("thanks")
        self.assertFalse(self._send())
        self.assertIn("paused", ana.left_out_reason)
        self.assertIn("not agreed", bea.left_out_reason)

    def test_at_the_door_and_afterwards(self):
        ana, bea = self._invite(self.ana, self.bea)
        for row in (ana, bea):
            row._do_answer("yes", 1)
        with self.assertRaisesRegex(UserError, "until the event is over"):
            self.event.action_thank_alumni()
        ana.with_user(self.user_alumni).action_check_in()
        self.assertTrue(ana.has_attended)
        ana.with_user(self.user_alumni).host_note = "Looks for a supplier"
        touch = self.ana.touch_ids.filtered(lambda one: one.channel == "event")
        self.assertEqual(touch.note, "Looks for a supplier")
        self.assertEqual(len(touch), 1, "Guests are nobody's contact.")
        begin = fields.Datetime.now() - timedelta(days=2)
        self.event.write({"date_begin": begin, "date_end": begin + timedelta(hours=1)})
        self.event.action_thank_alumni()
        mails = self._send()
        self.assertIn("thank you for coming", mails[self.ana.private_email]["body"])
        self.assertIn("we missed you", mails[self.bea.private_email]["body"])

    def test_answers_are_written_by_the_steps_only(self):
        row = self._invite(self.ana).with_user(self.user_alumni)
        for values in ({"state": "yes"}, {"pending_mail": "invitation"}, {"note": "x"}):
            with self.subTest(values), self.assertRaises(UserError):
                row.write(values)
        row.action_yes()
        self.assertEqual(row.state, "yes")
        with self.assertRaises(AccessError):
            row.with_user(self.user_officer).action_no()

    def test_segment_is_invited(self):
        self.user_alumni.group_ids += self.env.ref("event.group_event_user")
        self.event.is_alumni_event = False
        known = self._invite(self.ana)
        invite = self.env["hr.alumni.event.invite"].with_user(self.user_alumni)
        action = invite.create({"event_id": self.event.id}).action_invite()
        rows = self.rows.search(action["domain"])
        self.assertLessEqual(self.ana + self.bea + self.cid, rows.alumni_id)
        self.assertEqual(set((rows - known).mapped("pending_mail")), {"invitation"})
        self.assertTrue(self.event.is_alumni_event)
        self.event.date_begin = fields.Datetime.now() - timedelta(hours=1)
        with self.assertRaisesRegex(UserError, "begun"):
            invite.create({"event_id": self.event.id}).action_invite()

    def test_many_invitations_leave_in_batches_that_are_kept(self):
        people = self.rows.alumni_id.union(
            *(self._new_guest(f"Many {number}") for number in range(250))
        )
        self._invite(*people)._do_queue("invitation")
        kept = []

        def stop_at_once(_self, processed, remaining=0, **_kwargs):
            kept.append((processed, remaining))
            return 0

        first = self._send(stop_at_once)
        self.assertEqual((len(first), kept), (100, [(100, 150)]))
        second = self._send()
        self.assertEqual(len(second), 150)
        self.assertFalse(first.keys() & second.keys())

    def test_an_invitation_costs_little_more_than_its_mail(self):
        def new_people(number, mark):
            return self.rows.alumni_id.union(
                *(self._new_guest(f"Que {mark}{one}") for one in range(number))
            )

        def count(function):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            function()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def invite(people):
            self._invite(*people)._do_queue("invitation")
            return count(self._send)

        def write(people):
            with self.mock_mail_gateway(mail_unlink_sent=True):
                return count(
                    lambda: people._mail_privately(
                        "hr_alumni.mail_template_alumni_choices", "events"
                    )
                )

        invite(new_people(2, "w")), write(new_people(2, "x"))
        # Of the rows each costs no query of its own.
        ours = invite(new_people(45, "a")) - invite(new_people(5, "b"))
        mails = write(new_people(45, "c")) - write(new_people(5, "d"))
        self.assertLessEqual((ours - mails) / 40, 0.5)


@tagged("post_install", "-at_install", "security")
class TestEventPages(EventInvitationCase, PortalPageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni._do_give(cls.purposes["events"], channel="portal")
        cls.row = cls.rows._get_row(cls.event, cls.alumni)
        cls.page = f"/my/alumni/events/{cls.event.id}"

    def _get_link(self, row):
        row._do_queue("invitation")
        mail = self._send()[row.alumni_id.private_email]
        return re.search(r"/alumni/event/\d+/[^\"'\s<>]+", mail["body"])[0]

    def test_answer_by_the_link_without_an_account(self):
        link = self._get_link(self.row)
        self.authenticate(None, None)
        response = self.url_open(link)
        self.assertPage(response, 200, "Kiln Reunion", "Europe/Lisbon", "Ada Active")
        self.env.invalidate_all()
        self.assertEqual(self.row.state, "asked")
        response = self._post(link, {"answer": "yes", "guests": "1", "note": "Vegan"})
        self.assertEqual(response.status_code, 303)
        self.assertPage(self.url_open(link), 200, "You are coming")
        self.env.invalidate_all()
        self.assertRecordValues(
            self.row, [{"state": "yes", "guest_count": 1, "note": "Vegan"}]
        )
        calendar = self.url_open(f"{link}/calendar")
        self.assertIn("Kiln Reunion", calendar.text)
        self.assertIn("text/calendar", calendar.headers["Content-Type"])
        self._post(link, {"answer": "no"})
        self.env.invalidate_all()
        self.assertEqual(self.row.state, "no")
        self.assertFalse(self.row._get_seats())

    def test_links_that_are_void(self):
        link = self._get_link(self.row)
        number, token = link.split("/")[-2:]
        other = self.rows._get_row(self.event, self.other)
        for wrong in (
            f"/alumni/event/{other.id}/{token}",
            f"/alumni/event/{number}/{token[:-3]}",
            f"/alumni/event/999999999/{token}",
        ):
            with self.subTest(wrong):
                for response in (
                    self.url_open(wrong),
                    self.url_open(f"{wrong}/calendar"),
                    self._post(wrong, {"answer": "yes"}),
                ):
                    self.assertEqual(response.status_code, 410)
        response = self.url_open(link, data={"answer": "yes"})
        self.assertEqual(response.status_code, 400, "Without the key of the form.")
        self.alumni._do_leave(channel="portal")
        self.assertEqual(self._post(link, {"answer": "yes"}).status_code, 410)
        self.env.invalidate_all()
        self.assertNotEqual(self.row.state, "yes")

    def test_bad_answers(self):
        link = self._get_link(self.row)
        for data in ({}, {"answer": "perhaps"}, {"answer": "yes", "note": "a\x00"}):
            with self.subTest(data):
                self.assertEqual(self._post(link, data).status_code, 400)
        self._post(link, {"answer": "yes", "guests": "99", "state": "no", "id": "1"})
        self.env.invalidate_all()
        self.assertEqual((self.row.state, self.row.guest_count), ("yes", 2))
        for guests in ("-1", "²", "x"):
            self._post(link, {"answer": "yes", "guests": guests})
            self.env.invalidate_all()
            self.assertEqual(self.row.guest_count, 0, guests)

    def test_own_page(self):
        self.assertPage(self.url_open("/my/alumni/events"), 200, "Kiln Reunion")
        self.assertPage(self.url_open(self.page), 200, "Do you come?")
        self._post(self.page, {"answer": "yes"})
        self.assertPage(self.url_open("/my/alumni/events"), 200, "Coming")
        self.assertIn("Kiln Reunion", self.url_open(f"{self.page}/calendar").text)
        self._sign_in(self.other._get_account())
        for response in (
            self.url_open(self.page),
            self._post(self.page, {"answer": "yes"}),
            self.url_open(f"{self.page}/calendar"),
        ):
            self.assertEqual(response.status_code, 404)
        self.assertPage(self.url_open("/my/alumni/events"), 200, "Nothing is planned")
        # Shown to all members: whoever was not invited may come, too.
        self.event.alumni_audience = "members"
        self._post(self.page, {"answer": "yes"})
        self.env.invalidate_all()
        row = self.rows.search([("alumni_id", "=", self.other.id)])
        self.assertEqual(row.state, "yes")

    def test_nobody_else_gets_in(self):
        self.event.alumni_audience = "members"
        self.user_colleague.password = "colleague-Pass1"
        self._sign_in(self.user_colleague)
        for url in ("/my/alumni/events", self.page, f"{self.page}/calendar"):
            self.assertEqual(self.url_open(url).status_code, 404, url)
        self.assertEqual(self._post(self.page, {"answer": "yes"}).status_code, 404)
        self.authenticate(None, None)
        response = self.url_open(self.page, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.url_open("/my/alumni/events")
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(20):
            event = self.event.copy({"name": f"Event {number}"})
            event.alumni_audience = "members"
            self.rows._get_row(event, self.other)
        self.assertLessEqual(count(), few + 2)
        self.assertLessEqual(few, 20)
