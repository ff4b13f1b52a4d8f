from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import (
    MISSING,
    FormField,
    read_field,
    read_form,
)
from odoo.addons.hr_exit_interview.tools.rate_limit import RateLimit
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .portal import AlumniPortal

PER_PAGE = 20
LAST_PAGE = 10_000
LARGEST = 2**31 - 1  # What a database takes for the number of a record.
SEARCH = FormField(max_length=80)
COUNTRY = FormField("choice", max_length=9)
RELAY_FORM = {
    "text": FormField(max_length=3000, required=True, is_multiline=True),
    "shows_address": FormField("tick"),
}
# More than a person reads in an hour is taken for a program that copies everything.
SEARCHES = RateLimit(120, seconds=3600)
NO_ANSWER = "no_answer"


class AlumniDirectory(AlumniPortal):
    """The directory for former colleagues: what each has opened to the others.

    There is no address in it and no export of it. Whoever cannot be found gets the same
    answer as whoever does not exist.
    """

    @http.route(
        ["/my/alumni/directory", "/my/alumni/directory/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_directory(self, page=1, search="", country="", message=None, **_query):
        """Look for others."""
        member = self._get_member()
        if not member:
            return request.not_found()
        if SEARCHES.is_over(member.id):
            return self._render_directory(member, message="often", status=429)
        search, is_bad = read_field(SEARCH, search)
        country, _error = read_field(COUNTRY, country)
        return self._render_directory(
            member, "" if is_bad else search, country, page, message
        )

    @http.route(
        "/my/alumni/directory/<int:row_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_directory_person(self, row_id, **_query):
        """One person, and the form to write to them where they take messages."""
        member = self._get_member()
        row = member and self._find(member, row_id)
        if not row or SEARCHES.is_over(member.id):
            return request.not_found()
        return self._render_person(member, row, {}, {})

    @http.route(
        "/my/alumni/directory/<int:row_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_directory_write(self, row_id, **posted):
        """Hand a message on. Whether it was mailed is told to nobody."""
        member = self._get_member()
        row = member and self._find(member, row_id)
        if not row or not self._may_write(member, row):
            return request.not_found()
        values, errors = read_form(RELAY_FORM, posted)
        if not values["shows_address"] and not member._takes_messages():
            errors["shows_address"] = NO_ANSWER
        if errors or not member.try_lock_for_update():
            return self._render_person(member, row, values, errors)
        try:
            member._do_relay(row.alumni_id, values["text"], values["shows_address"])
        except UserError as refusal:
            return self._render_person(member, row, values, {"text": str(refusal)})
        return request.redirect("/my/alumni/directory?message=sent")

    def _get_member(self):
        """The own record, if it may look for others."""
        alumni = self._get_own_alumni()
        return alumni.filtered(lambda one: one.state in one._MEMBER_STATES)

    def _find(self, member, row_id):
        if row_id > LARGEST:
            return False
        return request.env["hr.alumni.directory"]._find_for_member(member, row_id)

    def _may_write(self, member, row):
        seen = row._get_member_fields(member)
        return "takes_messages" in seen and row.takes_messages

    def _render_directory(
        self, member, search="", country="", page=1, message=None, status=200
    ):
        Rows = request.env["hr.alumni.directory"]
        # Sudo: countries are the same for everybody.
        countries = Rows.sudo()._get_member_countries(member)
        chosen = countries.filtered(lambda one: str(one.id) == country)
        page = min(max(page, 1), LAST_PAGE)
        rows, total = [], 0
        if status == 200:
            rows, total = Rows._search_for_member(
                member, search, chosen, (page - 1) * PER_PAGE, PER_PAGE
            )
        pager = portal_pager(
            url="/my/alumni/directory",
            url_args={"search": search, "country": chosen.id or ""},
            total=total,
            page=page,
            step=PER_PAGE,
        )
        return self._render(
            "hr_alumni.portal_my_alumni_directory",
            member,
            {
                "page_name": "alumni_directory",
                "rows": [self._prepare_row(row) for row in rows],
                "total": total,
                "search": search,
                "country": chosen.id,
                "countries": [(one.id, one.name) for one in countries],
                "pager": pager,
                "message": self._get_directory_messages().get(message),
            },
            status,
        )

    def _render_person(self, member, row, values, errors):
        texts = {
            **get_error_texts(),
            MISSING: request.env._("Write what you want to tell or ask."),
            NO_ANSWER: request.env._(
                "Tick this, so that there is a way to answer; or open messages to "
                "former colleagues yourself, under “who sees what”."
            ),
        }
        [facts] = row.read(row._get_member_fields(member))
        return self._render(
            "hr_alumni.portal_my_alumni_directory_person",
            member,
            {
                "page_name": "alumni_directory",
                "row": self._prepare_row(facts),
                "may_write": self._may_write(member, row),
                "takes_messages": member._takes_messages(),
                "email": member.private_email,
                "values": values,
                "form": RELAY_FORM,
                "errors": {
                    name: texts.get(code, code) for name, code in errors.items()
                },
            },
            status=400 if errors else 200,
        )

    def _prepare_row(self, facts):
        """Hook: what is shown of a row, of which only open facts were read."""
        fields = request.env["hr.alumni.directory"]._fields
        country = facts.get("country_id")
        past = [facts.get(name) for name in ("last_job_title", "last_department")]
        return {
            "id": facts["id"],
            "name": facts["name"],
            "job": facts.get("job_title"),
            "employer": facts.get("employer_name"),
            "industry": (facts.get("industry_id") or [0, ""])[1],
            "place": ", ".join(
                part for part in (facts.get("city"), country and country[1]) if part
            ),
            "skills": facts.get("skills"),
            "past": ", ".join(part for part in past if part),
            "left_year": facts.get("left_year"),
            "open": [
                fields[name]._description_string(request.env)
                for name in fields
                if name.startswith("is_open_to_") and facts.get(name)
            ],
            "takes_messages": facts.get("takes_messages"),
        }

    def _get_directory_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "sent": (
                "success",
                env._("Thank you. Your message is handed on, where it may be."),
            ),
            "often": (
                "warning",
                env._("You have looked up a lot. Go on in an hour."),
            ),
        }
