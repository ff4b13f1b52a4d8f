from odoo import api, models
from odoo.exceptions import UserError


class HrAlumniCirclePage(models.Model):
    """What people may see of circles and do in them, on their own page.

    A person is a former colleague (`hr.alumni`) or a present one (`hr.employee`), as
    found by the account. All records are in sudo: people have no rights on circles.
    """

    _inherit = "hr.alumni.circle"

    @api.model
    def _get_visible(self, person):
        """The circles that this person is in or may come into, and no others."""
        # Sudo: people have no rights on circles; these are what they may see.
        circles = self.sudo().search([("company_id", "=", person.company_id.id)])
        places = self.env["hr.alumni.circle.member"]._get_of(person)
        own = places.filtered(lambda one: one.state in one._SHOWN).circle_id
        return circles.filtered(lambda one: one in own or one._admits(person))

    def _admits(self, person):
        """Hook: whether this person may join, or ask to, without an invitation."""
        self.ensure_one()
        if self.admission == "invitation":
            return False
        if person._name == "hr.employee":
            return self._is_open_to_colleagues()
        return person.state in person._MEMBER_STATES and bool(
            person.filtered_domain(self._get_rule())
        )

    def _is_open_to_colleagues(self):
        self.ensure_one()
        return self.has_colleagues and self.company_id.alumni_colleagues_in_circles

    def _do_join(self, person):
        """Carry out the wish to come in: by invitation, by request, or at once.

        Whoever is in already stays as it is. House rules count as accepted.

        :raise UserError: the person has not agreed to circles, or may not come in
        :return: the place of the person in the circle
        """
        self.ensure_one()
        places = self.env["hr.alumni.circle.member"]
        place = places._get_of(person).filtered(lambda one: one.circle_id == self)
        if person._name == "hr.alumni" and person.is_paused:
            raise UserError(self.env._("You have paused. End the pause first."))
        if person._name == "hr.alumni" and not person._may_contact("circles"):
            raise UserError(
                self.env._("Agree to circles first; nobody is a member without it.")
            )
        if place.state == "refused":
            raise UserError(
                self.env._(
                    "The moderator has decided that you are not in this circle. Write "
                    "to the alumni office if you think that this is wrong."
                )
            )
        if place.state not in place._STAYING:
            if place.state != "invited" and not self._admits(person):
                raise UserError(
                    self.env._("This circle cannot be joined. Choose another one.")
                )
            place = place or places._make_place(self, person)
            place._do_enter()
        place._accept_rules()
        return place
