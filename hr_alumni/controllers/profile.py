from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import (
    MISSING,
    FormField,
    read_form,
)
from odoo.addons.hr_exit_interview.tools.rate_limit import RateLimit

from .portal import AlumniPortal

# Every field of a former colleague that the own pages write, and nothing else.
ALUMNI_PORTAL_FIELDS = {
    "private_phone": FormField("phone", max_length=40),
    "city": FormField(max_length=80),
    "country_id": FormField("choice", max_length=12),
    "industry_id": FormField("choice", max_length=12),
    "skills": FormField(max_length=300),
    "linkedin_url": FormField("url", max_length=200),
    "bio": FormField(max_length=1500, is_multiline=True),
    "is_open_to_return": FormField("tick"),
    "is_open_to_projects": FormField("tick"),
    "is_open_to_mentoring": FormField("tick"),
    "is_open_to_speaking": FormField("tick"),
}
# Of those, what is chosen from a list of records.
CHOICES = {"country_id": "res.country", "industry_id": "res.partner.industry"}
EMAIL_FORM = {"private_email": FormField("email", max_length=254, required=True)}
CAREER_FORM = {
    "employer_name": FormField(required=True),
    "title": FormField(),
    "employer_website": FormField("url", max_length=200),
    "date_from": FormField("date", max_length=10),
    "date_to": FormField("date", max_length=10),
}
MILESTONE_FORM = {
    "kind": FormField("choice", max_length=20, required=True),
    "date": FormField("date", max_length=10, required=True),
    "note": FormField(max_length=200),
    "is_for_newsletter": FormField("tick"),
}
SHOWN = 50
MOST_PARTS = 50  # Career moves and milestones that one person can have.
EMAIL_CHANGES = RateLimit(5, seconds=24 * 3600)
BEFORE, UNKNOWN = "before", "unknown"


