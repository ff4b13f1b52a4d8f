from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.hr_exit_interview.tools.form_input import FormField, read_form

from ..models.hr_alumni_profile_check import PROFILE
from .private_page import render_private
from .profile import ALUMNI_PORTAL_FIELDS, CHOICES, UNKNOWN, AlumniProfile

# What a link shows to whoever opens it: what the own page shows, but no phone number.
CHECKED_FIELDS = {
    name: field
    for name, field in ALUMNI_PORTAL_FIELDS.items()
    if name != "private_phone"
}
JOB_FORM = {"employer_name": FormField(), "title": FormField()}


class AlumniConfirmation(AlumniProfile):
    """“Is this still right?”, by a signed link that works once."""

    @http.route(
        "/alumni/profile/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def confirmation(self, alumni_id, token, **_query):
        """Show what is known; looking changes nothing."""
        alumni = self._find_checked(alumni_id, token)
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        return self._render_confirmation(alumni)

    @http.route(
        "/alumni/profile/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def confirmation_send(self, alumni_id, token, answer=None, **posted):
        """All is right, or it is corrected. After that the link is void."""
        # Locked: of two clicks at the same moment one answers.
        alumni = self._find_checked(alumni_id, token).try_lock_for_update()
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        if answer == "right":
            alumni._do_check_profile()
        elif answer == "save":
            values, errors = self._read_checked(posted)
            errors = errors or self._save_checked(alumni, values)
            if errors:
                return self._render_confirmation(alumni, values, errors)
        else:
            return self._render_confirmation(alumni, is_unknown=True)
        return render_private(
            "hr_alumni.alumni_profile_checked",
            {
                "res_company": alumni.company_id,
                "company_name": alumni.company_id.name,
                "person_name": alumni.display_name,
                "choices_url": alumni._get_signed_link("consent"),
            },
        )

    def _find_checked(self, alumni_id, token):
        """Whose link it is, while the person is a member."""
        found = request.env["hr.alumni"]._find_by_signed_link(PROFILE, alumni_id, token)
        return found._filter_contactable("member")

    def _read_checked(self, posted):
        """Clean values of all fields, choices as records, and codes of errors."""
        values, errors = read_form({**JOB_FORM, **CHECKED_FIELDS}, posted)
        for name, model in CHOICES.items():
            record = self._find_choice(model, values[name])
            if values[name] and not record:
                errors[name] = UNKNOWN
            values[name] = record.id
        return values, errors

    def _save_checked(self, alumni, values):
        """Write what was corrected; a sentence by field where a model refuses it."""
        own = {name: values[name] or False for name in CHECKED_FIELDS}
        job = {name: values[name] for name in JOB_FORM}
        try:
            with request.env.cr.savepoint():
                alumni._do_check_profile(own, job)
        except ValidationError as refusal:
            return {"employer_name": str(refusal)}
        return {}

    def _render_confirmation(self, alumni, values=None, errors=None, is_unknown=False):
        errors = errors or {}
        known = {
            name: alumni[name].id if name in CHOICES else alumni[name]
            for name in CHECKED_FIELDS
        }
        known |= {"employer_name": alumni.employer_name, "title": alumni.job_title}
        return render_private(
            "hr_alumni.alumni_profile_check",
            {
                "res_company": alumni.company_id,
                "company_name": alumni.company_id.name,
                "person_name": alumni.display_name,
                "form": {**JOB_FORM, **CHECKED_FIELDS},
                "values": {**known, **(values or {})},
                "errors": self._tell_errors(errors),
                "is_unknown": is_unknown,
                "choices": {
                    # Sudo: countries and industries are the same for everybody.
                    name: request.env[model]
                    .sudo()
                    .search([])
                    .mapped(lambda one: (one.id, one.name))
                    for name, model in CHOICES.items()
                },
            },
            400 if errors or is_unknown else 200,
        )
