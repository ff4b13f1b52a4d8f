from odoo import http
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import (
    MISSING,
    FormField,
    read_form,
)

from .portal import AlumniPortal

OPEN_END = "open"
MONTHS = {"1": 1, "3": 3, "6": 6, OPEN_END: None}
PAUSE_FORM = {"months": FormField("choice", max_length=4, required=True)}


class AlumniPause(AlumniPortal):
    """The page on which a former colleague pauses for a while, and goes on."""

    @http.route(
        "/my/alumni/pause", type="http", auth="user", methods=["GET"], website=True
    )
    def my_pause(self, message=None, **_query):
        """Say what a pause does, and for how long there is one."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render_pause(alumni, message=message)

    @http.route(
        "/my/alumni/pause", type="http", auth="user", methods=["POST"], website=True
    )
    def my_pause_choose(self, **posted):
        """Pause, change for how long, or go on."""
        alumni = self._get_own_alumni()
        # Locked: of two clicks at the same moment one decides.
        if not alumni or not alumni.try_lock_for_update():
            return request.not_found()
        if posted.get("do") == "resume":
            alumni._do_resume()
            return request.redirect("/my/alumni/pause?message=resumed")
        values, errors = read_form(PAUSE_FORM, posted)
        if not errors and values["months"] not in MONTHS:
            errors["months"] = MISSING
        if errors:
            return self._render_pause(alumni, values, errors)
        alumni._do_pause(MONTHS[values["months"]])
        return request.redirect("/my/alumni/pause?message=paused")

    def _render_pause(self, alumni, values=None, errors=None, message=None):
        env = request.env
        texts = {
            **get_error_texts(),
            MISSING: env._("Choose for how long you want to pause."),
        }
        return self._render(
            "hr_alumni.portal_my_alumni_pause",
            alumni,
            {
                "page_name": "alumni_pause",
                "lengths": [
                    ("1", env._("For one month")),
                    ("3", env._("For three months")),
                    ("6", env._("For six months")),
                    (OPEN_END, env._("Until I say so")),
                ],
                "values": values or {},
                "errors": {name: texts[code] for name, code in (errors or {}).items()},
                "message": self._get_pause_messages().get(message),
            },
            status=400 if errors else 200,
        )

    def _prepare_alumni_page_values(self, alumni):
        return {
            **super()._prepare_alumni_page_values(alumni),
            "is_paused": alumni.is_paused,
            "pause_end_date": alumni.pause_end_date,
        }

    def _get_pause_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "paused": ("success", env._("Your pause has begun. Take your time.")),
            "resumed": ("success", env._("Welcome back. Your pause is over.")),
        }
