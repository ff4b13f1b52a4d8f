import base64

from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..tools.form_input import FormField, read_form
from .form_errors import get_error_texts
from .private_page import get_html_data

# Everything that the form takes beside the letter, and nothing else.
RESIGNATION_FORM = {
    "last_working_date": FormField(max_length=10, required=True),
    "stated_reason": FormField(max_length=5000, is_multiline=True),
    "is_sure": FormField("tick", required=True),
}
LETTER_LIMIT = 10 * 1024 * 1024


class ResignationPortal(CustomerPortal):
    """The own resignation of an employee who has a portal account only.

    The employee is always the own one, never a number from the address.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "resignation_count" in counters:
            values["resignation_count"] = len(self._get_own_employee())
        return values

    @http.route(
        "/my/resignation", type="http", auth="user", methods=["GET"], website=True
    )
    def my_resignation(self, message=None, **_query):
        """The form, or what became of the resignation."""
        employee = self._get_own_employee()
        if not employee:
            return request.not_found()
        return self._render_resignation(employee, message=message)

    @http.route(
        "/my/resignation", type="http", auth="user", methods=["POST"], website=True
    )
    def my_resignation_send(self, letter=None, **posted):
        """Hand the resignation to HR."""
        employee = self._get_own_employee()
        if not employee:
            return request.not_found()
        values, errors = read_form(RESIGNATION_FORM, posted)
        content, name = self._read_letter(letter)
        if content is None:
            errors["letter"] = "bad_letter"
        if errors:
            return self._render_resignation(employee, values=values, errors=errors)
        # Out of sudo: the step checks who asks.
        person = employee.sudo(False)
        return self._try_step(
            employee,
            values,
            "sent",
            lambda: person.action_resign(
                values["last_working_date"],
                values["stated_reason"],
                content and base64.b64encode(content).decode(),
                name,
            ),
        )

    @http.route(
        "/my/resignation/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_resignation_withdraw(self, **_posted):
        """Take the resignation back, as long as HR has not confirmed it."""
        employee = self._get_own_employee()
        case = employee and self._get_own_resignation(employee)
        if not case:
            return request.not_found()
        # Out of sudo: the step checks who asks.
        step = case.sudo(False).action_withdraw_resignation
        return self._try_step(employee, {}, "withdrawn", step)

    def _try_step(self, employee, values, message, step):
        """Take a step whole or not at all; a refusal is shown as a sentence."""
        try:
            with request.env.cr.savepoint():
                step()
        except (AccessError, UserError) as error:
            refusal = str(error)
        except IntegrityError:
            refusal = request.env._(
                "You sent the form twice at once. Look at what stands here before you "
                "send it again."
            )
        else:
            return request.redirect(f"/my/resignation?message={message}")
        request.env.invalidate_all()
        return self._render_resignation(
            employee, values=values, refusal=refusal, status=400
        )

    def _read_letter(self, letter):
        """Content and name of what was attached; None for content that is too long."""
        if not hasattr(letter, "read"):
            return b"", False
        content = letter.read(LETTER_LIMIT + 1)
        if len(content) > LETTER_LIMIT:
            return None, False
        name = letter.filename or ""
        return content, name.encode("utf-8", "ignore").decode().replace("\x00", "")

    def _get_own_employee(self):
        return request.env["hr.offboarding"]._get_own_employee()

    def _get_own_resignation(self, employee):
        return request.env["hr.offboarding"]._get_own_resignation(employee)

    def _render_resignation(
        self,
        employee,
        values=None,
        errors=None,
        message=None,
        refusal=None,
        status=None,
    ):
        case = self._get_own_resignation(employee)
        texts = self._get_resignation_error_texts()
        proposed = request.env["hr.offboarding"]._get_proposed_last_day(employee)
        response = request.render(
            "hr_exit_interview.portal_my_resignation",
            {
                **self._prepare_portal_layout_values(),
                **get_html_data(),
                "page_name": "resignation",
                "company_name": employee.company_id.name,
                "known": case._get_resignation_values() if case else False,
                "values": {"last_working_date": proposed, **(values or {})},
                "errors": {name: texts[code] for name, code in (errors or {}).items()},
                "message": self._get_resignation_messages().get(message),
                "refusal": refusal,
            },
        )
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        response.headers["Cache-Control"] = "no-store"
        response.status_code = status or (400 if errors else 200)
        return response

    def _get_resignation_messages(self):
        """What may be said at the top of the page, by key."""
        env = request.env
        return {
            "sent": env._("HR has your resignation and confirms it next."),
            "withdrawn": env._("Your resignation is withdrawn, and HR knows it."),
        }

    def _get_resignation_error_texts(self):
        """A sentence for each mistake that the form can find."""
        return {
            **get_error_texts(),
            "bad_letter": request.env._("Attach a letter of at most 10 MB."),
        }
