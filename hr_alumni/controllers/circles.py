from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import FormField, read_form

from .portal import AlumniPortal

# Everything that the forms take, and nothing else.
POST_FORM = {
    "title": FormField(required=True),
    "body": FormField(max_length=4000, required=True, is_multiline=True),
}
REPORT_FORM = {
    "kind": FormField(max_length=20, required=True),
    "note": FormField(max_length=500, is_multiline=True),
}
POSTS_PER_PAGE = 20
OWN_SHOWN = 20
MAX_ID = 2**31 - 1  # of the database


class AlumniCircles(AlumniPortal):
    """The pages of circles, for former colleagues and, where allowed, present ones.

    A circle or a post that is not for the person gets the same answer as one that does
    not exist. Members see names and words of each other, and no address.
    """

    @http.route(
        "/my/alumni/circles", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_circles(self, message=None, **_query):
        """The circles of the person, and those that may be joined."""
        person = self._get_person()
        if not person:
            return request.not_found()
        circles = request.env["hr.alumni.circle"]._get_visible(person)
        if person._name == "hr.employee" and not circles:
            return request.not_found()
        places = self._get_places(person)
        return self._respond(
            "hr_alumni.portal_my_alumni_circles",
            {
                **self._prepare_circle_page_values(person),
                "circles": [
                    self._prepare_circle(circle, places.get(circle))
                    for circle in circles
                ],
                "message": self._get_circle_messages().get(message),
            },
        )

    @http.route(
        "/my/alumni/circles/<int:circle_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_alumni_circle(self, circle_id, message=None, before=None, **_query):
        """One circle: its posts for members, how to come in for others."""
        person = self._get_person()
        circle = self._find_circle(person, circle_id)
        if not circle:
            return request.not_found()
        notice = self._get_circle_messages().get(message)
        return self._render_circle(person, circle, notice, before=before)

    @http.route(
        "/my/alumni/circles/<int:circle_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_alumni_circle_act(self, circle_id, **posted):
        """Join, accept, decline, leave, agree to the rules, switch mails."""
        person = self._get_person()
        circle = self._find_circle(person, circle_id)
        if not circle:
            return request.not_found()
        try:
            with request.env.cr.savepoint():
                done = self._carry_out_step(person, circle, posted)
        except UserError as error:
            return self._render_circle(person, circle, ("warning", str(error)), 400)
        if not done:
            notice = self._get_circle_messages()["unknown"]
            return self._render_circle(person, circle, notice, 400)
        is_gone = circle not in circle._get_visible(person)
        path = "/my/alumni/circles" + ("" if is_gone else f"/{circle.id}")
        return request.redirect(f"{path}?message={done}")

    @http.route(
        "/my/alumni/circles/<int:circle_id>/post",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_alumni_circle_post(self, circle_id, **posted):
        """Hand a post to the moderator."""
        person = self._get_person()
        circle = self._find_circle(person, circle_id)
        place = circle and self._get_place(person, circle)
        if not place or place.state not in place._INSIDE:
            return request.not_found()
        values, errors = read_form(POST_FORM, posted)
        if errors:
            return self._render_circle(
                person, circle, status=400, values=values, errors=errors
            )
        # Locked: of two clicks at the same moment one makes the post.
        if not place.try_lock_for_update():
            return request.redirect(f"/my/alumni/circles/{circle.id}")
        try:
            with request.env.cr.savepoint():
                request.env["hr.alumni.post"]._submit(place, values)
        except UserError as error:
            notice = ("warning", str(error))
            return self._render_circle(person, circle, notice, 400, values=values)
        return request.redirect(f"/my/alumni/circles/{circle.id}?message=waiting")

    @http.route(
        "/my/alumni/circles/<int:circle_id>/posts/<int:post_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_alumni_circle_post_act(self, circle_id, post_id, **posted):
        """Report a post, or withdraw an own one."""
        person = self._get_person()
        circle = self._find_circle(person, circle_id)
        place = circle and self._get_place(person, circle)
        if not place or place.state not in place._INSIDE:
            return request.not_found()
        post = self._find_post(place, post_id)
        if not post:
            return request.not_found()
        step = posted.get("do")
        path = f"/my/alumni/circles/{circle.id}"
        if step == "withdraw" and post.member_id == place:
            post._do_withdraw()
            return request.redirect(f"{path}?message=withdrawn")
        if step == "report" and post.member_id != place:
            return self._take_report(person, place, post, posted)
        notice = self._get_circle_messages()["unknown"]
        return self._render_circle(person, circle, notice, 400)

    def _take_report(self, person, place, post, posted):
        values, errors = read_form(REPORT_FORM, posted)
        kinds = post.report_ids._fields["kind"].get_values(request.env)
        notice = None
        if errors or values["kind"] not in kinds:
            notice = self._get_circle_messages()["report"]
        elif place.try_lock_for_update():
            try:
                with request.env.cr.savepoint():
                    request.env["hr.alumni.post.report"]._report(post, place, values)
            except UserError as error:
                notice = ("warning", str(error))
        if notice:
            return self._render_circle(person, place.circle_id, notice, 400)
        path = f"/my/alumni/circles/{place.circle_id.id}"
        return request.redirect(f"{path}?message=reported")

    def _carry_out_step(self, person, circle, posted):
        """What was asked for: a key of the messages, or nothing."""
        step = posted.get("do")
        place = self._get_place(person, circle)
        if step == "join":
            return self._join(person, circle, posted)
        if step == "decline" and place.state == "invited":
            place._do_decline()
            return "declined"
        if step == "leave" and place.state in place._STAYING:
            place._do_end("person")
            return "left"
        if step == "rules" and place.state in place._INSIDE:
            if posted.get("version") != str(circle.rules_version):
                return None
            place._accept_rules()
            return "rules"
        if step in ("mail_on", "mail_off") and place.state in place._INSIDE:
            place.is_mailed = step == "mail_on"
            return step
        return None

    def _join(self, person, circle, posted):
        """Ticks and versions of what was read count; nothing is agreed to unread."""
        if circle.house_rules and (
            posted.get("is_rules_accepted") != "on"
            or posted.get("version") != str(circle.rules_version)
        ):
            raise UserError(
                request.env._("Read the house rules and tick them before you join.")
            )
        if person._name == "hr.alumni":
            purpose = self._get_circle_purpose()
            if purpose not in person.purpose_ids:
                if posted.get("is_agreed") != "on" or posted.get(
                    "purpose_version"
                ) != str(purpose.version):
                    raise UserError(
                        request.env._(
                            "Tick that you agree to circles before you join; without "
                            "it nobody is a member."
                        )
                    )
                person._do_give(purpose, channel="portal")
        place = circle._do_join(person)
        return "requested" if place.state == "requested" else "joined"

    def _prepare_overview_values(self, alumni):
        return {
            **super()._prepare_overview_values(alumni),
            "has_circles": self._is_of_network(alumni),
        }

    def _get_person(self):
        """Who is signed in, in sudo: a former colleague, or a present one; or nobody.

        An account of the portal is never that of a present colleague.
        """
        alumni = self._get_own_alumni()
        if alumni:
            return alumni if self._is_of_network(alumni) else None
        user = request.env.user
        if user.share:
            return None
        # Sudo: colleagues read no employees; this is the own record.
        employees = request.env["hr.employee"].sudo()
        return employees.search(
            [("user_id", "=", user.id), ("company_id", "=", request.env.company.id)],
            limit=1,
        )

    def _is_of_network(self, alumni):
        return alumni.state in (*alumni._MEMBER_STATES, "returned")

    def _find_circle(self, person, circle_id):
        """The circle of this number if the person may see it, in sudo."""
        circles = request.env["hr.alumni.circle"]
        if not person:
            return circles
        return circles._get_visible(person).filtered(lambda one: one.id == circle_id)

    def _find_post(self, place, post_id):
        """The post of this number if the person may read it or has written it."""
        # Sudo: members have no rights on posts; the domain says what they read.
        posts = request.env["hr.alumni.post"].sudo()
        if post_id > MAX_ID:
            return posts
        own = place.post_ids.filtered(lambda post: post.id == post_id)
        readable = posts._get_readable_domain(place)
        return own or posts.search(readable & Domain("id", "=", post_id))

    def _get_places(self, person):
        places = request.env["hr.alumni.circle.member"]._get_of(person)
        return {place.circle_id: place for place in places}

    def _get_place(self, person, circle):
        places = request.env["hr.alumni.circle.member"]._get_of(person)
        return places.filtered(lambda place: place.circle_id == circle)

    def _get_circle_purpose(self):
        asked = request.env["hr.privacy.purpose"]._get_asked()
        return asked.filtered(lambda purpose: purpose.code == "circles")

    def _render_circle(
        self, person, circle, message=None, status=200, before=None, **form
    ):
        place = self._get_place(person, circle)
        is_inside = place.state in place._INSIDE
        texts = get_error_texts()
        errors = form.get("errors") or {}
        return self._respond(
            "hr_alumni.portal_my_alumni_circle",
            {
                **self._prepare_circle_page_values(person),
                **self._prepare_ways_in(person, circle, place),
                **(self._prepare_posts(place, before) if is_inside else {}),
                "circle": self._prepare_circle(circle, place),
                "description": circle.description,
                "house_rules": circle.house_rules,
                "rules_version": circle.rules_version,
                "is_inside": is_inside,
                "form": POST_FORM,
                "values": form.get("values") or {},
                "errors": {name: texts[code] for name, code in errors.items()},
                "message": message,
            },
            status,
        )

    def _prepare_ways_in(self, person, circle, place):
        """How the person may come into the circle, and what is to be agreed to."""
        is_alumni = person._name == "hr.alumni"
        purpose = self._get_circle_purpose()
        is_invited = place.state == "invited"
        return {
            "can_join": is_invited
            or (place.state not in place._SHOWN and circle._admits(person)),
            "is_invited": is_invited,
            "purpose": purpose
            if is_alumni and purpose not in person.purpose_ids
            else None,
            "is_request": not is_invited and circle.admission == "request",
            "is_mailed": place.is_mailed,
            "can_get_mails": is_alumni,
            "can_write": bool(place) and place._may_write_posts(),
            "needs_rules": bool(place) and not place._has_accepted_rules(),
        }

    def _prepare_posts(self, place, before):
        """One page of posts, newest first, and the own ones in every state."""
        # Sudo: members have no rights on posts; the domain says what they read.
        posts = request.env["hr.alumni.post"].sudo()
        domain = posts._get_readable_domain(place)
        if before and before.isdecimal() and int(before) <= MAX_ID:
            domain &= Domain("id", "<", int(before))
        found = posts.search(domain, limit=POSTS_PER_PAGE + 1)
        shown = found[:POSTS_PER_PAGE]
        labels = dict(posts._fields["state"]._description_selection(request.env))
        own = place.post_ids.filtered(lambda post: post.state != "published")
        kinds = request.env["hr.alumni.post.report"]._fields["kind"]
        return {
            "posts": [self._prepare_post(post, place) for post in shown],
            "older": shown[-1:].id if len(found) > len(shown) else False,
            "own_posts": [
                {
                    "id": post.id,
                    "title": post.title,
                    "state": post.state,
                    "label": labels[post.state],
                    "reason": post.reason if post.state == "refused" else False,
                }
                for post in own[:OWN_SHOWN]
            ],
            "report_kinds": kinds._description_selection(request.env),
        }

    def _prepare_post(self, post, place):
        """Hook: what members see of a post: words, name and day, and no address."""
        return {
            "id": post.id,
            "title": post.title,
            "body": post.body,
            "author": post.author_name,
            "date": post.publish_date,
            "is_own": bool(place) and post.member_id == place,
        }

    def _prepare_circle(self, circle, place):
        """Hook: what people see of a circle before they are in it."""
        states = dict(
            request.env["hr.alumni.circle.member"]
            ._fields["state"]
            ._description_selection(request.env)
        )
        state = place.state if place and place.state in place._SHOWN else False
        return {
            "id": circle.id,
            "name": circle.name,
            "description": circle.description,
            "member_count": circle.member_count,
            "state": state,
            "label": states.get(state),
            "until": place.paused_until if state == "paused" else False,
            "reason": place.reason if state in ("paused", "refused") else False,
        }

    def _prepare_circle_page_values(self, person):
        """Hook: what every page of circles shows of the person who is signed in."""
        return {
            "page_name": "alumni_circles",
            "is_alumni": person._name == "hr.alumni",
            "company_name": person.company_id.name,
        }

    def _get_circle_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        done = {
            "joined": env._("Welcome! You are in the circle now."),
            "requested": env._(
                "The moderator has your wish. You see here what becomes of it."
            ),
            "declined": env._("You have declined. Nobody asks for a reason."),
            "left": env._(
                "You have left the circle, and what you posted is taken down."
            ),
            "rules": env._("Thank you. You can post now."),
            "mail_on": env._("You get the posts of this circle by mail."),
            "mail_off": env._("You get no more mails of this circle."),
            "waiting": env._(
                "Thank you. The moderator reads it first; you see below what happens."
            ),
            "withdrawn": env._("Your post is taken down."),
            "reported": env._("Thank you. The moderator will look at it."),
        }
        return {
            **{key: ("success", text) for key, text in done.items()},
            "unknown": (
                "warning",
                env._("Use the buttons on this page. Nothing has been changed."),
            ),
            "report": (
                "warning",
                env._(
                    "Choose what is wrong, and write at most 500 letters. "
                    "Nothing has been sent."
                ),
            ),
        }
