"""A former colleague asks what is known: all of it is told, and of nobody else."""

import io
import json
import zipfile

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.models.hr_own_data_mixin import TECHNICAL
from odoo.addons.hr_exit_interview.tests.common import TODAY

from ..models.hr_own_data_copy import ELSEWHERE, OWN_PAGE_ONLY
from .common_http import PortalPageCase
from .test_alumni_erasure import MARKER, ErasureCase


def read_file(content):
    """The parts by model, and the files by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    parts = json.loads(files["data.json"])["parts"]
    return {part["model"]: part for part in parts}, files


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestAlumniOwnData(ErasureCase):
    def _new_copy(self, alumni=None, user=None):
        return (
            self.env["hr.own.data.copy"]
            .with_user(user or self.user_admin_hr)
            .create({"alumni_id": (alumni or self.marked).id})
        )

    def _read(self, copy, way="office"):
        with copy._do_give(way) as stream:
            return read_file(stream.read())

    def test_every_text_about_the_person_is_told_or_left_out_for_a_reason(self):
        planted = self._plant()
        planted["hr.alumni"] = self.marked
        copy = self._new_copy()
        parts, files = self._read(copy)
        rules = copy._get_own_rules()
        missed = []
        for model, records in planted.items():
            if model in OWN_PAGE_ONLY and not records.with_user(
                self.user_admin_hr
            ).has_access("read"):
                # Handed over by the few who may read it, or on the own page.
                self.assertFalse(parts[model]["records"])
                continue
            told = json.dumps(parts[model]["records"], ensure_ascii=False)
            for field in records._fields.values():
                value = field.store and records.sudo()[:1][field.name]
                if not isinstance(value, str) or MARKER not in value.lower():
                    continue
                if field.name in TECHNICAL | rules[model].left_out.keys():
                    continue
                if value not in told:
                    missed.append(f"{model}.{field.name}")
        self.assertEqual(missed, [])
        for model in ELSEWHERE:
            # Booked by the person, and taken with an invitation.
            expected = 2 if model == "event.registration" else 1
            self.assertEqual(len(parts[model]["records"]), expected, model)
        self.assertIn(MARKER.encode(), b"".join(files.values()))
        papers = [name for name in files if name.startswith("files/")]
        self.assertTrue(any(MARKER in name for name in papers), papers)

    def test_every_model_has_a_rule(self):
        copy = self._new_copy()
        rules = copy._get_own_rules()
        links = self.env["hr.retention.mixin"]._get_retention_links
        todo, seen = ["hr.alumni"], set()
        while todo:
            model = todo.pop()
            if model not in seen:
                seen.add(model)
                todo += [part for part, _name, is_part in links(model) if is_part]
        ours = {m for m in seen if self.env[m]._original_module.startswith("hr_")}
        self.assertLessEqual(ours, rules.keys())
        for model, rule in rules.items():
            with self.subTest(model):
                names = {*rule.told, *rule.left_out}
                self.assertLessEqual(names, self.env[model]._fields.keys())

    def test_nothing_about_anybody_else(self):
        self._plant()
        other = self.alumni_active
        other._log_touch("hand", note="Wombat-7731")
        _parts, files = self._read(self._new_copy())
        for name, content in files.items():
            self.assertNotIn(b"Wombat-7731", content, name)
            self.assertNotIn(b"Ada Active", content, name)

    def test_an_employee_is_told_both(self):
        case = self._depart()
        alumni = case._get_alumni()
        alumni.city = "Porto"
        copy = (
            self.env["hr.own.data.copy"]
            .with_user(self.user_admin_hr)
            .create({"employee_id": case.employee_id.id})
        )
        parts, _files = self._read(copy)
        self.assertEqual(parts["hr.alumni"]["records"][0]["city"], "Porto")
        self.assertEqual(parts["hr.offboarding"]["records"][0]["name"], case.name)
        copy = self._new_copy(alumni)
        again = self._read(copy)[0].keys() - {"hr.own.data.copy"}
        self.assertEqual(again, parts.keys())

    def test_records_of_another_company_and_a_shared_address_stay_apart(self):
        twin = self._new_alumni(
            f"Num {MARKER}",
            company=self.company_other,
            city="Oslo",
            private_email=self.marked.private_email,
        )
        self.env["event.registration"].create(
            {
                "event_id": self.env["event.event"]
                .create(
                    {
                        "name": "Reunion",
                        "date_begin": "2026-05-01 10:00:00",
                        "date_end": "2026-05-01 18:00:00",
                    }
                )
                .id,
                "name": "Somebody",
                "email": twin.private_email,
            }
        )
        parts, files = self._read(self._new_copy())
        self.assertNotIn(b"Oslo", b"".join(files.values()))
        self.assertNotIn("event.registration", parts)

    def test_rights(self):
        for user in (self.user_officer, self.user_alumni, self.user_keeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._new_copy(user=user)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env["hr.own.data.copy"].sudo().create({})

    def test_nothing_is_mailed_to_the_dead(self):
        copy = self._new_copy()
        self.marked._do_note_death()
        with self.assertRaisesRegex(UserError, "have died"):
            copy.action_send_link()

    def test_link_goes_to_the_private_address(self):
        copy = self._new_copy()
        copy.action_send_link()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(mail.email_to, f"{MARKER}@example.com")
        self.assertIn("/own-data/", mail.body_html)
        self.assertFalse(mail.model)
        self.assertEqual(copy.state, "sent")

    def test_it_goes_with_the_person(self):
        copy = self._new_copy()
        self._erase()
        self.assertFalse(copy.exists())


@tagged("post_install", "-at_install", "security")
class TestAlumniOwnDataPage(PortalPageCase):
    def test_the_person_fetches_it(self):
        page = self.url_open("/my/alumni/data")
        self.assertPage(page, 200, "Your data", "not protected by a")
        answer = self._post("/my/alumni/data", {})
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        parts, _files = read_file(answer.content)
        [told] = parts["hr.alumni"]["records"]
        self.assertEqual(told["private_email"], "ada.active@example.com")
        copy = self.env["hr.own.data.copy"].search([("alumni_id", "=", self.alumni.id)])
        self.assertEqual((copy.state, copy.way), ("done", "portal"))
        self.assertEqual(copy.user_id, self.alumni._get_account())

    def test_guidance_is_told_on_the_own_page_only(self):
        guidance = self.env["hr.alumni.guidance"].sudo()
        guidance.create(
            {
                "alumni_id": self.alumni.id,
                "adviser_id": self.user_director.id,
                "strengths": "Bilby-3301",
            }
        )
        answer = self._post("/my/alumni/data", {})
        parts, _files = read_file(answer.content)
        self.assertIn("Bilby-3301", json.dumps(parts["hr.alumni.guidance"]))
        copy = (
            self.env["hr.own.data.copy"]
            .with_user(self.user_admin_hr)
            .create({"alumni_id": self.alumni.id})
        )
        with copy._do_give("office") as stream:
            parts, files = read_file(stream.read())
        self.assertNotIn(b"Bilby-3301", b"".join(files.values()))
        self.assertTrue(parts["hr.alumni.guidance"]["note"])

    def test_nobody_else_does(self):
        self._sign_in(self._new_user("stranger_data", "base.group_portal"))
        self.assertEqual(self.url_open("/my/alumni/data").status_code, 404)
        self.assertEqual(self._post("/my/alumni/data", {}).status_code, 404)
        self.assertFalse(self.env["hr.own.data.copy"].search([("way", "=", "portal")]))
