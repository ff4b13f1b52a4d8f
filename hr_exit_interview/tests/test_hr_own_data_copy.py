"""What somebody gets who asks what is known about them: all of it, and no more."""

import io
import json
import zipfile

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.hr_own_data_mixin import TECHNICAL
from .planted_common import MARKER, PlantedCase

# Reached by nobody's data: another person's report, and what has no records of people.
UNREACHED = {
    "hr.exit.alarm": "with the confidential officer, who answers about it",
    "hr.offboarding.wave": "about many people, the data of each are in the departure",
    "hr.retention.log": "says of nobody whose records were erased",
}


class OwnDataCase(PlantedCase):
    def _new_copy(self, user=None, **values):
        return (
            self.env["hr.own.data.copy"]
            .with_user(user or self.user_admin_hr)
            .create({"employee_id": self.employee_leaver.id, **values})
        )

    def _open(self, stream):
        with zipfile.ZipFile(io.BytesIO(stream.read())) as archive:
            self.assertIsNone(archive.testzip())
            return {name: archive.read(name) for name in archive.namelist()}

    def _read(self, copy, way="office"):
        """What is in the file: dict of model to a list of dicts, and the files."""
        with copy._do_give(way) as stream:
            files = self._open(stream)
        parts = json.loads(files["data.json"])["parts"]
        return {part["model"]: part for part in parts}, files


