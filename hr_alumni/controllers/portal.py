from odoo import http
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.controllers.private_page import get_html_data
from odoo.addons.hr_exit_interview.tools.form_input import FormField, read_form
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.hr_alumni_benefit import DAYS_OF_YEAR

# Everything that the form takes, and nothing else.
REFERRAL_FORM = {
    "partner_name": FormField(required=True),
    "contact_name": FormField(required=True),
    "email_from": FormField("email", max_length=254, required=True),
    "phone": FormField("phone", max_length=40),
    "description": FormField(max_length=4000, required=True, is_multiline=True),
    "is_agreed": FormField("tick", required=True),
}
SENT_IN_SHOWN = 3  # On the first page; the page of the status shows more.


class AlumniPortal(CustomerPortal):
    """The pages of a former colleague.

    The record is always the own one, never a number from the address.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "alumni_count" in counters:
            values["alumni_count"] = len(self._get_own_alumni())
        return values

    @http.route("/my/alumni", type="http", auth="user", methods=["GET"], website=True)
    def my_alumni(self, message=None, **_query):
        """The way to every page, the own stints, and how things stand."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render_overview(alumni, message=message)

    @http.route(
        "/my/alumni/consents", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_consents(self, message=None, **_query):
        """What the person has agreed to, each with its text."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render_consents(alumni, message)

    @http.route(
        "/my/alumni/consent", type="http", auth="user", methods=["POST"], website=True
    )
    def my_alumni_consent(self, **posted):
        """Give or withdraw one consent."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        purpose = (
            request.env["hr.privacy.purpose"]
            ._get_asked()
            .filtered(lambda purpose: purpose.code == posted.get("purpose"))
        )
        answer = posted.get("answer")
        is_current = posted.get("version") == str(purpose.version)
        if (
            not purpose
            or purpose.code == "member"
            or answer not in ("give", "withdraw")
        ):
            return self._render_consents(alumni, message="unknown", status=400)
        if answer == "give" and not is_current:
            return self._render_consents(alumni, message="changed", status=400)
        if answer == "withdraw":
            alumni._do_withdraw(purpose, channel="portal")
        elif purpose not in alumni.purpose_ids:
            alumni._do_give(purpose, channel="portal")
        return request.redirect(f"/my/alumni/consents?message={answer}")

    @http.route(
        "/my/alumni/leave", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_leave(self, **_query):
        """Ask once more, and say what leaving does."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render("hr_alumni.portal_my_alumni_leave", alumni, {})

    @http.route(
        "/my/alumni/leave", type="http", auth="user", methods=["POST"], website=True
    )
    def my_alumni_leave_confirm(self, **_posted):
        """Leave the network: consents end, the account closes, the session too."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        response = request.render(
            "hr_alumni.portal_my_alumni_goodbye",
            {
                "no_breadcrumbs": True,
                "company_name": alumni.company_id.name,
                **get_html_data(),
            },
        )
        response.flatten()  # Rendered while the session still knows its user.
        alumni._do_leave(channel="portal")
        request.session.logout(keep_db=True)
        return response

    @http.route(
        "/my/alumni/refer", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_refer(self, **_query):
        """The form to refer business."""
        alumni = self._get_own_alumni()
        if not alumni or not alumni._can_refer():
            return request.not_found()
        return self._render_referral(alumni, {}, {})

    @http.route(
        "/my/alumni/refer", type="http", auth="user", methods=["POST"], website=True
    )
    def my_alumni_refer_send(self, **posted):
        """Hand the business to sales."""
        alumni = self._get_own_alumni()
        if not alumni or not alumni._can_refer():
            return request.not_found()
        values, errors = read_form(REFERRAL_FORM, posted)
        if errors:
            return self._render_referral(alumni, values, errors)
        # Locked: of two clicks at the same moment one makes the lead.
        if not alumni.try_lock_for_update():
            return self._render_overview(alumni, message="twice", status=409)
        if alumni._is_over_referral_limit():
            return self._render_overview(alumni, message="limit", status=429)
        del values["is_agreed"]
        alumni._do_refer(values)
        return request.redirect("/my/alumni?message=sent")

    def _get_own_alumni(self):
        """The record of whoever is signed in, in sudo; possibly empty."""
        # Sudo: portal users have no rights on the model. The contact is the identity.
        return (
            request.env["hr.alumni"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", request.env.user.partner_id.id),
                    ("state", "in", ("invited", "active", "dormant", "returned")),
                ],
                limit=1,
            )
        )

    def _render_overview(self, alumni, message=None, status=200):
        values = {
            **self._prepare_overview_values(alumni),
            "message": self._get_messages().get(message),
        }
        return self._render("hr_alumni.portal_my_alumni", alumni, values, status)

    def _prepare_overview_values(self, alumni):
        """Hook: what the first page shows, and which pages it leads to."""
        return {
            "stints": alumni.employment_period_ids._get_public_facts(),
            "service_years": alumni.service_days / DAYS_OF_YEAR,
            "sent_in": alumni._get_sent_in()[:SENT_IN_SHOWN],
            "can_refer": alumni._can_refer(),
            "is_member": alumni.state in alumni._MEMBER_STATES,
        }

    def _render_consents(self, alumni, message=None, status=200):
        values = {
            "page_name": "alumni_consents",
            "consents": self._prepare_consents(alumni),
            "message": self._get_messages().get(message),
        }
        return self._render(
            "hr_alumni.portal_my_alumni_consents", alumni, values, status
        )

    def _render_referral(self, alumni, values, errors):
        texts = get_error_texts()
        return self._render(
            "hr_alumni.portal_my_alumni_refer",
            alumni,
            {
                "values": values,
                "errors": {name: texts[code] for name, code in errors.items()},
                "form": REFERRAL_FORM,
            },
            status=400 if errors else 200,
        )

    def _render(self, template, alumni, values, status=200):
        values = {**self._prepare_alumni_page_values(alumni), **values}
        return self._respond(template, values, status)

    def _respond(self, template, values, status=200):
        values = {
            **self._prepare_portal_layout_values(),
            **get_html_data(),
            **values,
        }
        response = request.render(template, values)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        response.status_code = status
        return response

    def _prepare_alumni_page_values(self, alumni):
        """Hook: what the pages may show of a record that was read in sudo."""
        return {
            "page_name": "alumni",
            "person_name": alumni.display_name,
            "employee_number": alumni.employee_number,
            "company_name": alumni.company_id.name,
            "contact_email": request.env.user.email,
        }

    def _prepare_consents(self, alumni):
        """One dict for each purpose, with what holds and since when."""
        purposes = request.env["hr.privacy.purpose"]._get_asked()
        rows = request.env["hr.privacy.consent"]._get_current(alumni, purposes)
        last = {row.purpose_id: row for row in rows}
        return [
            {
                "code": purpose.code,
                "name": purpose.name,
                "text": purpose.text,
                "version": purpose.version,
                "is_given": purpose in alumni.purpose_ids,
                "date": last[purpose].date if purpose in last else False,
                "is_outdated": purpose in last
                and last[purpose].text_version != purpose.version,
            }
            for purpose in purposes
        ]

    def _get_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "sent": (
                "success",
                env._("Thank you. Sales has it now; you see below what happens."),
            ),
            "give": ("success", env._("Your consent is recorded.")),
            "withdraw": ("success", env._("Your consent is withdrawn.")),
            "changed": (
                "warning",
                env._(
                    "The text has changed since you opened this page. Read it again "
                    "before you agree. Nothing has been recorded."
                ),
            ),
            "unknown": (
                "warning",
                env._("Use the buttons on this page. Nothing has been recorded."),
            ),
            "twice": (
                "warning",
                env._(
                    "You sent the form twice at once. Look at the list below before "
                    "you send it again."
                ),
            ),
            "limit": (
                "warning",
                env._(
                    "You have sent in a lot today. Thank you! Send the rest tomorrow."
                ),
            ),
        }
