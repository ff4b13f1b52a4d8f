from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import (
    MISSING,
    FormField,
    read_form,
)

from ..models.hr_alumni_event_invitation import EVENT
from .portal import AlumniPortal
from .private_page import PRIVATE_HEADERS, redirect_private, render_private

ANSWER_FORM = {
    "answer": FormField("choice", max_length=3, required=True),
    "guests": FormField("choice", max_length=2),
    "note": FormField(max_length=200),
}
ANSWERS = ("yes", "no")
SHOWN = 50
LINK_STATES = ("invited", "active", "dormant", "returned")


def read_answer(posted):
    """Take an answer from a form.

    :return: values, with the guests as a number, and codes of errors by field
    """
    values, errors = read_form(ANSWER_FORM, posted)
    if values["answer"] not in ANSWERS:
        errors["answer"] = MISSING
    guests = values["guests"]
    values["guests"] = int(guests) if guests.isdecimal() and guests.isascii() else 0
    return values, errors


def prepare_event_page(event, invitation):
    """What the page of an event shows, by a link or signed in."""
    env = request.env
    states = {
        "yes": ("success", env._("You are coming. We look forward to seeing you.")),
        "waiting": (
            "warning",
            env._(
                "All seats are taken. You are on the waiting list, and we write to you "
                "when there is one."
            ),
        ),
        "no": ("secondary", env._("You have told us that you cannot come.")),
    }
    return {
        "event": event._get_alumni_facts(),
        "answer_state": states.get(invitation.state),
        "values": {
            "answer": "no" if invitation.state == "no" else "yes",
            "guests": invitation.guest_count,
            "note": invitation.note or "",
        },
        "errors": {},
    }


def tell_errors(errors):
    """A sentence for each code."""
    texts = {
        **get_error_texts(),
        MISSING: request.env._("Choose whether you come."),
    }
    return {name: texts.get(code, code) for name, code in errors.items()}


def send_calendar(event):
    """The event as a file for calendars, or nothing where it cannot be made."""
    # The default of core's method fails.
    files = event._get_ics_file(slot=event.env["event.slot"])
    if event.id not in files:
        return request.not_found()
    return request.make_response(
        files[event.id],
        {
            **PRIVATE_HEADERS,
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": "attachment; filename=event.ics",
        },
    )


