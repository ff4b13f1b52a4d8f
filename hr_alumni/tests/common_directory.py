"""Former colleagues with something to hide, for the tests of the directory."""

from .common import AlumniCase

# What is known of Ada Active; each text is found nowhere else.
KNOWN = {
    "city": "Zwettl-7",
    "skills": "Yurt weaving",
    "is_open_to_projects": True,
    "is_open_to_mentoring": True,
    "is_open_to_return": True,
    "last_job_title": "Keeper of Quartz",
    "last_department": "Xylography",
    "left_date": "2024-05-31",
}
FACTS = {
    "employer_name": "Vintners Nine",
    "job_title": "Juggler",
    "city": "Zwettl-7",
    "skills": "Yurt weaving",
    "last_job_title": "Keeper of Quartz",
    "last_department": "Xylography",
    "left_year": "2024",
}


class DirectoryCase(AlumniCase):
    """`alumni` (Ada Active) is known well, and has agreed to be found by everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni = cls.alumni_active
        cls.industry = cls.env["res.partner.industry"].create({"name": "Viticulture"})
        cls.country = cls.env.ref("base.at")
        cls._tell(cls.alumni)
        cls._agree(cls.alumni)

    @classmethod
    def _tell(cls, alumni):
        cls.env["hr.alumni.career"].create(
            {
                "alumni_id": alumni.id,
                "employer_name": "Vintners Nine",
                "title": "Juggler",
                "source": "person",
            }
        )
        alumni.write(
            {**KNOWN, "industry_id": cls.industry.id, "country_id": cls.country.id}
        )

    @classmethod
    def _agree(cls, alumni, *codes):
        codes = codes or ("directory_alumni", "directory_staff", "business", "jobs")
        for code in codes:
            alumni._do_give(cls.purposes[code], channel="portal")

    def _get_row(self, audience, alumni=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["hr.alumni.directory"]
            .sudo()
            .search(
                [
                    ("alumni_id", "=", (alumni or self.alumni).id),
                    ("audience", "=", audience),
                ]
            )
        )

    def _get_seen(self, user, alumni=None):
        """The audiences for which this user sees a row of the person."""
        self.env.flush_all()
        self.env.invalidate_all()
        Rows = self.env["hr.alumni.directory"].with_user(user)
        # Otherwise the companies of the test would close the door before the rules do.
        Rows = Rows.with_context(allowed_company_ids=user.company_ids.ids)
        rows = Rows.search([])
        own = rows.sudo().filtered(lambda row: row.alumni_id == (alumni or self.alumni))
        return set(own.mapped("audience"))

    def _count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
