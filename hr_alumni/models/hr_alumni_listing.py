import hashlib

from odoo import fields, models

from ..tools.directory import AUDIENCES, ITEMS
from .hr_alumni import PRIVATE_GROUPS


class HrAlumniListing(models.Model):
    """How a former colleague stands in the directory: what is open to whom.

    A row exists for each audience that the person has agreed to. The ledger makes and
    deletes it; what it holds follows by itself from this record.
    """

    _inherit = "hr.alumni"

    opening_ids = fields.One2many(
        "hr.alumni.opening", "alumni_id", string="Open to Others", groups=PRIVATE_GROUPS
    )
    directory_ids = fields.One2many(
        "hr.alumni.directory",
        "alumni_id",
        string="In the Directory",
        groups=PRIVATE_GROUPS,
    )

    def _is_shown_to(self, audience):
        """Hook: whether an audience may find this person at all, by the state.

        Nobody finds whoever has paused. Sales does not find people at competitors: they
        bring no leads.
        """
        self.ensure_one()
        if self.state not in self._MEMBER_STATES or self.is_paused:
            return False
        return audience != "sales" or self._may_bring_leads()

    def _do_open(self, chosen):
        """Carry out what these people chose: who sees what of them from now on.

        :param chosen: dict of audience to the items that are open to it; audiences that
            are not named stay as they are, and those that nobody agreed to stay closed
        """
        # Sudo: nobody has rights to write here, this step is the only way in.
        people = self.sudo()
        agreed = people._get_directory_consents()
        now = {(one.alumni_id, one.audience, one.item) for one in people.opening_ids}
        wanted = {
            (alumni, audience, item)
            for alumni in people
            for audience, items in chosen.items()
            if (alumni, audience) in agreed
            for item in items
        }
        people.opening_ids.filtered(
            lambda one: (
                one.audience in chosen
                and (one.alumni_id, one.audience, one.item) not in wanted
            )
        ).unlink()
        people.env["hr.alumni.opening"].create(
            [
                {"alumni_id": alumni.id, "audience": audience, "item": item}
                for alumni, audience, item in sorted(
                    wanted - now, key=lambda one: (one[0].id, one[1], one[2])
                )
            ]
        )
        people._note_sign_of_life()

    def _refresh_directory(self):
        """Let the directory hold a row for each audience that was agreed to.

        Called whenever the ledger has changed. What was open to an audience is closed
        with the consent: it is chosen anew after a new one.
        """
        # Sudo: the ledger decides, whoever has caused the change.
        people = self.sudo()
        agreed = people._get_directory_consents()
        rows = people.env["hr.alumni.directory"].search(
            [("alumni_id", "in", people.ids)]
        )
        gone = rows.filtered(lambda row: (row.alumni_id, row.audience) not in agreed)
        known = {(row.alumni_id, row.audience): row for row in rows - gone}
        gone.unlink()
        people.opening_ids.filtered(
            lambda one: (one.alumni_id, one.audience) not in agreed
        ).unlink()
        for key, row in known.items():
            row.write(self._prepare_directory_values(*key, agreed[key]))
        rows.create(
            [
                {
                    "alumni_id": alumni.id,
                    "company_id": alumni.company_id.id,
                    "audience": audience,
                    **self._prepare_directory_values(alumni, audience, consent),
                }
                for (alumni, audience), consent in agreed.items()
                if (alumni, audience) not in known
            ]
        )

    def _prepare_directory_values(self, alumni, audience, consent):
        """Hook: what a row takes from the consent that it rests on."""
        # How long somebody has agreed is for sales alone, who may ask the person.
        return {
            "date_given": audience == "sales" and consent.date.date(),
            "date_end": consent.date_expiry,
        }

    def _get_directory_consents(self):
        """The consents in force that the directory rests on.

        :return: dict of (`hr.alumni`, audience): `hr.privacy.consent`
        """
        audiences = {rules.purpose: name for name, rules in AUDIENCES.items()}
        purposes = self.env["hr.privacy.purpose"].with_context(active_test=False)
        # Sudo: purposes are no secret, and an archived one still has its answers.
        purposes = purposes.sudo().search([("code", "in", list(audiences))])
        given = self.env["hr.privacy.consent"]._get_given(self, purposes)
        people = {alumni.id: alumni for alumni in self}
        return {
            (people[row.alumni_id.id], audiences[row.purpose_id.code]): row
            for row in given
        }

    def _follow_ledger(self, purposes):
        result = super()._follow_ledger(purposes)
        if {rules.purpose for rules in AUDIENCES.values()} & set(
            purposes.mapped("code")
        ):
            self._refresh_directory()
        return result

    def _describe_items(self):
        """What would be seen of this person where it is open, as texts by item."""
        self.ensure_one()
        texts = {}
        for item, names in ITEMS.items():
            parts = [self._describe_fact(name) for name in names]
            texts[item] = ", ".join(part for part in parts if part)
        return texts

    def _describe_fact(self, name):
        row = self.env["hr.alumni.directory"]
        value = row._get_facts_of(self)[name]
        if row._fields[name].type == "boolean":
            return value and row._fields[name]._description_string(self.env)
        return value.name if row._fields[name].relational else value or ""

    def _do_merge_into(self, target, keep_contacts=False):
        result = super()._do_merge_into(target, keep_contacts)
        # Rows and openings came along past the fields that follow from them.
        target.sudo().modified(["opening_ids"])
        target._refresh_directory()
        return result

    def _get_link_fingerprint(self, purpose):
        fingerprint = super()._get_link_fingerprint(purpose)
        if purpose != "opening":
            return fingerprint
        # A link to the page of who sees what acts once, too.
        # Sudo: whoever uses it has no rights.
        openings = self.sudo().opening_ids
        parts = sorted((one.audience, one.item) for one in openings)
        return hashlib.sha256(repr((fingerprint, parts)).encode()).hexdigest()[:32]
