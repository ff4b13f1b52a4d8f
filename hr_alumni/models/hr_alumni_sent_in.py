from odoo import models

SHOWN = 50


class HrAlumniSentIn(models.Model):
    """The status of everything that a former colleague has sent in, in plain words."""

    _inherit = "hr.alumni"

    def _get_sent_in(self):
        items = [
            *super()._get_sent_in(),
            *self._get_sent_requests(),
            *self._get_sent_leads(),
            *self._get_sent_claims(),
            *self._get_sent_posts(),
            *self._get_sent_wishes(),
        ]
        return sorted(items, key=lambda item: item["date"], reverse=True)

    def _get_newest(self, model, domain, names):
        """The newest records of a model with these fields, in one query.

        In sudo: the person has no rights there, and the domain is the own ones.
        """
        # Sudo: see above.
        return (
            self.env[model]
            .sudo()
            .search_fetch(domain, names, limit=SHOWN, order="id desc")
        )

    def _get_sent_requests(self):
        requests = self._get_newest(
            "hr.alumni.request",
            [("alumni_id", "=", self.id)],
            ["type_id", "date", "state", "deadline"],
        )
        return [
            {
                "what": self.env._("Request"),
                "name": request.type_id.name,
                "date": request.date,
                "status": status,
                "label": label,
                "url": f"/my/alumni/requests/{request.id}",
            }
            for request in requests
            for status, label in [request._get_status()]
        ]

    def _get_sent_leads(self):
        statuses = {"won": "good", "lost": "gone"}
        leads = self._get_referrals()[:SHOWN]
        return [
            {
                "what": self.env._("Business you referred"),
                "name": lead.partner_name or "",
                "date": lead.create_date.date(),
                "status": statuses.get(status, "open"),
                "label": label,
                "url": False,
            }
            for lead, (status, label) in leads._get_referral_statuses().items()
        ]

    def _get_sent_claims(self):
        claims = self._get_newest(
            "hr.alumni.benefit.claim",
            [("alumni_id", "=", self.id)],
            ["benefit_id", "date", "state"],
        )
        return [
            {
                "what": self.env._("Benefit"),
                "name": claim.benefit_id.name,
                "date": claim.date,
                "status": status,
                "label": label,
                "url": "/my/alumni/benefits",
            }
            for claim in claims
            for status, label in [claim._get_status()]
        ]

    def _get_sent_posts(self):
        """Posts that wait or were refused, and those that are shown."""
        labels = {
            "waiting": ("open", self.env._("The moderator reads it.")),
            "published": ("good", self.env._("It is shown in the circle.")),
            "refused": ("bad", self.env._("The moderator does not show it.")),
        }
        posts = self._get_newest(
            "hr.alumni.post",
            [
                ("member_id.alumni_id", "=", self.id),
                ("state", "in", list(labels)),
            ],
            ["title", "create_date", "state", "circle_id"],
        )
        return [
            {
                "what": self.env._("Post"),
                "name": post.title,
                "date": post.create_date.date(),
                "status": labels[post.state][0],
                "label": labels[post.state][1],
                "url": f"/my/alumni/circles/{post.circle_id.id}",
            }
            for post in posts
        ]

    def _get_sent_wishes(self):
        """Circles that the person has asked to join."""
        labels = {
            "requested": ("open", self.env._("The moderator decides.")),
            "refused": ("bad", self.env._("The moderator has said no.")),
        }
        places = self._get_newest(
            "hr.alumni.circle.member",
            [("alumni_id", "=", self.id), ("state", "in", list(labels))],
            ["circle_id", "state", "state_date", "create_date"],
        )
        return [
            {
                "what": self.env._("Circle you asked to join"),
                "name": place.circle_id.name,
                "date": (place.state_date or place.create_date).date(),
                "status": labels[place.state][0],
                "label": labels[place.state][1],
                "url": f"/my/alumni/circles/{place.circle_id.id}",
            }
            for place in places
        ]
