from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime, html2plaintext

EXCERPT = 420  # characters of a piece of news; the whole stands on the page


class HrAlumniNewsletterContent(models.Model):
    """What an issue tells: plain data from records, section by section.

    Each kind of section has a hook `_get_section_<kind>(since)` that returns a list of
    dicts: `title`, `text`, `url`, and `is_limited` where it is hidden from competitors;
    `alumni_id` and `news_id` say on whose consent and on which news it rests, so that
    an issue that waits is stopped when one of them ends.
    """

    _inherit = "hr.alumni.newsletter"

    def _get_content(self, for_competitors=False):
        """The sections that have something to tell, in the language of the context.

        :return: list of dicts: `kind`, `title`, and the `items` of its hook
        """
        self.ensure_one()
        since = self._get_since()
        content = []
        for section in self.section_ids:
            items = getattr(self, f"_get_section_{section.kind}")(since)
            if for_competitors:
                items = [item for item in items if not item.get("is_limited")]
            if items:
                content.append(
                    {
                        "kind": section.kind,
                        "title": section._get_title(),
                        "items": items[: section.limit],
                    }
                )
        return content

    @api.model
    def _is_told(self, content):
        """Hook: whether this is enough for an issue."""
        return bool(content)

    def _render_issue(self, content):
        """The mail as HTML: one table, styles in line, and links for each reader."""
        self.ensure_one()
        body = self.env["ir.qweb"]._render(
            "hr_alumni.alumni_newsletter_mail",
            {
                "name": self.name,
                "introduction": self.introduction,
                "sections": content,
                "company_name": self.company_id.name,
                "portal_url": f"{self.get_base_url()}/my/alumni",
            },
            lang=self.env.lang,
        )
        # What somebody wrote must not be taken for a placeholder.
        return body.replace("{{", "{ {")

    def _get_section_news(self, since):
        return self._get_news_items("news", since)

    def _get_section_story(self, since):
        return self._get_news_items("story", since)

    def _get_section_comeback(self, since):
        """Hook: who came back and why, by the consent to photo and story."""
        return self._get_news_items("comeback", since)

    def _get_section_ask(self, since):
        return self._get_news_items("ask", since)

    def _get_section_jobs(self, since):
        """Hook: openings for people who may come back; filled where there are jobs."""
        return []

    def _get_section_events(self, since):
        """Hook: what is coming up, soonest first."""
        return [
            {
                "title": event.name,
                "text": ", ".join(
                    part
                    for part in (
                        format_datetime(
                            event.env,
                            event.date_begin,
                            tz=event.date_tz,
                            dt_format="medium",
                        ),
                        event.address_id.city,
                    )
                    if part
                ),
                "url": f"{self.get_base_url()}/my/alumni/events/{event.id}"
                if event.is_alumni_event and event.alumni_audience == "members"
                else event._get_alumni_invitation_link(),
            }
            # Sudo: the office may not read events; they are chosen, or for all members.
            for event in self.env["event.event"]
            .sudo()
            .search(self._get_event_domain(), order="date_begin")
        ]

    def _get_section_moves(self, since):
        """New jobs of people who want it told."""
        moves = self._get_told("hr.alumni.career", since).filtered("is_current")
        return [
            {
                "title": move.alumni_id.display_name,
                "text": self.env._(
                    "%(job)s at %(employer)s",
                    job=move.title,
                    employer=move.employer_name or move.employer_id.name,
                )
                if move.title
                else move.employer_name or move.employer_id.name,
                "alumni_id": move.alumni_id.id,
            }
            for move in moves
        ]

    def _get_section_milestones(self, since):
        """Events of life and career of people who want them told."""
        milestones = self._get_told("hr.alumni.milestone", since)
        agreed = milestones.alumni_id._filter_consenting("milestones")
        kinds = dict(
            self.env["hr.alumni.milestone"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        return [
            {
                "title": milestone.alumni_id.display_name,
                "text": milestone.note or kinds[milestone.kind],
                "alumni_id": milestone.alumni_id.id,
            }
            for milestone in milestones.filtered(lambda one: one.alumni_id in agreed)
        ]

    def _get_section_joined(self, since):
        """Those who are named agreed to stories and to be found; the others count."""
        # Sudo: the ledger and the people are the office's; the job asks as well.
        first = (
            self.env["hr.privacy.consent"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "given"),
                    ("alumni_id.state", "in", self.env["hr.alumni"]._MEMBER_STATES),
                    ("purpose_id.basis", "=", "consent"),
                ],
                ["alumni_id"],
                ["date:min"],
                having=[("date:min", ">", since)],
                order="date:min DESC",
            )
        )
        people = self.env["hr.alumni"].sudo().union(*(alumni for alumni, _ in first))
        named = people._filter_consenting("story")
        named = named._filter_consenting("directory_alumni")
        items = [
            {
                "title": alumni.display_name,
                "text": alumni.last_job_title or "",
                "alumni_id": alumni.id,
            }
            for alumni in named
        ]
        if people:
            count = self.env._("New in the network: %(count)s", count=len(people))
            items.insert(0, {"title": count, "text": ""})
        return items

    def _get_section_numbers(self, since):
        """Hook: what the network has brought about, as numbers of nobody."""
        # Sudo: numbers only, which the office may see without reading leads.
        people, leads = self.env["hr.alumni"].sudo(), self.env["crm.lead"].sudo()
        ours = [("company_id", "=", self.company_id.id)]
        members = people.search_count([*ours, ("state", "in", people._MEMBER_STATES)])
        referred = [
            ("alumni_id.company_id", "=", self.company_id.id),
            ("create_date", ">", since),
        ]
        numbers = (
            (self.env._("Former colleagues in touch: %(count)s"), members),
            (
                self.env._("Business that you brought us: %(count)s"),
                leads.with_context(active_test=False).search_count(referred),
            ),
            (
                self.env._("Of it won: %(count)s"),
                leads.search_count([*referred, ("won_status", "=", "won")]),
            ),
        )
        return [
            {"title": words % {"count": count}, "text": ""}
            for words, count in numbers
            if count
        ]

    def _get_news_items(self, kind, since):
        # Sudo: news are the office's; the job prepares drafts as well.
        found = (
            self.env["hr.alumni.news"]
            .sudo()
            .search(
                [
                    ("kind", "=", kind),
                    ("state", "=", "published"),
                    ("company_id", "=", self.company_id.id),
                    # What is for some circles is told there.
                    ("circle_ids", "=", False),
                    ("publish_date", ">", since),
                ]
            )
        )
        agreed = found.alumni_id._filter_consenting("story")
        return [
            {
                "title": news.name,
                "text": self._get_excerpt(news.body),
                "url": f"{self.get_base_url()}/my/alumni/news/{news.id}",
                "is_limited": news.is_hidden_from_competitors,
                "alumni_id": news.alumni_id.id,
                "news_id": news.id,
            }
            for news in found
            if not news.alumni_id or news.alumni_id in agreed
        ]

    @api.model
    def _get_excerpt(self, body):
        text = " ".join(html2plaintext(body, include_references=False).split())
        if len(text) <= EXCERPT:
            return text
        return f"{text[:EXCERPT].rpartition(' ')[0]} …"

    def _get_told(self, model, since):
        """Parts that may be told, of members who agree to it still."""
        # Sudo: the job prepares drafts as well.
        parts = (
            self.env[model]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("is_for_newsletter", "=", True),
                    ("newsletter_date", ">", since),
                    ("alumni_id.state", "in", self.env["hr.alumni"]._MEMBER_STATES),
                ],
                order="newsletter_date DESC, id DESC",
            )
        )
        agreed = parts.alumni_id._filter_consenting("story")
        return parts.filtered(lambda part: part.alumni_id in agreed)

    def _get_event_domain(self):
        """Hook: events that may be told to everybody who gets this newsletter."""
        # Sudo: the office may not read events; these are the ones to be told.
        chosen = Domain("id", "in", self.sudo().event_ids.ids)
        for_all = Domain("is_alumni_event", "=", True) & Domain(
            "alumni_audience", "=", "members"
        )
        return (
            (chosen | for_all)
            & Domain("company_id", "in", (self.company_id.id, False))
            & Domain("date_begin", ">", fields.Datetime.now())
            & Domain("kanban_state", "!=", "cancel")
        )
