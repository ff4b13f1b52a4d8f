from odoo import http
from odoo.http import request

from .private_page import render_private

PURPOSE = "consent"


class AlumniConsent(http.Controller):
    """The page behind the link of the invitation. Opening it changes nothing."""

    @http.route(
        "/alumni/consent/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, alumni_id, token, **_query):
        """Show the choices, none of them made."""
        alumni = self._find(alumni_id, token)
        if not alumni:
            return self._render_void()
        return self._render_choices(alumni)

    @http.route(
        "/alumni/consent/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def answer(self, alumni_id, token, **posted):
        """Record the answer. After that the link is void."""
        # Locked: of two clicks at the same moment one answers.
        alumni = self._find(alumni_id, token).try_lock_for_update()
        if not alumni:
            return self._render_void()
        purposes = request.env["hr.privacy.purpose"]._get_asked()
        withdrawn = purposes.filtered(lambda one: one.code == posted.get("withdraw"))
        if withdrawn:
            alumni._do_withdraw(withdrawn, channel="link")
            return self._render_done(alumni, withdrawn_name=withdrawn.name)
        chosen = purposes.filtered(
            lambda purpose: posted.get(f"purpose_{purpose.code}") == "on"
        )
        answer = posted.get("answer")
        error = self._get_error(answer, chosen, posted)
        if error:
            return self._render_choices(alumni, error=error, chosen=chosen)
        if answer == "no":
            alumni._do_refuse(channel="link")
            return self._render_done(alumni, is_refused=True)
        without = alumni._do_answer(chosen, channel="link")
        return self._render_done(
            alumni, chosen=chosen, is_without_account=bool(without)
        )

    def _find(self, alumni_id, token):
        return request.env["hr.alumni"]._find_by_signed_link(PURPOSE, alumni_id, token)

    def _get_error(self, answer, chosen, posted):
        """A sentence that says what to do, or False when the answer can be taken."""
        if answer not in ("yes", "no"):
            return request.env._(
                "Choose one of the two buttons at the end of the page."
            )
        if answer == "no":
            return False
        if not chosen:
            return request.env._(
                "Tick what you agree to, or choose “No, thank you”. Nothing has been "
                "recorded yet."
            )
        if any(
            posted.get(f"version_{purpose.code}") != str(purpose.version)
            for purpose in chosen
        ):
            return request.env._(
                "The text has changed since you opened this page. Read it again, then "
                "send your answer. Nothing has been recorded yet."
            )
        return False

    def _render_choices(self, alumni, error=False, chosen=None):
        """The page of choices; ticks are shown only where they had just been made."""
        purposes = request.env["hr.privacy.purpose"]._get_asked()
        given = request.env["hr.privacy.consent"]._get_given(alumni, purposes)
        ends = {row.purpose_id: row.date_expiry for row in given}
        return render_private(
            "hr_alumni.alumni_consent",
            {
                **self._prepare_person_values(alumni),
                "purposes": [
                    {
                        "code": purpose.code,
                        "name": purpose.name,
                        "text": purpose.text,
                        "version": purpose.version,
                        "is_chosen": bool(chosen and purpose in chosen),
                        "is_given": purpose in ends,
                        "end": ends.get(purpose),
                    }
                    for purpose in purposes
                ],
                "error": error,
                "is_member": bool(given),
            },
            status=400 if error else 200,
        )

    def _render_done(self, alumni, chosen=None, is_refused=False, **values):
        return render_private(
            "hr_alumni.alumni_consent_done",
            {
                **self._prepare_person_values(alumni),
                "purpose_names": chosen.mapped("name") if chosen else [],
                "has_member": bool(chosen)
                and "member" in chosen.mapped("code")
                and not alumni._is_still_here(),
                "is_early": not is_refused and alumni._is_still_here(),
                "keepers_link": not is_refused and alumni._get_keepers_link(),
                "is_refused": is_refused,
                "is_without_account": False,
                "withdrawn_name": False,
                # The link that was used is void; the page stays in reach.
                "next_link": not is_refused and alumni._get_signed_link(PURPOSE),
                "opening_link": bool(alumni._get_directory_consents())
                and alumni._get_signed_link("opening"),
                **values,
            },
        )

    def _render_void(self):
        """One page for every link that cannot be used, so that it tells nothing."""
        return render_private("hr_alumni.alumni_consent_void", {}, status=410)

    def _prepare_person_values(self, alumni):
        """Hook: what the pages may show of a record that was read in sudo."""
        company = alumni.company_id
        return {
            "res_company": company,
            "person_name": alumni.display_name,
            "company_name": company.name,
            "company_email": company.email or False,
        }
