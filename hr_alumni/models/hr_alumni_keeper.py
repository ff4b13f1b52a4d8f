from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

MOST_KEEPERS = 2


class HrAlumniKeeper(models.Model):
    """A colleague who keeps in touch with a former colleague.

    Chosen by the person who left, or proposed by the alumni office; asked; and keeper
    only after saying yes. Whoever accepts sees this person, and no others.
    """

    _name = "hr.alumni.keeper"
    _description = "Keeping in Touch"
    _inherit = ["hr.alumni.part.mixin", "hr.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "asked": {"proposed"},
        "accepted": {"asked"},
        "declined": {"asked"},
        "ended": {"proposed", "asked", "accepted"},
    }
    _RUNNING = ("proposed", "asked", "accepted")

    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    proposal = fields.Char(
        string="Wished For",
        help="Whom the person has named in own words. Choose the colleague, then ask.",
    )
    origin = fields.Selection(
        [("person", "The person"), ("office", "Alumni office")],
        string="Chosen By",
        required=True,
        readonly=True,
        default="office",
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("asked", "Asked"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("ended", "Ended"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
    )
    activity_id = fields.Many2one(
        "mail.activity", copy=False, ondelete="set null", groups=fields.NO_ACCESS
    )
    answer_date = fields.Date(string="Answered On", readonly=True, copy=False)

    _who_check = models.Constraint(
        "CHECK (user_id IS NOT NULL OR proposal IS NOT NULL)",
        "Choose a colleague, or write whom the person has named.",
    )

    @api.depends("state")
    def _compute_display_name(self):
        """Neutral: activities show it to whoever reads activities."""
        for keeper in self:
            keeper.display_name = self.env._("Keeping in touch")

    @api.constrains("alumni_id")
    def _check_two_at_most(self):
        # Sudo: the rule holds whoever proposes.
        found = self.sudo().search(
            [
                ("alumni_id", "in", self.alumni_id.ids),
                ("state", "in", self._RUNNING),
            ]
        )
        for alumni, running in found.grouped("alumni_id").items():
            if len(running) > MOST_KEEPERS:
                raise ValidationError(
                    self.env._(
                        "%(name)s has two keepers already. End one of them first.",
                        name=alumni.display_name,
                    )
                )
            if len(running.user_id) < len(running.filtered("user_id")):
                raise ValidationError(
                    self.env._("This colleague is asked or keeps in touch already.")
                )

    @api.constrains("user_id", "company_id")
    def _check_is_colleague(self):
        for keeper in self:
            # Sudo: users are for administrators.
            user = keeper.sudo().user_id
            if user and (user.share or keeper.company_id not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(name)s does not work for this company. Choose somebody who "
                        "does.",
                        name=user.name,
                    )
                )

    def write(self, vals):
        self._check_user_was_asked(vals)
        result = super().write(vals)
        if vals.get("user_id"):
            # A hand-over gives the relation to somebody who may have had none.
            accepted = self.filtered(lambda keeper: keeper.state == "accepted")
            self._open_network(accepted.user_id)
        return result

    def action_ask(self):
        """Ask the colleagues; each decides alone."""
        self.check_access("write")
        if not all(keeper.user_id for keeper in self):
            raise UserError(self.env._("Choose the colleague before you ask."))
        agreed = self.alumni_id._filter_consenting("keepers")
        if self.alumni_id - agreed:
            raise UserError(
                self.env._(
                    "%(names)s has not agreed that colleagues keep in touch.",
                    names=", ".join((self.alumni_id - agreed).mapped("display_name")),
                )
            )
        self._move_to("asked")
        self._notify_asked()
        return True

    def action_accept(self):
        """Keep in touch with this person."""
        self._check_is_asked()
        # Sudo: who is asked reads the question only; saying yes is theirs alone.
        keepers = self.sudo()
        keepers._move_to("accepted")
        keepers._open_network(keepers.user_id)
        keepers.activity_id.unlink()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": keepers.alumni_id[:1].id,
        }

    def action_decline(self):
        """Say no; no reason is asked for."""
        self._check_is_asked()
        # Sudo: who is asked reads the question only; saying no is theirs alone.
        keepers = self.sudo()
        keepers._move_to("declined")
        keepers.activity_id.unlink()
        return True

    def action_end(self):
        """End what was proposed, asked or agreed: by the office, or by the keeper."""
        if self.user_id != self.env.user:
            self.check_access("write")
        # Sudo: a keeper reads the own line only, and may always stop.
        self.sudo()._do_end()
        return True

    def _do_end(self):
        running = self.filtered(lambda keeper: keeper.state in self._RUNNING)
        if running:
            running._move_to("ended")
            running.activity_id.unlink()

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state in ("accepted", "declined"):
            values["answer_date"] = fields.Date.context_today(self)
        return values

    def _check_user_was_asked(self, vals):
        """Whoever keeps in touch was asked: nobody is put in the place of another.

        A hand-over does, as the system: the successor was chosen for the work.
        """
        if (
            "user_id" in vals
            and not self.env.su
            and any(
                keeper.state != "proposed" and keeper.user_id.id != vals["user_id"]
                for keeper in self
            )
        ):
            raise UserError(
                self.env._(
                    "This colleague was asked already. End this line, and propose "
                    "somebody else."
                )
            )

    def _check_is_asked(self):
        self.check_access("read")
        if any(keeper.user_id != self.env.user for keeper in self):
            raise AccessError(
                self.env._("Only the colleague who was asked can answer this.")
            )

    @api.model
    def _open_network(self, users):
        """Let keepers into the application, where they see their own people only."""
        # Sudo: the group opens nothing by itself. What it shows follows from relations
        # that the person and the colleague have agreed to.
        group = self.env.ref("hr_alumni.group_user").sudo()
        new = users.sudo().filtered(
            lambda user: (
                user.active
                and not user.share
                and not user.has_group("hr_alumni.group_user")
            )
        )
        new.write({"group_ids": [Command.link(group.id)]})

    def _notify_asked(self):
        """Tell the colleagues by an activity of their own, without any name in it."""
        for keeper in self:
            link = Markup("<a href='/odoo/hr.alumni.keeper/%s'>%s</a>") % (
                keeper.id,
                self.env._("See who it is, and say yes or no."),
            )
            # Sudo: the alumni office has no rights on the activities of others. It is
            # tied to no record, so that nobody else finds it.
            activities = self.env["mail.activity"].sudo()
            keeper.sudo().activity_id = activities.create(
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": self.env._(
                        "Somebody would like to stay in touch with you"
                    ),
                    "note": link,
                    "user_id": keeper.user_id.id,
                }
            )

    @api.model
    def _get_offered(self, alumni):
        """Colleagues a person may choose from: the own team and line, nobody else.

        A search by name would tell outsiders who works here.
        """
        # Sudo: portal users and links read no employees.
        past = alumni.sudo().with_context(active_test=False).employee_ids
        line = past.parent_id | past.parent_id.parent_id | past.coach_id
        team = past.env["hr.employee"].search(
            [
                ("company_id", "=", alumni.company_id.id),
                "|",
                ("department_id", "in", past.department_id.ids),
                ("parent_id", "in", past.parent_id.ids),
            ],
            limit=40,
        )
        people = (line | team).filtered(
            lambda employee: (
                employee.active
                and employee.user_id.active
                and employee.company_id == alumni.company_id
            )
        )
        return (people - past).sorted("name").user_id

    @api.model
    def _propose(self, alumni, user=None, proposal=None):
        """Take down whom the person would like to keep in touch with.

        :param user: one of `_get_offered`, who is asked at once
        :param proposal: anybody else in own words, whom the office looks up
        :return: the line, in sudo
        """
        alumni.ensure_one()
        # Sudo: the person has no rights here; only what was offered is taken.
        keepers = self.sudo()
        if user and user not in keepers._get_offered(alumni):
            raise UserError(self.env._("Choose one of the colleagues on the list."))
        keeper = keepers.create(
            {
                "alumni_id": alumni.id,
                "user_id": user.id if user else False,
                "proposal": proposal,
                "origin": "person",
            }
        )
        if user:
            keeper.action_ask()
        return keeper
