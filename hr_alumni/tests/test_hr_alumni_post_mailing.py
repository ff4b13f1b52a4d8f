from ast import literal_eval

from odoo.tests import tagged

from .common_circles import CircleCase


@tagged("post_install", "-at_install", "security")
class TestHrAlumniPostMailing(CircleCase):
    """Posts go by mail to members who want it, and to nobody past the ledger."""

    def _publish(self, **values):
        post = self._new_post(self.place_ada, **values)
        post.action_publish()
        self._drop_mails()
        return post

    def _run(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("hr_alumni.ir_cron_mail_posts").method_direct_trigger()
        self.env.invalidate_all()

    def test_mail_shows_no_address_and_escapes_the_words(self):
        post = self._publish(title="A <b>", body="<script>alert(1)</script>\nYes & no")
        self._run()
        mails = self._get_mails()
        self.assertEqual(set(mails), {"bo.other@example.com"})
        mail = mails["bo.other@example.com"]
        self.assertEqual(mail.subject, "Kilns: A <b>")
        self.assertEqual(mail.email_from, '"Kilns" <kilns@northwind.example.com>')
        self.assertEqual(mail.reply_to, mail.email_from)
        self.assertFalse(mail.author_id)
        self.assertFalse(mail.model)
        self.assertIn("&lt;script&gt;alert(1)", mail.body_html)
        self.assertNotIn("<script", mail.body_html)
        whole = f"{mail.body_html} {mail.headers} {mail.email_from} {mail.reply_to}"
        self.assertNotIn("ada.active@example.com", whole)
        headers = literal_eval(mail.headers)
        link = headers["List-Unsubscribe"].strip("<>")
        self.assertIn(link, mail.body_html)
        self.assertIn(f"/alumni/stop/{self.bo.id}/", link)
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertEqual(post.mail_state, "done")
        # Nobody gets it twice.
        self._run()
        self.assertEqual(self._get_mails(), mails)

    def test_who_gets_none(self):
        self.place_bo.is_mailed = False
        self._new_place(self.cleo, state="requested")
        self._publish()
        self._run()
        self.assertFalse(self._get_mails())

    def test_consent_is_asked_at_the_moment_of_sending(self):
        self._publish()
        self.env["hr.privacy.consent"]._record(
            self.bo, self.purposes["circles"], "withdrawn", "portal"
        )
        self._run()
        self.assertFalse(self._get_mails())

    def test_cap_of_mails(self):
        self.company.alumni_mail_cap = 1
        self._publish()
        self._publish(title="One more")
        self._run()
        self.assertEqual(len(self._get_mails()), 1)

    def test_withdrawal_stops_what_waits(self):
        self._new_place(self.cleo)
        self._publish()
        self._run()
        self.assertEqual(len(self._get_mails()), 2)
        self.bo._do_stop("circles")
        self.assertEqual(set(self._get_mails()), {"cleo.third@example.com"})

    def test_taken_down_before_it_left(self):
        post, other = self._publish(), self._publish(title="Other")
        self._run()
        post.reason = "Not here."
        post.action_refuse()
        self._get_mails().pop("ada.active@example.com", None)
        waiting = self.env["mail.mail"].search(
            [("state", "=", "outgoing"), ("email_to", "=", "bo.other@example.com")]
        )
        self.assertEqual(waiting.subject, f"Kilns: {other.title}")

    def test_competitors_get_what_is_for_everybody(self):
        self.bo.is_at_competitor = True
        self._publish(is_hidden_from_competitors=True)
        self._run()
        self.assertFalse(self._get_mails())
        self._publish(title="For all")
        self._run()
        self.assertEqual(set(self._get_mails()), {"bo.other@example.com"})

    def test_without_any_address_nothing_is_mailed(self):
        self.circle.email = self.company.email = False
        post = self._publish()
        self.assertEqual((post.state, post.mail_state), ("published", "none"))

    def test_goes_on_where_it_stopped(self):
        places = self.place_bo + self._new_place(self.cleo)
        post = self._publish()
        for place in places.sorted("id"):
            self.assertEqual(post._mail_batch(limit=1), 1)
            self.assertEqual(
                list(self._get_mails()), [place.alumni_id.email_normalized]
            )
            self._drop_mails()
        self.assertEqual(post._mail_batch(limit=1), 0)
        self.assertEqual(post.mail_state, "done")

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.bo.partner_id.lang = "fr_FR"
        self.circle.with_context(lang="fr_FR").name = "Fours"
        self._publish()
        self._run()
        mail = self._get_mails()["bo.other@example.com"]
        self.assertEqual(mail.subject, "Fours: Glazes")

    def test_two_queries_each_at_most(self):
        def count(number):
            people = [self._new_alumni(f"Reader {number} {i}") for i in range(number)]
            people = self.env["hr.alumni"].union(*people)
            self._agree(people, "circles")
            circle = self._new_circle(f"Of {number}")
            self.env["hr.alumni.circle.member"].create(
                [
                    {"circle_id": circle.id, "alumni_id": one.id, "state": "member"}
                    for one in people
                ]
            )
            post = self._new_post(circle=circle)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            post._mail_batch()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)  # Whatever is read once in the life of the server.
        few, many = count(3), count(43)
        self.assertLessEqual(many - few, 2 * 40)
        self.assertEqual(
            self.env["mail.mail"].search_count([("email_to", "like", "reader.43")]), 43
        )
