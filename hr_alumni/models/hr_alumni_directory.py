from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.directory import ITEMS, LIMITED_ITEMS, get_open_fields, is_found
from .hr_alumni import PRIVATE_GROUPS

FACTS = tuple(name for names in ITEMS.values() for name in names)
# Facts that are no field of the person.
DERIVED = {"left_year", "takes_messages"}


class HrAlumniDirectory(models.Model):
    """What readers see of former colleagues: one row for each person and audience.

    A row holds what the person has opened to this audience and nothing else, so that
    no search, group, export or report can find anything hidden. It follows the record
    and the ledger of the person, in batch; contacts never write it, and a changed name
    is taken over at night. Nobody has rights to write.

    There is no address in it: whoever wants to write to somebody asks the person behind
    the row, `alumni_id`, which readers do not see.
    """

    _name = "hr.alumni.directory"
    _description = "Directory of Former Colleagues"
    _order = "name, id"
    # Not logged: the dates would tell when somebody opened what.
    _log_access = False

    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        groups=PRIVATE_GROUPS,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    audience = fields.Selection(
        selection=lambda self: (
            self.env["hr.alumni.opening"]
            ._fields["audience"]
            ._description_selection(self.env)
        ),
        string="Seen By",
        required=True,
        readonly=True,
    )
    date_given = fields.Date(
        string="Agreed On",
        readonly=True,
        help="Since when sales may ask this person, through the alumni office.",
    )
    date_end = fields.Date(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The last day of the consent: after it nobody sees the row.",
    )
    is_listed = fields.Boolean(
        compute="_compute_is_listed",
        store=True,
        precompute=True,
        groups=fields.NO_ACCESS,
        help="Whether the person can be found: a member, of whom something is to be "
        "seen.",
    )
    name = fields.Char(
        compute="_compute_facts", store=True, precompute=True, index="trigram"
    )
    employer_name = fields.Char(
        string="Employer",
        compute="_compute_facts",
        store=True,
        precompute=True,
        index="trigram",
    )
    job_title = fields.Char(
        string="Job", compute="_compute_facts", store=True, precompute=True
    )
    industry_id = fields.Many2one(
        "res.partner.industry",
        compute="_compute_facts",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    city = fields.Char(compute="_compute_facts", store=True, precompute=True)
    country_id = fields.Many2one(
        "res.country",
        compute="_compute_facts",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    skills = fields.Char(compute="_compute_facts", store=True, precompute=True)
    last_job_title = fields.Char(
        string="Job with Us", compute="_compute_facts", store=True, precompute=True
    )
    last_department = fields.Char(
        string="Department with Us",
        compute="_compute_facts",
        store=True,
        precompute=True,
    )
    left_year = fields.Char(
        string="Left In", compute="_compute_facts", store=True, precompute=True
    )
    is_open_to_projects = fields.Boolean(
        string="Open to Projects",
        compute="_compute_facts",
        store=True,
        precompute=True,
    )
    is_open_to_mentoring = fields.Boolean(
        string="Open to Mentoring",
        compute="_compute_facts",
        store=True,
        precompute=True,
    )
    is_open_to_speaking = fields.Boolean(
        string="Open to Speaking",
        compute="_compute_facts",
        store=True,
        precompute=True,
    )
    is_open_to_return = fields.Boolean(
        string="Open to Return", compute="_compute_facts", store=True, precompute=True
    )

    takes_messages = fields.Boolean(
        compute="_compute_facts",
        store=True,
        precompute=True,
        help="Former colleagues may write to this person by a form, without seeing the "
        "address.",
    )

    _once_idx = models.UniqueIndex(
        "(alumni_id, audience)", "This person is in this directory already."
    )
    # What every list asks: those of an audience, by name.
    _name_idx = models.Index("(audience, company_id, name, id)")

    @api.depends(
        "alumni_id.state",
        "alumni_id.pause_date",
        "alumni_id.pause_end_date",
        "alumni_id.is_at_competitor",
        "alumni_id.opening_ids.item",
        "alumni_id.opening_ids.audience",
    )
    def _compute_is_listed(self):
        for row in self:
            row.is_listed = row.alumni_id._is_shown_to(row.audience) and is_found(
                row.audience, row._get_opened_items()
            )

    @api.depends(lambda self: ["is_listed", *self._get_fact_paths()])
    def _compute_facts(self):
        for row in self:
            shown = set()
            if row.is_listed:
                shown = get_open_fields(row.audience, row._get_opened_items())
            row.name = row.is_listed and row.alumni_id.partner_id.name
            values = self._get_facts_of(row.alumni_id)
            for name in FACTS:
                row[name] = name in shown and values[name]

    @api.model
    def _get_fact_paths(self):
        """Hook: the fields of the person that the facts follow."""
        sources = {*FACTS, "left_date"} - DERIVED
        return [
            "alumni_id.opening_ids.item",
            "alumni_id.opening_ids.audience",
            *(f"alumni_id.{name}" for name in sorted(sources)),
        ]

    @api.model
    def _get_facts_of(self, alumni):
        """Hook: all that a person could open, by the name of the field.

        :param alumni: one `hr.alumni`, in sudo
        """
        left = alumni.left_date
        facts = {name: alumni[name] for name in FACTS if name not in DERIVED}
        return {
            **facts,
            "left_year": str(left.year) if left else False,
            "takes_messages": True,
        }

    def _get_opened_items(self):
        openings = self.alumni_id.opening_ids
        return [one.item for one in openings if one.audience == self.audience]

    @api.model
    def _search_for_member(self, member, text="", country=None, offset=0, limit=40):
        """What one member finds of the others, for pages on the portal.

        Members who work at a competitor get limited content: names and places, and
        these are all that they can search by.

        :param member: `hr.alumni` who asks
        :param text: words to look for in what is open
        :param country: `res.country`, to narrow it down
        :return: pair of the rows as dicts of open facts, and how many there are
        """
        names = self._get_member_fields(member)
        domain = self._get_member_domain(member)
        for word in (text or "").split():
            domain &= Domain.OR(
                Domain(name, "ilike", word)
                for name in names
                if self._fields[name].type == "char"
            )
        if country:
            domain &= Domain("country_id", "=", country.id)
        # Sudo: members have no rights on the model; domain and fields are theirs.
        Rows = self.sudo()
        rows = Rows.search_fetch(domain, names, offset=offset, limit=limit)
        return rows.read(names), Rows.search_count(domain)

    @api.model
    def _find_for_member(self, member, row_id):
        """The row of this number, in sudo, if the member may find it."""
        # Sudo: members have no rights on the model; the domain is theirs.
        domain = self._get_member_domain(member) & Domain("id", "=", row_id)
        return self.sudo().search(domain)

    @api.model
    def _get_member_domain(self, member):
        """Hook: the rows that a member may find: all but the own one."""
        if member.state not in member._MEMBER_STATES:
            return Domain.FALSE
        return (
            Domain("audience", "=", "alumni")
            & Domain("company_id", "=", member.company_id.id)
            & Domain("is_listed", "=", True)
            & (
                Domain("date_end", "=", False)
                | Domain("date_end", ">=", fields.Date.today())
            )
            & Domain("alumni_id", "!=", member.id)
        )

    @api.model
    def _get_member_countries(self, member):
        """The countries of those whom a member may find, for a list to choose from."""
        groups = self._read_group(
            self._get_member_domain(member) & Domain("country_id", "!=", False),
            ["country_id"],
        )
        countries = self.env["res.country"].union(*(one for [one] in groups))
        return countries.sorted("name")

    @api.model
    def _get_member_fields(self, member):
        """Hook: the facts that a member sees of others, where they are open."""
        items = ITEMS if member._may_get_all_content() else LIMITED_ITEMS
        return ["name", *sorted(get_open_fields("alumni", items))]

    @api.model
    def _cron_follow_names(self):
        """Take over the names of contacts that were changed since yesterday."""
        self.env.flush_all()
        changed = self.env.execute_query(
            SQL(
                """
                SELECT row.id
                  FROM hr_alumni_directory row
                  JOIN hr_alumni alumni ON alumni.id = row.alumni_id
                  JOIN res_partner partner ON partner.id = alumni.partner_id
                 WHERE row.is_listed AND row.name IS DISTINCT FROM partner.name
                """
            )
        )
        rows = self.browse(id_ for [id_] in changed)
        self.env.add_to_compute(self._fields["name"], rows)
        rows._recompute_recordset(["name"])