class AlumniProfile(AlumniPortal):
    """The pages on which a former colleague tells of oneself.

    What is not the person's own gets the same answer as what does not exist.
    """

    @http.route(
        "/my/alumni/profile", type="http", auth="user", methods=["GET"], website=True
    )
    def my_profile(self, message=None, **_query):
        """What we know of the person, to be corrected."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render_profile(alumni, message=message)

    @http.route(
        "/my/alumni/profile", type="http", auth="user", methods=["POST"], website=True
    )
    def my_profile_save(self, **posted):
        """Keep what the person has written."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        values, errors = read_form(ALUMNI_PORTAL_FIELDS, posted)
        chosen = {
            name: self._find_choice(model, values[name])
            for name, model in CHOICES.items()
        }
        errors |= {
            name: UNKNOWN
            for name, record in chosen.items()
            if values[name] and not record
        }
        if errors:
            return self._render_profile(alumni, values, errors)
        values |= {name: record.id for name, record in chosen.items()}
        alumni._do_update_profile(
            {name: value or False for name, value in values.items()}
        )
        return request.redirect("/my/alumni/profile?message=saved")

    @http.route(
        "/my/alumni/profile/email",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_profile_email(self, **posted):
        """Ask for another address; it is used once it is confirmed."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        values, errors = read_form(EMAIL_FORM, posted)
        if errors:
            return self._render_profile(alumni, values, errors)
        if EMAIL_CHANGES.is_over(alumni.id):
            return self._render_profile(alumni, message="limit", status=429)
        is_new = alumni._do_ask_email(values["private_email"])
        message = "email" if is_new else "same"
        return request.redirect(f"/my/alumni/profile?message={message}")

    @http.route(
        ["/my/alumni/career", "/my/alumni/career/<int:career_id>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_career(self, career_id=None, **_query):
        """The form of a new or of an own career move."""
        alumni, move = self._find_part("career_ids", career_id)
        if not alumni:
            return request.not_found()
        values = {name: move[name] or "" for name in CAREER_FORM}
        return self._render_career(alumni, move, values, {})

    @http.route(
        ["/my/alumni/career", "/my/alumni/career/<int:career_id>"],
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_career_save(self, career_id=None, **posted):
        """Add, correct or delete one career move."""
        alumni, move = self._find_part("career_ids", career_id)
        if not alumni or not alumni.try_lock_for_update():
            return request.not_found()
        if move and posted.get("do") == "delete":
            move.unlink()
            alumni._note_profile()
            return request.redirect("/my/alumni/profile?message=deleted")
        values, errors = read_form(CAREER_FORM, posted)
        if (
            not errors
            and values["date_from"]
            and (values["date_to"] or "9") < values["date_from"]
        ):
            errors["date_to"] = BEFORE
        if not errors:
            errors = self._save_part(alumni, move, values)
        if errors:
            return self._render_career(alumni, move, values, errors)
        return request.redirect("/my/alumni/profile?message=saved")

    @http.route(
        ["/my/alumni/milestone", "/my/alumni/milestone/<int:milestone_id>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_milestone(self, milestone_id=None, **_query):
        """The form of a new or of an own milestone."""
        alumni, milestone = self._find_part("milestone_ids", milestone_id)
        if not alumni or not self._may_tell_milestones(alumni):
            return request.not_found()
        values = {name: milestone[name] or "" for name in MILESTONE_FORM}
        return self._render_milestone(alumni, milestone, values, {})

    @http.route(
        ["/my/alumni/milestone", "/my/alumni/milestone/<int:milestone_id>"],
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_milestone_save(self, milestone_id=None, **posted):
        """Add, correct or delete one milestone."""
        alumni, milestone = self._find_part("milestone_ids", milestone_id)
        if (
            not alumni
            or not self._may_tell_milestones(alumni)
            or not alumni.try_lock_for_update()
        ):
            return request.not_found()
        if milestone and posted.get("do") == "delete":
            milestone.unlink()
            alumni._note_profile()
            return request.redirect("/my/alumni/profile?message=deleted")
        values, errors = read_form(MILESTONE_FORM, posted)
        if not errors.get("kind") and values["kind"] not in self._get_kinds():
            errors["kind"] = MISSING
        if not errors:
            errors = self._save_part(alumni, milestone, values)
        if errors:
            return self._render_milestone(alumni, milestone, values, errors)
        return request.redirect("/my/alumni/profile?message=saved")

    def _find_part(self, name, part_id):
        """The own record, and the own part of this number or an empty one, in sudo.

        :return: nothing at all for a part that is not the person's own
        """
        alumni = self._get_own_alumni()
        own = alumni[name]
        part = own.filtered(lambda one: one.id == part_id)
        if (part_id and not part) or (not part_id and len(own) >= MOST_PARTS):
            return alumni.browse(), own.browse()
        return alumni, part

    def _save_part(self, alumni, part, values):
        """Write a career move or a milestone, as told by the person.

        :return: errors by field; a sentence where the model refuses it
        """
        try:
            with request.env.cr.savepoint():
                alumni._do_tell(
                    part, {name: value or False for name, value in values.items()}
                )
        except ValidationError as refusal:
            return {next(iter(values)): str(refusal)}
        return {}

    def _may_tell_milestones(self, alumni):
        return bool(alumni._filter_consenting("milestones"))

    def _get_kinds(self):
        field = request.env["hr.alumni.milestone"]._fields["kind"]
        return dict(field._description_selection(request.env))

    def _find_choice(self, model, text):
        """The record that was chosen in a list, or an empty one."""
        # Sudo: countries and industries are the same for everybody.
        records = request.env[model].sudo()
        if not text.isdecimal() or len(text) > 9:
            return records
        return records.browse(int(text)).exists()

    def _render_profile(
        self, alumni, values=None, errors=None, message=None, status=200
    ):
        errors = errors or {}
        known = {
            name: alumni[name].id if name in CHOICES else alumni[name]
            for name in ALUMNI_PORTAL_FIELDS
        }
        kinds = self._get_kinds()
        return self._render(
            "hr_alumni.portal_my_alumni_profile",
            alumni,
            {
                "page_name": "alumni_profile",
                "form": {**ALUMNI_PORTAL_FIELDS, **EMAIL_FORM},
                "values": {**known, **(values or {})},
                "errors": self._tell_errors(errors),
                "email": alumni.private_email,
                "asked_email": alumni.asked_email,
                "choices": {
                    # Sudo: countries and industries are the same for everybody.
                    name: request.env[model]
                    .sudo()
                    .search([])
                    .mapped(lambda one: (one.id, one.name))
                    for name, model in CHOICES.items()
                },
                "career": [
                    {
                        "id": move.id,
                        "title": move.title,
                        "employer": move.employer_name,
                        "date_from": move.date_from,
                        "date_to": move.date_to,
                    }
                    for move in alumni.career_ids[:SHOWN]
                ],
                "milestones": [
                    {
                        "id": one.id,
                        "kind": kinds[one.kind],
                        "date": one.date,
                        "note": one.note,
                    }
                    for one in alumni.milestone_ids[:SHOWN]
                ],
                "may_tell_milestones": self._may_tell_milestones(alumni),
                "message": self._get_profile_messages().get(message),
            },
            status=400 if errors else status,
        )

    def _render_career(self, alumni, move, values, errors):
        return self._render(
            "hr_alumni.portal_my_alumni_career",
            alumni,
            {
                "page_name": "alumni_profile",
                "part_id": move.id,
                "form": CAREER_FORM,
                "values": values,
                "errors": self._tell_errors(errors),
            },
            status=400 if errors else 200,
        )

    def _render_milestone(self, alumni, milestone, values, errors):
        return self._render(
            "hr_alumni.portal_my_alumni_milestone",
            alumni,
            {
                "page_name": "alumni_profile",
                "part_id": milestone.id,
                "form": MILESTONE_FORM,
                "kinds": self._get_kinds(),
                "may_be_told": bool(alumni._filter_consenting("story")),
                "values": values,
                "errors": self._tell_errors(errors),
            },
            status=400 if errors else 200,
        )

    def _tell_errors(self, errors):
        """A sentence for each code; what the model says is a sentence already."""
        env = request.env
        texts = {
            **get_error_texts(),
            BEFORE: env._("It ends before it begins. Correct one of the two days."),
            UNKNOWN: env._("Choose one of the list."),
        }
        return {name: texts.get(code, code) for name, code in errors.items()}

    def _get_profile_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "saved": ("success", env._("Thank you. It is recorded.")),
            "deleted": ("success", env._("It is deleted.")),
            "email": (
                "info",
                env._(
                    "We have sent a link to the new address. Open it within two days; "
                    "until then the old address stays."
                ),
            ),
            "same": ("info", env._("This is the address that we use already.")),
            "limit": (
                "warning",
                env._("You have changed it often today. Try again tomorrow."),
            ),
        }