class AlumniEvents(AlumniPortal):
    """Events to come on the own page. What one is not invited to does not exist."""

    @http.route(
        "/my/alumni/events", type="http", auth="user", methods=["GET"], website=True
    )
    def my_events(self, **_query):
        """Events to come, with the own answers."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        events = self._get_events(alumni)
        answers = {row.event_id: row for row in alumni.event_invitation_ids}
        field = request.env["hr.alumni.event.invitation"]._fields["state"]
        labels = dict(field._description_selection(request.env))
        return self._render(
            "hr_alumni.portal_my_alumni_events",
            alumni,
            {
                "page_name": "alumni_events",
                "events": [
                    {
                        **event._get_alumni_facts(),
                        "state": event in answers and answers[event].state,
                        "label": event in answers
                        and answers[event].state in ("yes", "waiting", "no")
                        and labels[answers[event].state],
                    }
                    for event in events
                ],
            },
        )

    @http.route(
        "/my/alumni/events/<int:event_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_event(self, event_id, **_query):
        """One event, and the form to answer."""
        alumni, event = self._find_event(event_id)
        if not event:
            return request.not_found()
        return self._render_event(alumni, event)

    @http.route(
        "/my/alumni/events/<int:event_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_event_answer(self, event_id, **posted):
        """Answer."""
        alumni, event = self._find_event(event_id)
        # Locked: of two clicks at the same moment one makes the row.
        if not event or not alumni.try_lock_for_update():
            return request.not_found()
        values, errors = read_answer(posted)
        if not errors:
            row = request.env["hr.alumni.event.invitation"]._get_row(event, alumni)
            try:
                with request.env.cr.savepoint():
                    row._do_answer(values["answer"], values["guests"], values["note"])
            except UserError as refusal:
                errors["answer"] = str(refusal)
        if errors:
            return self._render_event(alumni, event, values, errors)
        return request.redirect(f"/my/alumni/events/{event.id}")

    @http.route(
        "/my/alumni/events/<int:event_id>/calendar",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_event_calendar(self, event_id, **_query):
        """The event for the own calendar."""
        event = self._find_event(event_id)[1]
        return send_calendar(event) if event else request.not_found()

    def _get_events(self, alumni):
        # Sudo: members have no rights on events; the domain is what they may see.
        events = request.env["event.event"].sudo()
        return events.search(
            events._get_alumni_domain(alumni), order="date_begin, id", limit=SHOWN
        )

    def _find_event(self, event_id):
        alumni = self._get_own_alumni()
        found = alumni and self._get_events(alumni).filtered(
            lambda event: event.id == event_id
        )
        return alumni, found

    def _render_event(self, alumni, event, values=None, errors=None):
        row = alumni.event_invitation_ids.filtered(lambda one: one.event_id == event)
        page = prepare_event_page(event, row)
        return self._render(
            "hr_alumni.portal_my_alumni_event",
            alumni,
            {
                "page_name": "alumni_events",
                **page,
                "values": values or page["values"],
                "errors": tell_errors(errors or {}),
                "form": ANSWER_FORM,
                "base_path": f"/my/alumni/events/{event.id}",
            },
            status=400 if errors else 200,
        )


class AlumniEventByLink(http.Controller):
    """An invitation is answered by its link; looking at it changes nothing."""

    @http.route(
        "/alumni/event/<int:invitation_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def event_by_link(self, invitation_id, token, **_query):
        """The event, and the form to answer."""
        row = self._find(invitation_id, token)
        if not row:
            return self._render_void()
        return self._render_page(row, token)

    @http.route(
        "/alumni/event/<int:invitation_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def event_by_link_answer(self, invitation_id, token, **posted):
        """Answer; it can be changed until the event begins."""
        row = self._find(invitation_id, token)
        if not row:
            return self._render_void()
        values, errors = read_answer(posted)
        if not errors:
            try:
                with request.env.cr.savepoint():
                    row._do_answer(values["answer"], values["guests"], values["note"])
            except UserError as refusal:
                errors["answer"] = str(refusal)
        if errors:
            return self._render_page(row, token, values, errors)
        return redirect_private(f"/alumni/event/{row.id}/{token}")

    @http.route(
        "/alumni/event/<int:invitation_id>/<string:token>/calendar",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def event_by_link_calendar(self, invitation_id, token, **_query):
        """The event for the own calendar."""
        row = self._find(invitation_id, token)
        return send_calendar(row.event_id) if row else self._render_void()

    def _find(self, invitation_id, token):
        rows = request.env["hr.alumni.event.invitation"]
        row = rows._find_by_signed_link(EVENT, invitation_id, token)
        # Whoever has left or was erased is invited to nothing.
        return row.filtered(lambda one: one.alumni_id.state in LINK_STATES)

    def _render_void(self):
        return render_private("hr_alumni.alumni_consent_void", {}, 410)

    def _render_page(self, row, token, values=None, errors=None):
        lang = request.env["res.lang"]._get_code(
            row.alumni_id.partner_id.lang or request.env.lang
        )
        request.update_context(lang=lang)
        page = prepare_event_page(row.event_id.with_context(lang=lang), row)
        return render_private(
            "hr_alumni.alumni_event",
            {
                **page,
                "values": values or page["values"],
                "errors": tell_errors(errors or {}),
                "form": ANSWER_FORM,
                "base_path": f"/alumni/event/{row.id}/{token}",
                "res_company": row.company_id,
                "person_name": row.alumni_id.display_name,
            },
            400 if errors else 200,
        )
