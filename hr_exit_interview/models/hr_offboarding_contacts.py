from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from ..tools.handover import CONTACTS


class HrOffboardingContacts(models.Model):
    """Whom outside the company a departure concerns: customers, partners, suppliers.

    What is found is a dict by contact. Its key is a tuple of the id of a `res.partner`
    and, where there is no contact but a record that knows an address, model and id of
    that record; its value holds `models`, how many records of each model, and `date`,
    the next meeting or False.
    """

    _inherit = "hr.offboarding"

    def _find_contacts(self):
        """The contacts that open work of these leavers is about, in few queries.

        :return: dict of case to a dict by contact, the most pressing contact first
        """
        Handover = self.env["hr.offboarding.handover"]
        movable = Handover._get_handover_models()
        found = {case: {} for case in self}
        holders = {
            comodel: {
                Handover._get_holder_id(comodel, case.employee_id): case
                for case in self
            }
            for comodel in ("res.users", "hr.employee", "res.partner")
        }
        for key in self._get_contact_fields():
            if key not in movable:
                continue
            model, name = key
            # Sudo: all contacts are found; each is shown by the rights of the reader.
            Model = self.env[model].sudo().with_context(active_test=False)
            own = holders[Model._fields[name].comodel_name]
            conditions = [leaf for leaf in movable[key] if leaf[2] != "leaver"]
            records = Model.search(
                Domain(name, "in", [holder for holder in own if holder])
                & Domain(conditions)
            )
            by_case = {}
            for record in records:
                for holder in record[name].ids:
                    if holder in own:
                        by_case.setdefault(own[holder], []).append(record.id)
            for case, ids in by_case.items():
                case_records = records.browse(ids).filtered_domain(
                    case._get_contact_domain(Model)
                )
                self._collect_contacts(found[case], key, case_records)
        self._drop_internal_contacts(*found.values())
        return {case: self._sort_contacts(contacts) for case, contacts in found.items()}

    def _get_contact_domain(self, Model):
        """Another job elsewhere keeps its customers, as it keeps its work."""
        Handover = self.env["hr.offboarding.handover"]
        return Handover.new({"offboarding_id": self.id})._get_company_domain(Model)

    @api.model
    def _get_contact_fields(self):
        """Hook: dict of (model, field) of work that moves to the field with contacts.

        Only what `_get_handover_models` moves counts. Another addon calls `super()` and
        adds its models; the field "id" stands for the record itself, a `res.partner`.
        """
        return dict(CONTACTS)

    @api.model
    def _collect_contacts(self, contacts, key, records):
        """Add whom these records are about to a dict by contact.

        :param key: (model, field) of the work, a key of `_get_contact_fields`
        """
        model, _name = key
        field = self._get_contact_fields()[key]
        for record in records:
            partners = record if field == "id" else record[field]
            keys = [(partner.id, False, False) for partner in partners]
            if not keys and "email_from" in record._fields and record.email_from:
                keys = [(False, model, record.id)]
            date = record.start if model == "calendar.event" else False
            for contact in keys:
                facts = contacts.setdefault(
                    contact, {"models": Counter(), "date": False}
                )
                facts["models"][model] += 1
                dates = [day for day in (facts["date"], date) if day]
                facts["date"] = min(dates, default=False)

    @api.model
    def _drop_internal_contacts(self, *found):
        """Take colleagues and own companies out of these dicts by contact."""
        ids = {partner for contacts in found for partner, *_source in contacts}
        ids.discard(False)
        if not ids:
            return
        # Sudo: who is a colleague must be known of all, archived ones as well.
        env = self.sudo().with_context(active_test=False).env
        inside = set(
            env["res.company"].search([("partner_id", "in", list(ids))]).partner_id.ids
        )
        inside.update(
            env["res.users"]
            .search([("partner_id", "in", list(ids)), ("share", "=", False)])
            .partner_id.ids
        )
        inside.update(
            env["hr.employee"]
            .search([("work_contact_id", "in", list(ids))])
            .work_contact_id.ids
        )
        for contacts in found:
            for key in [key for key in contacts if key[0] in inside]:
                del contacts[key]

    @api.model
    def _sort_contacts(self, contacts):
        """The same dict, the most pressing contact first: meetings, then open work."""
        order = list(
            dict.fromkeys(model for model, _name in self._get_contact_fields())
        )
        rank = {model: number for number, model in enumerate(order)}

        def urgency(item):
            facts = item[1]
            date = facts["date"]
            best = min(rank[model] for model in facts["models"])
            return (not date, str(date or ""), best, -facts["models"].total())

        return dict(sorted(contacts.items(), key=urgency))

    @api.model
    def _get_contact_text(self, facts):
        """What the leaver had to do with a contact: names of models and counts."""
        return ", ".join(
            # Sudo: names of models are for administrators, users know them from menus.
            f"{self.env['ir.model'].sudo()._get(model).name}: {count}"
            for model, count in facts["models"].items()
        )
