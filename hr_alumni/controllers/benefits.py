from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import AlumniPortal


class AlumniBenefits(AlumniPortal):
    """What a former colleague gets, and the status of all that was sent in.

    A benefit that is not for the person gets the same answer as one that does not
    exist. Codes are shown to whoever has claimed them.
    """

    @http.route(
        "/my/alumni/benefits", type="http", auth="user", methods=["GET"], website=True
    )
    def my_benefits(self, message=None, **_query):
        """What the person can claim, and has claimed."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render_benefits(alumni, self._get_benefit_messages().get(message))

    @http.route(
        "/my/alumni/benefits/<int:benefit_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_benefit_act(self, benefit_id, **posted):
        """Claim a benefit, or take the claim back."""
        alumni = self._get_own_alumni()
        offered = request.env["hr.alumni.benefit"]._get_offered(alumni)
        benefit = offered.filtered(lambda one: one.id == benefit_id)
        if not alumni or not benefit:
            return request.not_found()
        step = posted.get("do")
        done = None
        if step == "claim":
            try:
                with request.env.cr.savepoint():
                    claim = request.env["hr.alumni.benefit.claim"]._claim(
                        alumni, benefit
                    )
                    done = claim.state
            except UserError as error:
                return self._render_benefits(alumni, ("warning", str(error)), 400)
        elif step == "cancel":
            claims = alumni.claim_ids.filtered(lambda one: one.benefit_id == benefit)
            # The latest one that waits; what was given is used, or not.
            waiting = claims.filtered(lambda one: one.state == "asked")
            done = waiting[:1]._do_cancel() and "cancelled"
        if not done:
            unknown = self._get_benefit_messages()["unknown"]
            return self._render_benefits(alumni, unknown, 400)
        return request.redirect(f"/my/alumni/benefits?message={done}")

    @http.route(
        "/my/alumni/status", type="http", auth="user", methods=["GET"], website=True
    )
    def my_status(self, **_query):
        """How everything stands that the person has sent in."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render(
            "hr_alumni.portal_my_alumni_status",
            alumni,
            {"page_name": "alumni_status", "items": alumni._get_sent_in()},
        )

    def _render_benefits(self, alumni, message=None, status=200):
        benefits = request.env["hr.alumni.benefit"]._get_offered(alumni)
        return self._render(
            "hr_alumni.portal_my_alumni_benefits",
            alumni,
            {
                "page_name": "alumni_benefits",
                "benefits": self._prepare_benefits(alumni, benefits),
                "message": message,
            },
            status,
        )

    def _prepare_benefits(self, alumni, benefits):
        """Hook: what the person sees of each benefit, as plain values."""
        claimable = benefits._filter_for(alumni)
        left = benefits._get_left()
        claims = alumni.claim_ids.grouped("benefit_id")
        return [
            self._prepare_benefit(
                benefit,
                claims.get(benefit, alumni.claim_ids.browse()),
                left[benefit],
                benefit in claimable,
            )
            for benefit in benefits.sorted(lambda one: (one.sequence, one.id))
        ]

    def _prepare_benefit(self, benefit, claims, left, is_open):
        counting = claims.filtered(lambda claim: claim.state in claim._COUNTING)
        limit = benefit.limit_per_person
        return {
            "id": benefit.id,
            "name": benefit.name,
            "description": benefit.description or "",
            "provider": benefit.provider or "",
            "date_to": benefit.date_to,
            "is_asked_for": benefit.claim_way == "team",
            "left": left,
            "can_claim": is_open and left != 0 and (not limit or len(counting) < limit),
            "can_cancel": any(claim.state == "asked" for claim in claims),
            "claims": [
                {
                    "date": claim.date,
                    "status": claim._get_status()[0],
                    "label": claim._get_status()[1],
                    "code": claim.code if claim.state == "given" else False,
                    "reason": claim.reason
                    if claim.state in ("given", "refused")
                    else False,
                }
                for claim in claims
            ],
        }

    def _get_benefit_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "given": ("success", env._("It is yours. You find below how to use it.")),
            "asked": (
                "success",
                env._("The alumni team has your wish. You see below what happens."),
            ),
            "cancelled": ("success", env._("You have withdrawn it.")),
            "unknown": (
                "warning",
                env._("Use the buttons on this page. Nothing has been changed."),
            ),
        }
