"""No role gets back what was said on leaving: role by place by way of asking."""

from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exit_common import MARKER
from .marker_common import PART, PLACES, MarkerCase

MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_cron",
    "odoo.orm.models",
    "odoo.sql_db",
)
# Models of survey in which an exit questionnaire has records.
TOUCHED = (
    "survey.survey",
    "survey.question",
    "survey.question.answer",
    "survey.user_input",
    "survey.user_input.line",
    "survey.invite",
)
# Ways by which whoever may read is told; otherwise these tests would show nothing.
TELLING = {
    "read",
    "web_read",
    "search_read",
    "web_search_read",
    "export_data",
    "formatted_read_group",
    "formatted_read_grouping_sets",
    "web_read_group",
    "read_group",
}
READING = {*TELLING, "web_save", "name_search", "web_name_search", "read_progress_bar"}
# Roles that have no rights of which another one would not have some.
ALIKE = {"leaver", "admin_hr"}
FINDING = {"search", "search_count", "search_read"}
# Tables by which it would be known of whom something is kept.
ABOUT = {
    "mail.message": "model",
    "mail.followers": "res_model",
    "mail.activity": "res_model",
    "calendar.event": "res_model",
    "ir.attachment": "res_model",
    "mailing.trace": "model",
}


@tagged("post_install", "-at_install", "security")
class TestMarkers(MarkerCase):
    def assertNothing(self, answer, *how):
        self.assertNotIn(MARKER, answer, how)

    def test_a_marker_is_in_every_place_and_nowhere_else(self):
        for model, (names, _reader) in PLACES.items():
            for name in names:
                with self.subTest(model=model, field=name):
                    found = self.env[model].search([(name, "like", PART)])
                    self.assertIn(MARKER, str(found.mapped(name)))
        modes = self.planted["hr.exit.answer"].mapped("mode")
        self.assertEqual(set(modes), {"named", "totals", "later"})
        self.assertEqual(
            self._find_in_database(MARKER),
            {
                (self.env[model]._table, name)
                for model, (names, _reader) in PLACES.items()
                for name in names
            },
        )

    @mute_logger(*MUTED)
    def test_whoever_may_read_gets_it_by_these_ways(self):
        for model, (names, reader) in PLACES.items():
            if not reader:
                continue
            user = self.readers[reader]
            ids = self.env[model].with_user(user).search([]).ids
            told = {
                method
                for method, args in self._get_reading_calls(model, names[0], ids)
                if MARKER in self._ask(user, model, method, args)
            }
            found = {
                method
                for method, args in self._get_guessing_calls(model, names[0])
                if self._is_found(model, self._call(user, model, method, args))
            }
            with self.subTest(model=model):
                self.assertLessEqual(TELLING, told)
                self.assertEqual(FINDING, found)

    @mute_logger(*MUTED)
    def test_whoever_may_read_some_gets_nothing_else(self):
        """Exit officers no reports, confidential officers and interviewers no answers.

        What counts only in totals, or not yet, is read by nobody.
        """
        for role, user in self.readers.items():
            for model, (names, reader) in PLACES.items():
                # An exit officer reads cards as well.
                if role == reader or (role == "exit_officer" and "card" in model):
                    continue
                for method, args in self._get_reading_calls(model, names[0]):
                    answer = self._ask(user, model, method, args)
                    self.assertNothing(answer, role, model, method)
        officer = self.env["hr.exit.answer"].with_user(self.user_exit_officer)
        self.assertEqual(set(officer.search([]).mapped("mode")), {"named"})

    @mute_logger(*MUTED)
    def test_no_role_gets_it_by_reading(self):
        for role, user in self.roles.items():
            for model, (names, _reader) in PLACES.items():
                for name in names:
                    for method, args in self._get_reading_calls(model, name):
                        answer = self._ask(user, model, method, args)
                        self.assertNothing(answer, role, model, method)

    def _is_found(self, model, told):
        """Whether one of the records with a marker, or their number, was found."""
        if isinstance(told[0], list):
            found = {one["id"] if isinstance(one, dict) else one for one in told[0]}
            return bool(found & set(self.planted[model].ids))
        return isinstance(told[0], int) and told[0] > 0

    @mute_logger(*MUTED)
    def test_no_role_finds_out_by_guessing(self):
        for role, user in self.roles.items():
            for model, (names, _reader) in PLACES.items():
                for name in names:
                    for method, args in self._get_guessing_calls(model, name):
                        told = self._call(user, model, method, args)
                        self.assertFalse(
                            self._is_found(model, told), (role, model, method, told)
                        )

    @mute_logger(*MUTED)
    def test_no_role_finds_out_from_another_model(self):
        """By every path of fields by which the superuser finds a marker."""
        paths = [pair for pair in self._get_paths() if self._has_hit(*pair)]
        self.assertGreater(len(paths), 50)
        self.assertIn(
            ("hr.employee", "offboarding_ids.interview_ids.answer_ids.value"), paths
        )
        for model, path in paths:
            domain = [(path, "like", PART)]
            ids = self.env[model].search(domain).ids
            for role, user in self.roles.items():
                found = self._call(user, model, "search", (domain,))[0]
                self.assertTrue(
                    found == [] or isinstance(found, Exception), (role, model, path)
                )
                if path.count(".") > 2:
                    continue
                names = [path.replace(".", "/")]
                answer = self._ask(user, model, "export_data", (ids, names))
                self.assertNothing(answer, role, model, path)
                nested = {}
                for name in reversed(path.split(".")):
                    nested = {name: {"fields": nested} if nested else {}}
                answer = self._ask(user, model, "web_read", (ids, nested))
                self.assertNothing(answer, role, model, path)
        # Whoever may read does find it by some of them.
        domain = [("answer_ids.value", "like", PART)]
        told = self._call(
            self.user_exit_officer, "hr.exit.interview", "search", (domain,)
        )
        self.assertEqual(told[0], self.interview.ids)

    @mute_logger(*MUTED)
    def test_no_search_of_any_model_finds_it(self):
        """Every text that a role may read, of whatever model there is."""
        tried = 0
        for name in sorted(self.env.registry.models):
            model = self.env[name]
            if model._abstract:
                continue
            for role, user in self.roles.items():
                records = model.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids, active_test=False
                )
                domain = self._get_text_domain(records)
                if not domain:
                    continue
                tried += 1
                with self.env.cr.savepoint():
                    self.assertFalse(records.search(domain, limit=1), (role, name))
        self.assertGreater(tried, 1000)

    def _get_text_domain(self, records):
        """Whether the marker is in one of the texts that the user may read."""
        if not records.has_access("read"):
            return None
        names = [
            name
            for name, field in records._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and records._has_field_access(field, "read")
        ]
        return names and Domain.OR([Domain(name, "like", PART) for name in names])

    @mute_logger(*MUTED)
    def test_no_public_method_tells_it(self):
        """Every method that the API lets anybody call, with arguments that fit."""
        called = 0
        ours = [
            name
            for name in self.env.registry.models
            if self.env[name]._original_module == "hr_exit_interview"
            and not self.env[name]._abstract
        ]
        secret = {*PLACES, *TOUCHED, "hr.exit.interview"}
        for model in sorted({*ours, *secret}):
            # Of the platform's own methods, where there is something to get by them.
            of_modules = None if model in secret else {"hr_exit_interview"}
            ids = self._get_ids(model)
            names = self._get_public_methods(model, of_modules)
            if model in PLACES:
                # Those the tests above have called already, field by field.
                names = sorted({*names} - READING)
            for name in names:
                args = self._guess_arguments(model, name, ids)
                for role in self.roles.keys() - ALIKE:
                    answer = self._ask(self.roles[role], model, name, args)
                    self.assertNothing(answer, role, model, name)
                    called += 1
        self.assertGreater(called, 5000)

    def _get_ids(self, model):
        if model in self.planted:
            return self.planted[model].ids
        if model == "survey.survey":
            return self.survey.ids
        if model == "survey.user_input":
            return (self._sheet() + self._sheet(self.talk_half)).ids
        return self.env[model].search([], limit=2, order="id DESC").ids

    @mute_logger(*MUTED)
    def test_public_methods_tell_whoever_may_read(self):
        """The way of calling them does work."""
        telling = {
            name
            for name in self._get_public_methods("hr.exit.answer")
            if MARKER
            in self._ask(
                self.user_exit_officer,
                "hr.exit.answer",
                name,
                self._guess_arguments(
                    "hr.exit.answer", name, self.planted["hr.exit.answer"][:1].ids
                ),
            )
        }
        self.assertLessEqual({"read", "search_read"}, telling)

    def test_nothing_is_known_of_what_is_kept(self):
        """No follower, message, activity, meeting or file belongs to it."""
        secret = [model for model in PLACES if not model.startswith("survey")]
        for model, field in ABOUT.items():
            with self.subTest(model=model):
                records = self.env[model].with_context(active_test=False)
                domain = [(field, "in", [*secret, "hr.exit.interview"])]
                self.assertFalse(records.search_count(domain))

    # Mailings, which read as the system

    def _new_mailing(self, model, domain):
        """A mailing as it would be where nothing had refused to save it."""
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "body_html": "<p><t t-out='object.display_name'/></p>",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "user_id": self.roles["marketing"].id,
                "keep_archives": True,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_mailing SET mailing_model_id = %s, mailing_domain = %s, "
            "state = 'in_queue' WHERE id = %s",
            [self.env["ir.model"]._get_id(model), str(domain), mailing.id],
        )
        self.env.invalidate_all()
        return mailing

    @mute_logger(*MUTED)
    def test_no_mailing_finds_it(self):
        targets = [
            (model, [(f, "like", PART)]) for model, ((f, *_), _) in PLACES.items()
        ]
        targets += [(model, []) for model in PLACES]
        targets += [
            (model, [(path, "like", PART)])
            for model, path in self._get_paths(3)
            if self._has_hit(model, path)
        ]
        partner = self.user_leaver.partner_id
        for model, domain, count in (
            *((model, domain, 0) for model, domain in targets),
            ("res.partner", [("id", "=", partner.id)], 1),
        ):
            with self.subTest(model=model, domain=domain):
                mailing = self._new_mailing(model, domain)
                self.assertEqual(mailing.total, count)
                self.assertEqual(len(mailing._get_recipients()), count)
        with (
            self.mock_mail_gateway(mail_unlink_sent=True),
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
        ):
            mailing._process_mass_mailing_queue()
        traces = self.env["mailing.trace"].search(
            [("mass_mailing_id.subject", "=", "News")]
        )
        self.assertEqual(traces.mapped("model"), ["res.partner"])

    @mute_logger(*MUTED)
    def test_no_mailing_is_sent_to_records_that_somebody_names(self):
        for model, records in self.planted.items():
            mailing = self._new_mailing(model, [])
            answer = self._ask(
                self.roles["marketing"],
                "mailing.mailing",
                "action_send_mail",
                (mailing.ids, records.ids),
            )
            with self.subTest(model=model):
                self.assertNothing(answer)
                self.assertIn("Mailings are neither sent", answer)
