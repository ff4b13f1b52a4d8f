from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize


class HrOffboarding(models.Model):
    _inherit = "hr.offboarding"

    _NO_ALUMNI = ("death", "transfer")

    leaving_group = fields.Char(
        groups="hr.group_hr_user",
        help="A neutral name for people who leave together, such as “Spring 2026”. The "
        "alumni team sees it, to invite them together. Do not name the reason.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "leaving_group" in vals:
            # Sudo: which departure is the last one does not depend on who may read it.
            latest = self.sudo().filtered(lambda case: case == case._get_latest())
            latest._get_alumni().leaving_group = vals["leaving_group"]
        return result

    def _do_after_departure(self):
        result = super()._do_after_departure()
        self._make_alumni()
        return result

    def action_retain(self):
        result = super().action_retain()
        self._withdraw_candidates()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._withdraw_candidates()
        return result

    def _withdraw_candidates(self):
        """Nobody leaves: who had chosen before the last day works here as before."""
        people = self._get_alumni().filtered(lambda one: one.state == "candidate")
        people._do_return()

    def _may_contact(self, purpose):
        """The ledger answers for purposes that people are asked for."""
        allowed = super()._may_contact(purpose)
        # Sudo as in `_get_alumni`; over the employee, which is read for all at once
        # when many are asked about.
        case = self.sudo()
        alumni = case.employee_id.alumni_ids.filtered(
            lambda alumni: alumni.company_id == case.company_id
        )
        if not allowed or alumni.state == "deceased":
            return False
        if alumni and alumni._get_purpose(purpose):
            return alumni._may_contact(purpose)
        return True

    def _do_silence(self):
        result = super()._do_silence()
        self._get_alumni_anywhere()._do_note_death()
        return result

    def _do_correct_death(self):
        result = super()._do_correct_death()
        self._get_alumni_anywhere()._do_undo_death()
        return result

    def _make_alumni(self):
        """Propose the people who have left for the network of former colleagues.

        Whoever has a record there already, because they had come back, gets a new turn
        on it. Nobody is written to: the invitation is started by a person.
        """
        # Sudo: an HR officer has no right to create; this step creates for everybody.
        # Whoever moves inside the group has not left, and whoever has died is no one
        # to write to: their records stay as they are.
        cases = self.sudo().filtered(lambda case: case.kind not in self._NO_ALUMNI)
        welcome = cases.filtered(lambda case: case._is_alumni_candidate())
        known = cases._get_alumni()
        for alumni in known.filtered(lambda alumni: alumni.state == "returned"):
            case = cases._filter_about(alumni)[:1]
            values = case._prepare_alumni_address_values()
            if case.leaving_group:
                values["leaving_group"] = case.leaving_group
            alumni.write(values)
            alumni._do_depart_again(is_welcome=case in welcome)
        known_employees = known.employee_ids
        new = welcome.filtered(lambda case: case.employee_id not in known_employees)
        new._create_alumni()
        known._do_begin()

    def _create_alumni(self):
        """Make a candidate of each of these leavers, with a contact of their own."""
        # Sudo: whoever handles the departure creates no former colleagues otherwise.
        cases = self.sudo()
        partners = cases.env["res.partner"].create(
            [case._prepare_alumni_partner_values() for case in cases]
        )
        return cases.env["hr.alumni"].create(
            [
                {**case._prepare_alumni_values(), "partner_id": partner.id}
                for case, partner in zip(cases, partners, strict=True)
            ]
        )

    def _ensure_alumni(self):
        """The record of this leaver, made before the last day where it is wanted.

        :return: `hr.alumni` in sudo; empty when the departure proposes nobody
        """
        self.ensure_one()
        known = self._get_alumni()
        # Sudo: the reason decides, whoever may read it.
        if known or not self.sudo()._is_alumni_candidate():
            return known.filtered(lambda one: one.state not in ("left", "deceased"))
        return self._create_alumni()

    def action_offer_guidance(self):
        """Name an adviser for career guidance; the person decides."""
        self.ensure_one()
        self.check_access("write")
        person = self._ensure_alumni()
        if not person:
            raise UserError(
                self.env._(
                    "Career guidance is offered to those whom the reason of the "
                    "departure lets stay in touch. This is not the case here."
                )
            )
        return person.with_env(self.env).action_offer_guidance()

    def _get_leaver_page_values(self):
        values = super()._get_leaver_page_values()
        person = self._get_alumni()
        guidance = self.env["hr.alumni.guidance"]._get_open(person[:1])
        is_open = self._is_alumni_candidate() and person.state not in (
            "left",
            "deceased",
        )
        values["network"] = {
            "is_open": is_open,
            "is_answered": bool(person.purpose_ids),
            "keepers_link": person._get_keepers_link(),
            "guidance_state": guidance.state,
        }
        return values

    def _get_alumni(self):
        """The records of these leavers in the network, in sudo."""
        # Sudo: departures are handled by roles that do not read the network.
        cases = self.sudo()
        return cases.env["hr.alumni"].search(
            [
                ("employee_ids", "in", cases.employee_id.ids),
                ("company_id", "in", cases.company_id.ids),
            ]
        )

    def _get_latest(self):
        """The last departure of this employee that was not taken back."""
        cases = self.employee_id.offboarding_ids.filtered(
            lambda case: case.state not in ("retained", "cancelled")
        )
        return cases.sorted("id")[-1:]

    def _get_alumni_anywhere(self):
        """The records of these people in every company of the group, in sudo."""
        # Sudo: departures are handled by roles that do not read the network.
        cases = self.sudo()
        employees = cases.employee_id.browse()
        for case in cases:
            employees |= case.employee_id._get_records_of_person()
        return cases.env["hr.alumni"].search([("employee_ids", "in", employees.ids)])

    def _get_own_addresses(self):
        contacts, addresses = super()._get_own_addresses()
        alumni = self._get_alumni_anywhere()
        own = alumni.mapped("private_email") + alumni.partner_id.mapped("email")
        return (
            contacts | alumni.partner_id,
            addresses | ({email_normalize(one) for one in own if one} - {False}),
        )

    def _filter_about(self, alumni):
        return self.filtered(lambda case: case.employee_id in alumni.employee_ids)

    def _is_alumni_candidate(self):
        """Hook: whether this leaver is proposed for the network.

        "HR decides" proposes as well: the invitation is the decision.
        """
        self.ensure_one()
        return self.kind not in self._NO_ALUMNI and self.reason_id.alumni_policy in (
            "yes",
            "ask",
        )

    def _prepare_alumni_partner_values(self):
        """Hook: the person's own contact. No address: every employee reads contacts."""
        employee = self.employee_id
        return {
            "name": employee.name,
            "company_id": self.company_id.id,
            "lang": employee.lang or self.company_id.partner_id.lang,
            "tz": employee.tz,
        }

    def _prepare_alumni_values(self):
        """Hook: the candidate, apart from the contact."""
        employee = self.employee_id
        return {
            "company_id": self.company_id.id,
            "employee_ids": [Command.link(employee.id)],
            "employee_number": employee.employee_number,
            "leaving_group": self.leaving_group,
            "background": "retiree" if self.kind == "retirement" else "employee",
            **self._prepare_alumni_address_values(),
        }

    def _prepare_alumni_address_values(self):
        """Hook: how to reach the person from now on; what is unknown is left alone."""
        values = {
            "private_email": self._get_private_email(),
            "private_phone": self.employee_id.private_phone,
        }
        return {name: value for name, value in values.items() if value}
