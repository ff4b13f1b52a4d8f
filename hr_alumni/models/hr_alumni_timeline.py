from odoo import api, fields, models

GROUPS = "hr.group_hr_user,hr_alumni.group_user"
MOST = 200  # entries shown of one person


class HrAlumniTimeline(models.Model):
    """What there is about a former colleague, in the order in which it happened."""

    _inherit = "hr.alumni"

    timeline = fields.Html(
        compute="_compute_timeline", sanitize=False, groups=GROUPS, exportable=False
    )

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_timeline(self):
        items = self._get_timeline_items()
        for alumni in self:
            own = sorted(
                items.get(alumni._origin.id, []),
                key=lambda item: (item["date"], item["kind"]),
                reverse=True,
            )
            alumni.timeline = self.env["ir.qweb"]._render(
                "hr_alumni.alumni_timeline", {"items": own[:MOST]}
            )

    def _get_timeline_items(self):
        """Hook: what the viewer may read of these people, as plain data.

        Later addons call `super()` and add with `_add_timeline`. The number of queries
        must not depend on how many people there are.

        :return: dictionary of the id of a person to a list of dictionaries with `date`,
            `kind` (a key of `_get_timeline_icons`), `title` and `text`
        """
        items = {}
        self._add_timeline_of_stints(items)
        model = self._get_timeline_records("hr.alumni.career")
        for move in model:
            self._add_timeline(
                items,
                move.alumni_id,
                move.date_from,
                "move",
                move.title or "",
                move.employer_name or move.employer_id.name or "",
            )
        milestones = self._get_timeline_records("hr.alumni.milestone")
        labels = dict(milestones._fields["kind"]._description_selection(self.env))
        for one in milestones:
            self._add_timeline(
                items, one.alumni_id, one.date, "milestone", labels[one.kind], one.note
            )
        touches = self._get_timeline_records("hr.alumni.touch")
        labels = dict(touches._fields["channel"]._description_selection(self.env))
        for touch in touches:
            self._add_timeline(
                items,
                touch.alumni_id,
                touch.date,
                "touch",
                labels[touch.channel],
                touch.topics,
            )
        return items

    def _add_timeline_of_stints(self, items):
        field = self._fields["employment_period_ids"]
        if not self.env.su and not self.env.user.has_groups(field.groups):
            return
        for alumni in self:
            for period in alumni.employment_period_ids:
                title = period.job_title or self.env._("Work here")
                self._add_timeline(
                    items,
                    alumni,
                    period.date_start,
                    "stint",
                    title,
                    self.env._("Began here"),
                )
                self._add_timeline(
                    items,
                    alumni,
                    period.date_end,
                    "stint",
                    title,
                    self.env._("Left here"),
                )

    def _get_timeline_records(self, model):
        """The parts of these people that the viewer may read, all in one query."""
        records = self.env[model]
        if not records.has_access("read"):
            return records
        return records.search([("alumni_id", "in", self._origin.ids)])

    @api.model
    def _add_timeline(self, items, alumni, date, kind, title, text=""):
        """Add one entry; what has no date has no place in a timeline."""
        if date:
            items.setdefault(alumni._origin.id or alumni.id, []).append(
                {
                    "date": date,
                    "kind": kind,
                    "icon": self._get_timeline_icons()[kind],
                    "title": title,
                    "text": text or "",
                }
            )

    @api.model
    def _get_timeline_icons(self):
        """Hook: the icon of each kind of entry."""
        return {
            "stint": "fa-building-o",
            "move": "fa-briefcase",
            "milestone": "fa-trophy",
            "touch": "fa-comment-o",
        }
