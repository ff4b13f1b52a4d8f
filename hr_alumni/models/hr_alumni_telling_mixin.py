from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrAlumniTellingMixin(models.AbstractModel):
    """Something about a person that may be told to others, when the person wants it.

    The tick says that the person has read what is told; the consent to photo and story
    must be there as well, and is asked again by each issue.
    """

    _name = "hr.alumni.telling.mixin"
    _description = "Told in Newsletters"

    is_for_newsletter = fields.Boolean(
        string="For the Newsletter",
        help="May be told to others. Needs the consent to photo and story.",
    )
    newsletter_date = fields.Datetime(
        string="For the Newsletter Since",
        compute="_compute_newsletter_date",
        store=True,
        help="Issues tell what was ticked since the issue before.",
    )

    @api.depends("is_for_newsletter")
    def _compute_newsletter_date(self):
        now = fields.Datetime.now()
        for one in self:
            one.newsletter_date = now if one.is_for_newsletter else False

    @api.constrains("alumni_id", "is_for_newsletter")
    def _check_telling_is_agreed(self):
        told = self.filtered("is_for_newsletter").alumni_id
        self._check_consent(told, "story", self.env._("we tell others about it"))

    def _check_consent(self, people, code, what):
        blocked = people - people._filter_consenting(code)
        if blocked:
            raise ValidationError(
                self.env._(
                    "%(names)s has not agreed that %(what)s.",
                    names=", ".join(blocked.mapped("display_name")),
                    what=what,
                )
            )