@tagged("post_install", "-at_install", "security")
@freeze_time("2026-03-16")
class TestOwnData(OwnDataCase):
    def test_every_text_about_the_person_is_told_or_left_out_for_a_reason(self):
        records = self._plant()
        copy = self._new_copy(self._new_both())
        parts, files = self._read(copy)
        rules = copy._get_own_rules()
        missed = []
        for model, found in records.items():
            rule = rules[model]
            if rule.reason:
                self.assertEqual(parts[model]["records"], [], model)
                self.assertTrue(parts[model]["note"], model)
                continue
            told = json.dumps(parts[model]["records"], ensure_ascii=False)
            for field in found._fields.values():
                value = field.store and found.sudo()[:1][field.name]
                if not isinstance(value, str) or MARKER not in value:
                    continue
                if field.name in TECHNICAL | rule.left_out.keys():
                    continue
                if f"{MARKER} {field.name}" not in told:
                    missed.append(f"{model}.{field.name}")
        self.assertEqual(missed, [])
        page = files["index.html"].decode()
        self.assertIn(MARKER, page)
        self.assertNotIn("<script", page)
        papers = [name for name in files if name.startswith("files/")]
        self.assertGreater(len(papers), len(records))

    def _new_both(self):
        """Somebody who gives copies, and may read answers as well."""
        return self._new_user(
            "both", "hr.group_hr_manager,hr_exit_interview.group_manager"
        )

    def test_every_model_has_a_rule(self):
        """What would be erased with a person is told, or left out for a reason."""
        copy = self._new_copy()
        rules = copy._get_own_rules()
        mixin = self.env["hr.retention.mixin"]
        todo = [
            Model._name
            for Model in mixin._get_retention_models()
            if Model._name not in UNREACHED
        ]
        seen = set()
        while todo:
            model = todo.pop()
            if model in seen:
                continue
            seen.add(model)
            links = mixin._get_retention_links(model)
            todo += [part for part, _name, is_part in links if is_part]
        ours = {
            model
            for model in seen
            if self.env[model]._original_module == "hr_exit_interview"
        }
        self.assertLessEqual(ours, rules.keys())
        for model, rule in rules.items():
            with self.subTest(model):
                names = {*rule.told, *rule.left_out}
                self.assertLessEqual(names, self.env[model]._fields.keys())

    def test_nothing_about_anybody_else(self):
        self._plant()
        other = self._new_employee("Quentin Other")
        case = self._new_offboarding(other)
        case.sudo().write({"stated_reason": "Wombat-7731"})
        case.action_confirm()
        _parts, files = self._read(self._new_copy(self._new_both()))
        for name, content in files.items():
            self.assertNotIn(b"Wombat-7731", content, name)
            self.assertNotIn(b"Quentin Other", content, name)

    def test_a_copy_is_no_way_around_a_promise(self):
        """HR gets no answers by making a copy, and reading them leaves its trace."""
        self._plant()
        parts, files = self._read(self._new_copy())
        self.assertEqual(parts["hr.exit.answer"]["records"], [])
        self.assertIn("only few people", parts["hr.exit.answer"]["note"])
        value = f"{MARKER} value".encode()
        self.assertNotIn(value, b"".join(files.values()))
        log = self.env["hr.exit.access.log"]
        before = log.search_count([])
        parts, _files = self._read(self._new_copy(self._new_both()))
        self.assertTrue(parts["hr.exit.answer"]["records"])
        self.assertGreater(log.search_count([]), before)

    def test_a_link_tells_nothing_that_few_may_read(self):
        """It goes to an address that HR can change."""
        self._plant()
        parts, files = self._read(self._new_copy(self._new_both()), way="link")
        self.assertEqual(parts["hr.exit.answer"]["records"], [])
        self.assertNotIn(f"{MARKER} value".encode(), b"".join(files.values()))

    def test_what_the_steps_write_is_not_written_by_hand(self):
        copy = self._new_copy()
        other = self._new_employee("Quentin Other")
        for values in (
            {"user_id": self.user_director.id},
            {"way": "office"},
            {"done_date": "2026-03-16 10:00:00"},
            {"employee_id": other.id},
            {"company_id": self.company_other.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                copy.write(values)
        with self.assertRaises(UserError):
            self._new_copy(user_id=self.user_director.id)
        copy.asked_date = "2026-03-01"
        self.assertEqual(str(copy.deadline), "2026-04-01")

    def test_answers_for_totals_are_told_to_nobody(self):
        self._send()
        self._answer(main_reason="car", keep="Numbat-1", mode="totals")
        _parts, files = self._read(self._new_copy(self._new_both()))
        self.assertNotIn(b"Numbat-1", b"".join(files.values()))

    def test_only_administrators_give_copies(self):
        copy = self._new_copy()
        self.assertEqual(copy.state, "asked")
        for user in (self.user_officer, self.user_manager, self.user_leaver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._new_copy(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                copy.with_user(user).action_download()
        with self.assertRaises(UserError):
            copy.write({"state": "done"})

    def test_due_within_a_month(self):
        copy = self._new_copy(asked_date="2026-01-31")
        self.assertEqual(str(copy.deadline), "2026-02-28")
        self.assertTrue(copy.is_late)
        late = [("is_late", "=", True)]
        self.assertIn(copy, copy.search(late))
        copy._do_give("office").close()
        self.assertFalse(copy.is_late)
        self.assertNotIn(copy, copy.search(late))
        self.assertIn(copy, copy.search([("is_late", "=", False)]))

    def test_link_needs_an_address(self):
        self.employee_leaver.private_email = False
        with self.assertRaisesRegex(UserError, "no valid private e-mail address"):
            self._new_copy().action_send_link()

    def test_nothing_is_mailed_after_a_death(self):
        death = self.env["hr.departure.reason"].create(
            {"name": "Death in service", "kind": "death", "type": "neutral"}
        )
        employee = self._new_employee("Ada Gone", private_email="ada@example.com")
        self._new_offboarding(employee, reason_id=death.id)
        copy = self._new_copy(employee_id=employee.id)
        with self.assertRaisesRegex(UserError, "hand it over"):
            copy.action_send_link()
        self.assertEqual(copy.state, "asked")

    def test_old_proof_goes(self):
        copy = self._new_copy(asked_date="2022-01-01")
        copy._do_give("office").close()
        late = self._new_copy(asked_date="2022-01-01")
        self.env["hr.own.data.copy"]._gc_old_proof()
        self.assertFalse(copy.exists())
        self.assertTrue(late.exists())


@tagged("post_install", "-at_install", "security")
class TestOwnDataPage(OwnDataCase, HttpCase):
    def _send_link(self):
        copy = self._new_copy()
        copy.action_send_link()
        return copy, copy.sudo()._get_own_link().replace(copy.get_base_url(), "")

    def _post(self, path):
        self.authenticate(None, None)
        page = self.url_open(path).text
        key = page.partition('name="csrf_token"')[2].partition('value="')[2]
        return self.url_open(path, data={"csrf_token": key.partition('"')[0]})

    def test_link_gives_the_file_once(self):
        copy, path = self._send_link()
        [mail] = self.env["mail.mail"].search(
            [("subject", "like", "copy of your data")], limit=1
        )
        self.assertIn("/own-data/", mail.body_html)
        self.assertFalse(mail.model)
        for _twice in range(2):  # Opening the page uses nothing up.
            page = self.url_open(path)
            self.assertIn("Fetch the file", page.text)
            self.assertEqual(page.headers["Cache-Control"], "no-store")
        answer = self._post(path)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            self.assertIn("data.json", archive.namelist())
        self.env.invalidate_all()
        self.assertEqual((copy.state, copy.way), ("done", "link"))
        again = self.url_open(path)
        self.assertEqual(again.status_code, 404)
        self.assertIn("does not work any more", again.text)

    def test_other_links_give_nothing(self):
        copy, path = self._send_link()
        other = self._new_copy()
        stem, _slash, token = path.rpartition("/")
        copy.action_send_link()  # The link before is void.
        for odd in (
            path,
            f"{stem}/nonsense",
            f"/own-data/{other.id}/{token}",
            f"/own-data/999999999/{token}",
        ):
            with self.subTest(odd):
                self.assertEqual(self.url_open(odd).status_code, 404)
        self.assertEqual(self.url_open(f"/own-data/x/{token}").status_code, 404)

    @mute_logger("odoo.http")
    def test_form_needs_its_key(self):
        copy, path = self._send_link()
        self.assertEqual(self.url_open(path, data={"csrf_token": "x"}).status_code, 400)
        self.assertEqual(copy.state, "sent")

    def test_new_address_makes_the_link_void(self):
        _copy, path = self._send_link()
        self.employee_leaver.private_email = "new@example.com"
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)

    @mute_logger("odoo.http")
    def test_only_administrators_download(self):
        copy = self._new_copy()
        path = f"/hr_exit_interview/own-data/{copy.id}"
        self.authenticate(self.user_officer.login, self.user_officer.login)
        self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(self.user_admin_hr.login, self.user_admin_hr.login)
        answer = self.url_open(path)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.env.invalidate_all()
        self.assertEqual((copy.state, copy.way), ("done", "office"))
        self.assertEqual(copy.user_id, self.user_admin_hr)
