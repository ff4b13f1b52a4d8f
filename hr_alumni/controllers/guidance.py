from odoo import http
from odoo.http import request

from odoo.addons.hr_exit_interview.tools.form_input import FormField, read_form
from odoo.addons.hr_exit_interview.tools.rate_limit import RateLimit

from .portal import AlumniPortal
from .private_page import redirect_private, render_private

# Everything that the form takes: the fields that are the person's own.
GUIDANCE_FORM = {
    name: FormField(max_length=4000, is_multiline=True)
    for name in ("strengths", "interests", "goals")
}
CHANGES = RateLimit(60, seconds=3600)


class AlumniGuidance(AlumniPortal):
    """The page of whoever gets career guidance, by a signed link or from the portal."""

    @http.route(
        "/alumni/guidance/<int:guidance_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def guidance(self, guidance_id, token, message=None, **_query):
        """The offer to answer, or what the two have written."""
        guidance = self._find_guidance(guidance_id, token)
        if not guidance:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        return self._show_guidance(guidance, token, message)

    @http.route(
        "/alumni/guidance/<int:guidance_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def guidance_send(self, guidance_id, token, answer=None, **posted):
        """Accept, decline or end it, or write the own fields."""
        guidance = self._find_guidance(guidance_id, token).try_lock_for_update()
        if not guidance:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        if CHANGES.is_over(guidance.id):
            return self._show_guidance(guidance, token, "limit", 429)
        steps = {
            "accept": guidance._do_accept,
            "decline": guidance._do_decline,
            "end": guidance._do_end,
        }
        if answer in steps:
            steps[answer]()
            if guidance.state == "ended":
                return render_private("hr_alumni.alumni_guidance_ended", {})
            return self._redirect_guidance(guidance_id, token, answer)
        values, errors = read_form(GUIDANCE_FORM, posted)
        if answer != "save" or errors:
            return self._show_guidance(guidance, token, "unknown", 400, values)
        guidance._do_answer(values)
        return self._redirect_guidance(guidance_id, token, "save")

    @http.route(
        "/my/alumni/guidance", type="http", auth="user", methods=["GET"], website=True
    )
    def my_guidance(self, **_query):
        """To the own page, or to the question whether one is wanted."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        guidance = request.env["hr.alumni.guidance"]._get_open(alumni)
        if guidance:
            return request.redirect(guidance._get_signed_link("guidance"))
        return self._render("hr_alumni.portal_my_alumni_guidance", alumni, {})

    @http.route(
        "/my/alumni/guidance", type="http", auth="user", methods=["POST"], website=True
    )
    def my_guidance_ask(self, **_posted):
        """Ask for career guidance."""
        alumni = self._get_own_alumni()
        # Locked: of two clicks at the same moment one asks.
        if not alumni or not alumni.try_lock_for_update():
            return request.not_found()
        guidance = request.env["hr.alumni.guidance"]._do_request(alumni)
        return request.redirect(guidance._get_signed_link("guidance"))

    def _find_guidance(self, guidance_id, token):
        return request.env["hr.alumni.guidance"]._find_by_signed_link(
            "guidance", guidance_id, token
        )

    def _show_guidance(self, guidance, token, message=None, status=200, typed=None):
        lang = request.env["res.lang"]._get_code(
            guidance.alumni_id.partner_id.lang or request.env.lang
        )
        request.update_context(lang=lang)
        values = guidance.with_context(lang=lang)._get_page_values()
        return render_private(
            "hr_alumni.alumni_guidance",
            {
                **values,
                "values": typed or values["values"],
                "base_path": f"/alumni/guidance/{guidance.id}/{token}",
                "message": self._get_guidance_messages().get(message),
                "res_company": guidance.company_id,
            },
            status,
        )

    def _redirect_guidance(self, guidance_id, token, message):
        return redirect_private(
            f"/alumni/guidance/{guidance_id}/{token}?message={message}"
        )

    def _get_guidance_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "accept": ("success", env._("Your adviser knows that you agree.")),
            "decline": ("success", env._("All right. Nothing changes.")),
            "save": ("success", env._("Saved. Your adviser can read it.")),
            "unknown": (
                "warning",
                env._(
                    "Write at most 4,000 letters in a field, and use the buttons of "
                    "this page. Nothing has been changed."
                ),
            ),
            "limit": (
                "warning",
                env._("That was a lot in a short time. Try again in an hour."),
            ),
        }
