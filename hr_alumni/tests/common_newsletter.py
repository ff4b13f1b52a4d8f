"""A newsletter with every section, its readers, and what it tells."""

from odoo.addons.mass_mailing.tests.common import MassMailCommon

from .common import AlumniCase

KINDS = (
    "news",
    "story",
    "comeback",
    "jobs",
    "events",
    "moves",
    "milestones",
    "joined",
    "ask",
    "numbers",
)


class NewsletterCase(AlumniCase, MassMailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._new_reader("Rea Der")
        cls.newsletter = cls._new_newsletter("news", "moves", "milestones")

    @classmethod
    def _new_reader(cls, name, lang="en_US", **values):
        reader = cls._new_alumni(name, **values)
        reader._do_answer(cls.purposes["newsletter"], channel="link")
        reader.partner_id.lang = lang
        return reader

    @classmethod
    def _new_newsletter(cls, *kinds, user=None, **values):
        return (
            cls.env["hr.alumni.newsletter"]
            .with_user(user or cls.user_alumni)
            .create(
                {
                    "name": "Quarterly",
                    "company_id": cls.company.id,
                    "section_ids": [
                        (0, 0, {"kind": kind, "sequence": number})
                        for number, kind in enumerate(kinds)
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _new_news(cls, name="The new kiln is burning", **values):
        news = (
            cls.env["hr.alumni.news"]
            .with_user(cls.user_alumni)
            .create({"name": name, "body": f"<p>About {name}</p>", **values})
        )
        news.action_publish()
        return news

    @classmethod
    def _new_move(cls, alumni, **values):
        """A career move that its person wants told."""
        alumni._do_give(cls.purposes["story"], channel="portal")
        return cls.env["hr.alumni.career"].create(
            {
                "alumni_id": alumni.id,
                "title": "Head of Glazes",
                "employer_name": "Potteries United",
                "is_for_newsletter": True,
                **values,
            }
        )

    def _prepare(self, newsletter=None):
        """The drafts of the next issue, as the office makes them."""
        newsletter = newsletter or self.newsletter
        newsletter.invalidate_recordset()
        return newsletter._do_prepare()

    def _get_told(self, kind, newsletter=None):
        """Titles of a section, newest first."""
        newsletter = newsletter or self.newsletter
        for section in newsletter._get_content():
            if section["kind"] == kind:
                return [item["title"] for item in section["items"]]
        return []

    def _send(self, mailings):
        """Send by the real queue, and return who was written to, with doubles."""
        mailings.action_put_in_queue()
        return self._run_queue()

    def _run_queue(self):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.mock_mail_gateway():
            cron = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        # What demo data have left in the queue is not meant.
        return sorted(
            mail["email_to"][0]
            for mail in self._mails
            if "example.com" in mail["email_to"][0] and "Quarterly" in mail["subject"]
        )
