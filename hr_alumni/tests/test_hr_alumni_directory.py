"""The directory: what is open to an audience, and nothing else."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from ..tools.directory import AUDIENCES, ITEMS
from .common_directory import FACTS, DirectoryCase

QUIET = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.orm.models",
)


@tagged("post_install", "-at_install", "security")
class TestHrAlumniDirectory(DirectoryCase):
    def test_consent_opens_the_name_and_nothing_else(self):
        row = self._get_row("staff")
        self.assertEqual(row.name, "Ada Active")
        for names in ITEMS.values():
            for name in names:
                with self.subTest(name):
                    self.assertFalse(row[name])
        self.assertTrue(row.is_listed)
        # Who agreed to be asked is not found before something is open.
        for audience in ("sales", "recruiters"):
            with self.subTest(audience):
                row = self._get_row(audience)
                self.assertFalse(row.is_listed or row.name)

    def test_each_item_fills_its_fields_for_its_audience(self):
        for audience, rules in AUDIENCES.items():
            for item in rules.items:
                self.alumni._do_open({audience: {item}})
                row = self._get_row(audience)
                for other, names in ITEMS.items():
                    for name in names:
                        is_open = other == item and name != "is_open_to_speaking"
                        with self.subTest(audience=audience, item=item, name=name):
                            self.assertEqual(bool(row[name]), is_open)

    def test_person_may_open_nothing_to_an_audience_that_it_is_not_for(self):
        with self.assertRaisesRegex(Exception, "is not shown to"):
            self.alumni._do_open({"sales": {"past"}})

    def test_nothing_is_opened_without_consent(self):
        alumni = self._new_alumni("Una Agreed")
        alumni._do_answer(self.purposes["directory_staff"], channel="link")
        alumni._do_open({"staff": {"place"}, "sales": {"employer"}})
        self.assertEqual(alumni.opening_ids.mapped("audience"), ["staff"])
        self.assertFalse(self._get_row("sales", alumni))

    def test_rows_follow_the_record(self):
        self.alumni._do_open({"staff": {"employer", "place", "left"}})
        self.env["hr.alumni.career"].create(
            {"alumni_id": self.alumni.id, "employer_name": "Next", "title": "Boss"}
        ).date_from = "2026-01-01"
        self.alumni.career_ids.filtered(
            lambda move: move.employer_name != "Next"
        ).date_to = "2025-12-31"
        self.alumni.city = "Graz"
        self.alumni.left_date = "2023-01-01"
        row = self._get_row("staff")
        self.assertEqual(
            (row.employer_name, row.city, row.left_year), ("Next", "Graz", "2023")
        )
        self.assertFalse(row.job_title)

    def test_states_take_people_out_and_bring_them_back(self):
        self.alumni._do_open({"staff": {"place"}})
        for move, is_seen in (
            (lambda: self.alumni.action_dormant(), True),
            (lambda: self.alumni._do_return(), False),
            (lambda: self.alumni._move_to("active"), True),
            (lambda: self.alumni._do_note_death(), False),
            (lambda: self.alumni._do_undo_death(), True),
        ):
            move()
            with self.subTest(self.alumni.state):
                row = self._get_row("staff")
                self.assertEqual(row.is_listed, is_seen)
                self.assertEqual(bool(row.name), is_seen)
                self.assertEqual(bool(row.city), is_seen)
                self.assertEqual(
                    self._get_seen(self.user_colleague), {"staff"} if is_seen else set()
                )

    def test_withdrawal_closes_at_once_and_for_good(self):
        self.alumni._do_open({"staff": {"place"}, "alumni": {"place"}})
        self.alumni._do_withdraw(self.purposes["directory_staff"], channel="link")
        self.assertFalse(self._get_row("staff"))
        self.assertEqual(self._get_row("alumni").city, "Zwettl-7")
        self._agree(self.alumni, "directory_staff")
        self.assertFalse(self._get_row("staff").city, "It must be opened anew.")

    def test_leaving_takes_every_row(self):
        self.alumni._do_open({"staff": {"place"}, "sales": {"employer"}})
        self.alumni._do_leave(channel="portal")
        for audience in AUDIENCES:
            self.assertFalse(self._get_row(audience))
        self.assertFalse(self.alumni.opening_ids)

    def test_consent_that_has_ended_shows_nobody_even_before_it_is_noted(self):
        self.alumni._do_open({"staff": {"place"}})
        row = self._get_row("staff")
        end = row.date_end
        self.assertTrue(end)
        for days, is_seen in ((0, True), (1, False)):
            with self.subTest(days), freeze_time(end + timedelta(days)):
                self.assertEqual(
                    self._get_seen(self.user_colleague), {"staff"} if is_seen else set()
                )
        with freeze_time(end + timedelta(1)):
            self.env["hr.alumni"].search([])._do_expire()
            self.assertFalse(self._get_row("staff"))
            self.assertFalse(self.alumni.opening_ids)

    def test_renewed_consent_goes_on_without_a_gap(self):
        self.alumni._do_open({"staff": {"place"}})
        row = self._get_row("staff")
        with freeze_time(fields.Date.today() + timedelta(400)):
            self._agree(self.alumni, "directory_staff")
        self.assertEqual(self._get_row("staff"), row)
        self.assertEqual(row.city, "Zwettl-7")

    def test_sales_does_not_find_people_at_competitors(self):
        self.alumni._do_open({"sales": {"employer"}, "staff": {"employer"}})
        self.assertEqual(self._get_seen(self.user_sales), {"sales", "staff"})
        rival = self.env["res.partner"].create(
            {"name": "Rival Works", "is_company": True, "is_competitor": True}
        )
        self.alumni.career_ids.employer_id = rival
        self.assertEqual(self._get_seen(self.user_sales), {"staff"})
        rival.is_competitor = False
        self.assertEqual(self._get_seen(self.user_sales), {"sales", "staff"})

    def test_sales_learns_since_when_and_nothing_of_the_time_with_us(self):
        self.alumni._do_open({"sales": set(AUDIENCES["sales"].items)})
        row = self._get_row("sales")
        self.assertEqual(row.date_given, fields.Date.today())
        self.assertFalse(row.left_year or row.last_job_title or row.last_department)
        self.assertFalse(self._get_row("staff").date_given)

    def test_erased_and_merged_people(self):
        twin = self._new_alumni("Ada Active")
        self._agree(twin, "directory_staff")
        twin._do_open({"staff": {"employer"}})
        self.alumni._do_open({"staff": {"place"}})
        twin._do_merge_into(self.alumni)
        row = self._get_row("staff")
        self.assertEqual((row.city, row.name), ("Zwettl-7", "Ada Active"))
        self.assertEqual(row.employer_name, "Vintners Nine")
        self.assertEqual(len(row), 1)
        self.alumni._privacy_erase("request", "withdrawn")
        self.assertFalse(row.exists())
        self.assertFalse(
            self.env["hr.alumni.opening"].search([("alumni_id", "=", self.alumni.id)])
        )

    def test_contact_writes_nothing_and_its_name_is_taken_over_at_night(self):
        partner = self.alumni.partner_id
        partner.name = "Ada Wedded"
        listed = self._new_alumni("Lis Ted")
        self._agree(listed, "directory_staff")
        bare = self._count_queries(
            lambda: self.alumni_candidate.partner_id.write({"name": "Cai Wedded"})
        )
        queries = self._count_queries(
            lambda: listed.partner_id.write({"name": "Lis Wedded"})
        )
        self.assertEqual(queries, bare)
        self.assertEqual(self._get_row("staff").name, "Ada Active")
        self.env["hr.alumni.directory"]._cron_follow_names()
        self.assertEqual(self._get_row("staff").name, "Ada Wedded")
        self.assertFalse(self._get_row("sales").name)
        idle = self._count_queries(self.env["hr.alumni.directory"]._cron_follow_names)
        self.assertLessEqual(idle, 2)


@tagged("post_install", "-at_install", "security")
class TestDirectoryReaders(DirectoryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni._do_open(
            {
                "staff": {"job"},
                "sales": {"place"},
                "alumni": set(AUDIENCES["alumni"].items),
                "recruiters": {"skills"},
            }
        )

    def test_each_role_sees_the_rows_of_its_audience(self):
        everything = set(AUDIENCES)
        for user, expected in (
            (self.user_colleague, {"staff"}),
            (self.user_manager, {"staff"}),
            (self.user_keeper, {"staff"}),
            (self.user_marketing, {"staff"}),
            (self.user_sales, {"staff", "sales"}),
            (self.user_officer, everything),
            (self.user_admin_hr, everything),
            (self.user_alumni, everything),
            (self.user_alumni_other, set()),
        ):
            with self.subTest(user.login):
                self.assertEqual(self._get_seen(user), expected)

    @mute_logger(*QUIET)
    def test_portal_and_public_have_no_rights(self):
        for user in (self.alumni._get_account(), self.env.ref("base.public_user")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["hr.alumni.directory"].with_user(user).search([])

    @mute_logger(*QUIET)
    def test_nobody_writes(self):
        row = self._get_row("staff")
        for user in (self.user_admin_hr, self.user_alumni, self.user_sales):
            mine = row.with_user(user)
            for call in (
                lambda mine=mine: mine.write({"name": "x"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.create(
                    {"alumni_id": self.alumni_candidate.id, "audience": "staff"}
                ),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()

    @mute_logger(*QUIET)
    def test_search_never_finds_a_hidden_field(self):
        """Every text of every field, by every way of asking that there is."""
        user = new_test_user(
            self.env, "curious", "base.group_user,base.group_allow_export"
        )
        user.write(
            {"company_ids": [(6, 0, self.company.ids)], "company_id": self.company.id}
        )
        Rows = self.env["hr.alumni.directory"].with_user(user)
        hidden = {name: text for name, text in FACTS.items() if name != "job_title"}
        found = Rows.search([])
        self.assertEqual(found.filtered("job_title").mapped("job_title"), ["Juggler"])
        for name, text in hidden.items():
            for domain in (
                [(name, "=", text)],
                [(name, "ilike", text[:4])],
                [(name, "!=", False)],
                ["!", (name, "=", False)],
                [(name, "in", [text])],
                [(name, ">=", text)],
            ):
                with self.subTest(domain):
                    self.assertFalse(Rows.search(domain))
                    self.assertFalse(Rows.search_count(domain))
            self.assertFalse(Rows.name_search(text))
            groups = Rows.formatted_read_group([], [name], ["__count"])
            self.assertNotIn(text, repr(groups))
        answers = (
            found.read(),
            found.export_data([*FACTS, "name"])["datas"],
            Rows.web_search_read([], {name: {} for name in FACTS}),
        )
        for answer in answers:
            for text in hidden.values():
                self.assertNotIn(text, repr(answer))
        for name, value in (
            ("alumni_id", self.alumni.id),
            ("is_listed", True),
            ("date_end", "2026-01-01"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                Rows.search([(name, "=", value)])
        with self.assertRaises(AccessError):
            Rows.search([("alumni_id.city", "ilike", "zwettl")])
        self.assertFalse(Rows.search([("industry_id.name", "ilike", "viti")]))

    def test_no_contact_data_is_a_field_of_it(self):
        names = self.env["hr.alumni.directory"]._fields.keys()
        for name in names:
            for word in ("email", "phone", "partner", "street", "number"):
                with self.subTest(name):
                    self.assertNotIn(word, name)

    def test_member_finds_what_is_open_to_members(self):
        other = self._new_alumni("Bo Other")
        other._do_answer(self.purposes["member"], channel="link")
        Rows = self.env["hr.alumni.directory"]
        [row], count = Rows._search_for_member(other)
        self.assertEqual((row["name"], count), ("Ada Active", 1))
        self.assertEqual(row["city"], "Zwettl-7")
        self.assertNotIn("alumni_id", row)
        for text, number in (("zwettl", 1), ("juggler ada", 1), ("Nobody", 0)):
            with self.subTest(text):
                self.assertEqual(Rows._search_for_member(other, text)[1], number)
        country = self.env.ref("base.fr")
        self.assertEqual(Rows._search_for_member(other, country=country)[1], 0)
        # Not the own row, and nothing for whoever is no member.
        self.assertEqual(Rows._search_for_member(self.alumni)[1], 0)
        self.assertEqual(Rows._search_for_member(self.alumni_candidate)[1], 0)
        stranger = self._new_alumni("Otto Far", company=self.company_other)
        stranger._do_answer(self.purposes["member"], channel="link")
        self.assertEqual(Rows._search_for_member(stranger)[1], 0)

    def test_member_at_a_competitor_gets_limited_content(self):
        other = self._new_alumni("Bo Other")
        other._do_answer(self.purposes["member"], channel="link")
        rival = self.env["res.partner"].create(
            {"name": "Rival Works", "is_company": True, "is_competitor": True}
        )
        self.env["hr.alumni.career"].create(
            {"alumni_id": other.id, "employer_id": rival.id}
        )
        Rows = self.env["hr.alumni.directory"]
        [row], _count = Rows._search_for_member(other)
        self.assertEqual(row.keys(), {"id", "name", "city", "country_id"})
        self.assertEqual(Rows._search_for_member(other, "zwettl")[1], 1)
        self.assertEqual(Rows._search_for_member(other, "juggler")[1], 0)

    def _new_people(self, number, mark):
        people = self.env["hr.alumni"].union(
            *(self._new_alumni(f"Pat {mark} {index}") for index in range(number))
        )
        people.write({"city": f"Town {mark}"})
        people._do_answer(self.purposes["directory_staff"], channel="office")
        return people

    def test_queries_do_not_grow_with_people(self):
        """Opening, following a change, and a change of the ledger, for 2 and for 20."""
        small, large = self._new_people(2, "a"), self._new_people(20, "b")
        staff = self.purposes["directory_staff"]
        for name, step in (
            ("open", lambda people: people._do_open({"staff": {"place", "job"}})),
            ("write", lambda people: people.write({"city": "Elsewhere"})),
            ("refresh", lambda people: people._refresh_directory()),
            ("renew", lambda people: people._do_give(staff, channel="portal")),
        ):
            few = self._count_queries(lambda step=step: step(small))
            many = self._count_queries(lambda step=step: step(large))
            with self.subTest(name):
                self.assertLessEqual(many, few + 1)

    def test_pages_cost_the_same_with_more_people(self):
        Rows = self.env["hr.alumni.directory"].with_user(self.user_colleague)
        names = {name: {} for name in ("name", "job_title", "employer_name", "city")}
        names["country_id"] = {"fields": {"display_name": {}}}

        def show():
            Rows.web_search_read([("audience", "=", "staff")], names, limit=80)

        self._new_people(2, "a")
        show()
        few = self._count_queries(show)
        self._new_people(30, "b")
        show()  # Opening accounts empties what the server remembers of rights.
        many = self._count_queries(show)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 12)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestOpeningByStaff(DirectoryCase):
    @mute_logger(*QUIET)
    def test_staff_reads_what_was_opened_and_changes_nothing(self):
        self.alumni._do_open({"staff": {"place"}})
        opening = self.alumni.opening_ids
        for user in (self.user_officer, self.user_admin_hr, self.user_alumni):
            mine = opening.with_user(user)
            self.assertEqual(mine.item, "place")
            for call in (
                lambda mine=mine: mine.write({"item": "job"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        for user in (self.user_colleague, self.user_keeper, self.user_sales):
            with self.subTest(user.login), self.assertRaises(AccessError):
                opening.with_user(user).read(["item"])
