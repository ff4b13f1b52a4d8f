from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, email_split, format_date


class HrOffboardingDeath(models.Model):
    """Death in service: nobody is written to, asked or given tasks any more.

    The login is closed at once, links and mails that wait are void, and what is left to
    do is the package for this kind: condolences. Letters may still be printed, for the
    family. When the reason turns out to be a mistake, what was dropped is taken up
    again; a login that is closed and a link that is void stay so until HR decides.
    """

    _inherit = "hr.offboarding"

    # Letters that speak to the person about what comes next.
    _LETTERS_TO_THE_LIVING = ("relieving", "reference")

    @api.depends("kind")
    @api.depends_context("tz")
    def _compute_days_left(self):
        result = super()._compute_days_left()
        # Nobody counts the days to this date, neither HR nor the team.
        self.filtered(lambda case: case._is_death()).days_left = 0
        return result

    def write(self, vals):
        if "reason_id" not in vals:
            return super().write(vals)
        before = self.filtered(lambda case: case._is_death())
        result = super().write(vals)
        now = self.filtered(lambda case: case._is_death())
        confirmed = self.filtered(lambda case: case.state != "draft")
        ((now - before) & confirmed)._do_learn_of_death()
        ((before - now) & confirmed)._do_correct_death()
        return result

    # Steps

    def _do_confirm(self):
        result = super()._do_confirm()
        self.filtered(lambda case: case._is_death())._do_silence()
        return result

    def _do_learn_of_death(self):
        """A departure that was under way turns out to be a death."""
        self._do_silence()
        running = self.filtered(lambda case: case.state in ("in_progress", "departed"))
        for case in running:
            todo = case.task_ids.filtered(lambda task: task.state == "todo")
            urgent = todo.filtered("is_urgent")
            case._take_package()
            # Work that nobody covers is urgent, all the more now.
            urgent.filtered("is_dropped")._take_up()
            items = case.template_id._get_items()
            (todo - urgent).filtered(
                lambda task, items=items: task.template_task_id not in items
            )._do_drop(self._get_dropped_text())

    def _do_correct_death(self):
        """It was a mistake: what was dropped for it is to be done after all."""
        running = self.filtered(lambda case: case.state in ("in_progress", "departed"))
        for case in running:
            case._take_package()
        self.env["hr.offboarding.task"]._create_for(running)
        self.env["hr.exit.interview"]._plan_for(
            running.filtered(
                lambda case: case.state == "in_progress" and case._gets_interview()
            )
        )

    def _take_package(self):
        """Go over to the package of the kind that this departure has now."""
        candidates = self.env["hr.offboarding.template"]._get_candidates()
        package = self._get_default_template(candidates)
        if self._is_death() and package.kind != "death":
            package = package.browse()
        if package != self.template_id:
            self.template_id = package

    def _do_silence(self):
        """Drop all that was meant for the person, and close what the person used."""
        self.interview_ids.filtered(
            lambda talk: talk.state in ("planned", "scheduled")
        ).action_cancel()
        # One that was held before keeps its record, its questionnaire goes.
        self.interview_ids._do_withdraw_questionnaire()
        self.task_ids.filtered(
            lambda task: task.state == "todo" and task.responsible == "leaver"
        )._do_drop(self._get_dropped_text())
        self.filtered(
            lambda case: case.own_page_state == "sent"
        ).action_revoke_own_page()
        self._cancel_mails_to_person()
        self._do_close_login()

    def _do_close_login(self):
        """Close the logins now; one that cannot be is tried again by the job."""
        for case in self.filtered(
            lambda case: (
                not case.access_closed_date
                and case.state in ("in_progress", "departed")
                # Sudo: users are for system administrators.
                and case.sudo().employee_id.user_id.active
            )
        ):
            case.write({"close_access": True, "access_cutoff": fields.Datetime.now()})
            case._run_or_park("_cut_access", "access_error")

    def _cancel_mails_to_person(self):
        """Take the person off the mails that wait to be sent."""
        contacts, addresses = self._get_own_addresses()
        if not contacts and not addresses:
            return
        to_person = Domain("recipient_ids", "in", contacts.ids) | Domain.OR(
            Domain("email_to", "ilike", address) for address in addresses
        )
        # Sudo: nobody reads mails, which hold personal links.
        mails = self.env["mail.mail"].sudo()
        waiting = Domain("state", "in", ("outgoing", "exception"))
        for mail in mails.search(waiting & to_person):
            others = [
                address
                for address in email_split(mail.email_to or "")
                if email_normalize(address) not in addresses
            ]
            values = {
                "recipient_ids": [
                    fields.Command.unlink(contact.id) for contact in contacts
                ],
                "email_to": ", ".join(others) or False,
            }
            if not others and not mail.recipient_ids - contacts and not mail.email_cc:
                values = {"state": "cancel"}
            mail.write(values)

    def _log_departure(self):
        """A note that does not say that somebody has left."""
        dead = self.filtered(lambda case: case._is_death())
        # Sudo: the note is written by the departure, whoever executes it.
        dead.employee_id.sudo()._message_log_batch(
            {
                case.employee_id.id: self.env._(
                    "The employment ended on %(date)s: %(case)s.",
                    date=format_date(self.env, case.departure_date),
                    case=case.name,
                )
                for case in dead
            }
        )
        return super(HrOffboardingDeath, self - dead)._log_departure()

    # Questions and decisions

    def _get_own_addresses(self):
        """Hook: how the person is reached, at work and in private.

        :return: `res.partner` records, and a set of normalised addresses
        """
        # Sudo: users and contacts may be of companies that are not chosen.
        employees = self.sudo().employee_id
        contacts = employees.user_id.partner_id | employees.work_contact_id
        addresses = [
            *contacts.mapped("email"),
            *employees.mapped("work_email"),
            *employees.mapped("private_email"),
            *self.sudo().mapped("verified_email"),
        ]
        return contacts, {email_normalize(one) for one in addresses if one} - {False}

    @api.model
    def _get_dropped_text(self):
        return self.env._("It need not be done any more.")

    def _is_task_wanted(self, template_task):
        return super()._is_task_wanted(template_task) and not (
            self._is_death() and template_task.responsible == "leaver"
        )

    def _gets_interview(self):
        return super()._gets_interview() and not self._is_death()

    def _may_be_asked(self, purpose):
        """Nothing is sent to the person or to the private address, whatever it is."""
        return not self._is_death() and super()._may_be_asked(purpose)

    def _is_own_page_open(self):
        return not self._is_death() and super()._is_own_page_open()

    def _get_staying_employees(self):
        """The login is closed for every company in which the person worked."""
        staying = super()._get_staying_employees()
        # Sudo: users are for system administrators.
        dead = self.filtered(lambda case: case._is_death()).sudo().employee_id.user_id
        return {user: job for user, job in staying.items() if user not in dead}

    def _get_letter_refusal(self, kind):
        if kind in self._LETTERS_TO_THE_LIVING and self._is_death():
            return self.env._(
                "This letter speaks to the person about what comes next. Print the "
                "certificate of service for the family instead."
            )
        return super()._get_letter_refusal(kind)

    def _is_death(self):
        self.ensure_one()
        # Sudo: the kind is for HR, what follows from it holds for everybody.
        return self.sudo().kind == "death"
