from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.hr_exit_interview.tools.form_input import FormField, read_form

from .portal import AlumniPortal

WISH_FORM = {"proposal": FormField(max_length=200, required=True)}


class AlumniKeepers(AlumniPortal):
    """The page on which a former colleague chooses who keeps in touch.

    Only colleagues of the own team and line are shown: a search by name would tell
    outsiders who works here.
    """

    @http.route(
        "/my/alumni/keepers", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_keepers(self, message=None, **_query):
        """Who keeps in touch, and who could."""
        alumni = self._get_own_alumni()
        if not alumni or not alumni._filter_consenting("keepers"):
            return request.not_found()
        return self._render_keepers(alumni, self._get_keeper_messages().get(message))

    @http.route(
        "/my/alumni/keepers", type="http", auth="user", methods=["POST"], website=True
    )
    def my_alumni_keepers_send(self, **posted):
        """Choose a colleague, wish for another one, or end it with somebody."""
        alumni = self._get_own_alumni()
        if not alumni or not alumni._filter_consenting("keepers"):
            return request.not_found()
        if not alumni.try_lock_for_update():
            return request.redirect("/my/alumni/keepers")
        keepers = request.env["hr.alumni.keeper"]
        try:
            with request.env.cr.savepoint():
                done = self._carry_out(alumni, keepers, posted)
        except (UserError, ValidationError) as error:
            return self._render_keepers(alumni, ("warning", str(error)), 400)
        if not done:
            message = self._get_keeper_messages()["unknown"]
            return self._render_keepers(alumni, message, 400)
        return request.redirect(f"/my/alumni/keepers?message={done}")

    def _prepare_alumni_page_values(self, alumni):
        values = super()._prepare_alumni_page_values(alumni)
        can_choose = bool(alumni._filter_consenting("keepers"))
        return {**values, "can_choose_keepers": can_choose}

    def _carry_out(self, alumni, keepers, posted):
        """What was asked for: a key of the messages, or nothing."""
        if "end" in posted:
            # Of the own ones only, whatever number was sent.
            own = alumni.keeper_ids.filtered(lambda one: str(one.id) == posted["end"])
            own._do_end()
            return "ended" if own else None
        if "user" in posted:
            offered = keepers._get_offered(alumni)
            user = offered.filtered(lambda one: str(one.id) == posted["user"])
            if user:
                keepers._propose(alumni, user=user)
            return "asked" if user else None
        values, errors = read_form(WISH_FORM, posted)
        if errors:
            return None
        keepers._propose(alumni, proposal=values["proposal"])
        return "wished"

    def _render_keepers(self, alumni, message=None, status=200):
        return self._render(
            "hr_alumni.portal_my_alumni_keepers",
            alumni,
            self._prepare_keepers_values(alumni, message),
            status,
        )

    def _prepare_keepers_values(self, alumni, message=None):
        """All that the page shows of keepers, as plain values."""
        running = alumni.keeper_ids.filtered(lambda one: one.state in one._RUNNING)
        offered = request.env["hr.alumni.keeper"]._get_offered(alumni)
        labels = dict(running._fields["state"]._description_selection(request.env))
        return {
            "base_path": "/my/alumni/keepers",
            "keepers": [
                {
                    "id": one.id,
                    "name": one.user_id.name or one.proposal,
                    "state": labels[one.state],
                }
                for one in running
            ],
            "offered": [
                {"id": user.id, "name": user.name} for user in offered - running.user_id
            ],
            "can_choose": len(running) < 2,
            "message": message,
        }

    def _get_keeper_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "asked": (
                "success",
                env._("We have asked. You see here whether your colleague agrees."),
            ),
            "wished": (
                "success",
                env._("The alumni office has your wish and will look into it."),
            ),
            "ended": (
                "success",
                env._("Your colleague does not see you any more."),
            ),
            "unknown": (
                "warning",
                env._(
                    "Choose a colleague on the list, or write a name of at most 200 "
                    "letters. Nothing has been recorded."
                ),
            ),
        }
