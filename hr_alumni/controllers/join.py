from odoo import fields, http
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import FormField, read_form

from ..models.hr_alumni_signup import SIZES
from ..tools.signup import read_year
from .private_page import get_html_data, redirect_private, render_private

PURPOSE = "signup"
# Everything that the form takes, and nothing else.
JOIN_FORM = {
    "name": FormField(max_length=SIZES["name"], required=True),
    "former_name": FormField(max_length=SIZES["former_name"]),
    "email": FormField("email", max_length=254, required=True),
    "employee_number": FormField(max_length=SIZES["employee_number"]),
    "year_from": FormField(max_length=4),
    "year_to": FormField(max_length=4),
    "note": FormField(max_length=SIZES["note"], is_multiline=True),
}
YEARS = ("year_from", "year_to")


class AlumniJoin(http.Controller):
    """The page on which former colleagues sign up by themselves.

    The answer is the same for everybody: who is known is told to nobody. What follows
    is behind the link that is mailed to the address typed in.
    """

    @http.route(
        "/alumni/join",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def join(self, company=None, **_query):
        """The form, where a company takes sign-ups."""
        companies = self._get_companies()
        if not companies:
            return request.not_found()
        return self._render_form(companies, {"company": company})

    @http.route(
        "/alumni/join",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        captcha="alumni_join",
    )
    def join_send(self, company=None, **posted):
        """Keep it, and mail the link; the same page says so to everybody."""
        companies = self._get_companies()
        if not companies:
            return request.not_found()
        values, errors = self._read(posted)
        chosen = self._choose(companies, company)
        if not chosen:
            errors["company"] = request.env._("Choose the company that you worked for.")
        if errors:
            return self._render_form(
                companies, {**values, "company": company}, errors, 400
            )
        for name in YEARS:
            values[name] = int(values[name] or 0)
        is_kept = request.env["hr.alumni.signup"]._do_sign_up(
            {**values, "lang": request.env.lang},
            chosen,
            request.httprequest.remote_addr or "",
        )
        if not is_kept:
            return self._render_form(
                companies, {**values, "company": company}, {}, 429, is_full=True
            )
        return self._render("hr_alumni.alumni_join_sent", {"company_name": chosen.name})

    @http.route(
        "/alumni/join/<int:signup_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def confirm(self, signup_id, token, **_query):
        """Ask whether it was the person; looking changes nothing."""
        signup = self._find(signup_id, token)
        if not signup:
            return self._render_void()
        company = signup.company_id
        return render_private(
            "hr_alumni.alumni_join_confirm",
            {
                "res_company": company,
                "company_name": company.name,
                "email": signup.email,
            },
        )

    @http.route(
        "/alumni/join/<int:signup_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def confirm_send(self, signup_id, token, answer=None, **_posted):
        """Confirm the address, or say that it was somebody else."""
        # Locked: of two clicks at the same moment one confirms.
        signup = self._find(signup_id, token).try_lock_for_update()
        if not signup or answer not in ("yes", "no"):
            return self._render_void()
        company = signup.company_id
        values = {
            "res_company": company,
            "company_name": company.name,
            "is_declined": answer == "no",
        }
        if answer == "no":
            signup._do_decline()
        elif alumni := signup._do_confirm():
            link = alumni._get_signed_link("consent")
            return redirect_private(link.removeprefix(alumni.get_base_url()))
        return render_private("hr_alumni.alumni_join_done", values)

    def _get_companies(self):
        """The companies that take sign-ups, in sudo."""
        # Sudo: the public reads no companies; open ones are shown by name.
        companies = request.env["res.company"].sudo()
        return companies.search([("alumni_signup", "!=", "closed")], order="name, id")

    def _choose(self, companies, company):
        if len(companies) == 1:
            return companies
        return companies.filtered(lambda one: str(one.id) == company)

    def _read(self, posted):
        """Clean values, and a sentence for each field that cannot be used."""
        texts = get_error_texts()
        values, codes = read_form(JOIN_FORM, posted)
        errors = {name: texts[code] for name, code in codes.items()}
        this_year = fields.Date.today().year
        for name in YEARS:
            if values[name] and not read_year(values[name], this_year):
                errors[name] = request.env._(
                    "Enter a year in four digits, such as 1998."
                )
        if not errors and not values["year_to"] and not values["employee_number"]:
            errors["year_to"] = request.env._(
                "Enter the year in which you left, or your employee number."
            )
        if not errors and 0 < int(values["year_to"] or 0) < int(
            values["year_from"] or 0
        ):
            errors["year_to"] = request.env._(
                "The last year cannot be before the first one."
            )
        return values, errors

    def _find(self, signup_id, token):
        return (
            request.env["hr.alumni.signup"]
            ._find_by_signed_link(PURPOSE, signup_id, token)
            .filtered(lambda one: one.state == "unconfirmed")
        )

    def _render_form(self, companies, values, errors=None, status=200, is_full=False):
        return self._render(
            "hr_alumni.alumni_join",
            {
                "companies": [(str(one.id), one.name) for one in companies],
                "company_name": companies.name if len(companies) == 1 else False,
                "values": values,
                "errors": errors or {},
                "form": JOIN_FORM,
                "is_full": is_full,
            },
            status,
        )

    def _render(self, template, values, status=200):
        response = request.render(
            template, {"no_breadcrumbs": True, **get_html_data(), **values}
        )
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        response.headers["Cache-Control"] = "no-store"
        response.status_code = status
        return response

    def _render_void(self):
        return render_private("hr_alumni.alumni_consent_void", {}, 410)
