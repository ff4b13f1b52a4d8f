from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.employers import domain_of, founds, plain_name, plain_vat


class HrAlumniCareer(models.Model):
    """One career move: where somebody works, as what, since when, and who says so.

    The employer is the company contact that is there already, found by VAT, web address
    or name; a text when there is none. The person is never made a contact of the
    employer: portal users read documents of the company they belong to.
    """

    _name = "hr.alumni.career"
    _description = "Career Move"
    _inherit = ["hr.alumni.part.mixin", "hr.alumni.telling.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "title"
    _check_company_auto = True

    employer_id = fields.Many2one(
        "res.partner",
        string="Employer (Contact)",
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_company', '=', True)]",
        check_company=True,
    )
    employer_name = fields.Char(string="Employer")
    employer_website = fields.Char(
        string="Website", help="Helps to find the contact of the employer."
    )
    employer_vat = fields.Char(string="VAT Number")
    title = fields.Char(string="Job Title")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    is_current = fields.Boolean(
        string="Current", compute="_compute_is_current", store=True, precompute=True
    )
    is_founder = fields.Boolean(
        string="Founder",
        compute="_compute_is_founder",
        store=True,
        readonly=False,
        precompute=True,
        help="Has founded this employer. Proposed from the job title.",
    )
    source = fields.Selection(
        [
            ("person", "The person"),
            ("colleague", "A colleague"),
            ("public", "Public source"),
            ("import", "Import"),
        ],
        required=True,
        default="colleague",
        help="A public source needs the consent to career updates.",
    )
    confirmed_user_id = fields.Many2one(
        "res.users", string="Confirmed By", readonly=True, copy=False
    )
    confirmed_date = fields.Date(string="Confirmed On", readonly=True, copy=False)

    _employer_check = models.Constraint(
        "CHECK (employer_id IS NOT NULL OR employer_name IS NOT NULL)",
        "Write where the person works, or choose the contact of the employer.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A job ends after it has begun. Correct the dates.",
    )

    @api.depends("date_to")
    def _compute_is_current(self):
        for move in self:
            move.is_current = not move.date_to

    @api.depends("title")
    def _compute_is_founder(self):
        for move in self:
            move.is_founder = founds(move.title)

    @api.constrains("employer_id", "employer_name", "company_id")
    def _check_employer_is_elsewhere(self):
        # Sudo: which companies there are decides, whoever may see them.
        own = self.env["res.company"].sudo().search(fields.Domain.TRUE).partner_id
        names = {plain_name(partner.name) for partner in own}
        for move in self.sudo():
            employer = move.employer_id.commercial_partner_id
            if employer in own or (
                not employer and plain_name(move.employer_name) in names
            ):
                raise ValidationError(
                    self.env._(
                        "%(company)s is one of our own companies. Whoever works here "
                        "again has returned: this is not a career move elsewhere.",
                        company=employer.name or move.employer_name,
                    )
                )
            if move.employer_id and not move.employer_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a person. Choose the contact of the company.",
                        name=move.employer_id.name,
                    )
                )

    @api.constrains("source", "alumni_id")
    def _check_public_source_is_agreed(self):
        public = self.filtered(lambda move: move.source == "public").alumni_id
        blocked = public - public._filter_consenting("career")
        if blocked:
            raise ValidationError(
                self.env._(
                    "%(names)s has not agreed to career updates from public sources. "
                    "Ask the person, and note what you are told.",
                    names=", ".join(blocked.mapped("display_name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        today = fields.Date.context_today(self)
        for vals in vals_list:
            if vals.get("source") == "person":
                vals.setdefault("confirmed_date", today)
        moves = super().create(vals_list)
        # An import has looked for all employers at once, and tells no news.
        told = moves.filtered(lambda move: move.source != "import")
        given = told.filtered("employer_id")
        moves._close_earlier()
        told._match_employers()  # A match is written, and that signals.
        given._signal_moves()
        return moves

    def write(self, vals):
        if "employer_name" in vals and "employer_id" not in vals:
            vals = {**vals, "employer_id": False}  # Another employer: look again.
        before = {move: move.employer_id for move in self}
        result = super().write(vals)
        if vals.keys() & {"employer_name", "employer_website", "employer_vat"}:
            self._match_employers()
        if "employer_id" in vals or "employer_name" in vals:
            self.filtered(lambda move: move.employer_id != before[move])._signal_moves()
        return result

    def action_confirm(self):
        """Note that somebody has checked these moves."""
        self.check_access("write")
        self.write(
            {
                "confirmed_user_id": self.env.uid,
                "confirmed_date": fields.Date.context_today(self),
            }
        )
        return True

    def _match_employers(self):
        """Find the contacts of employers; what fits more than one is left as text."""
        texts = self.filtered(lambda move: not move.employer_id)
        for company, moves in texts.grouped("company_id").items():
            index = moves._get_employer_index(company)
            for move in moves:
                move._match_employer(index)
        for move in self:
            if move.employer_id and not move.employer_name:
                move.write(
                    {
                        "employer_name": move.employer_id.name,
                        "employer_id": move.employer_id.id,
                    }
                )

    @api.model
    def _find_employers(self, names, company):
        """The contacts of many employers by the exact name, in one query.

        :return: dict of name in lower case to the id of the only contact of that name
        """
        self.env["res.partner"].flush_model(["name", "is_company", "active"])
        rows = self.env.execute_query(
            SQL(
                "SELECT LOWER(name), ARRAY_AGG(id) FROM res_partner"
                " WHERE is_company AND active AND LOWER(name) IN %s"
                " AND (company_id = %s OR company_id IS NULL) GROUP BY 1",
                tuple({name.lower() for name in names}) or ("",),
                company.id,
            )
        )
        return {name: ids[0] for name, ids in rows if len(ids) == 1}

    def _match_employer(self, index):
        for kind, key in (
            ("vat", plain_vat(self.employer_vat)),
            ("domain", domain_of(self.employer_website)),
            ("name", plain_name(self.employer_name)),
        ):
            found = index.get((kind, key)) if key else None
            if found and len(found) == 1:
                self.employer_id = found
                return

    def _get_employer_index(self, company):
        """Company contacts that may be meant, by (kind, normalised text)."""
        domain, vats = fields.Domain.FALSE, []
        for move in self:
            if move.employer_name:
                # As written, because the database minds accents.
                first = move.employer_name.split()[:1]
                domain |= fields.Domain("name", "ilike", "".join(first).strip(".,"))
            if domain_of(move.employer_website):
                domain |= fields.Domain(
                    "website", "ilike", domain_of(move.employer_website)
                )
            if move.employer_vat:
                vats.append(plain_vat(move.employer_vat))
        if vats:
            self.env["res.partner"].flush_model(["vat"])
            same = SQL(
                "(SELECT id FROM res_partner WHERE"
                " REGEXP_REPLACE(UPPER(vat), '[^0-9A-Z]', '', 'g') IN %s)",
                tuple(vats),
            )
            domain |= fields.Domain("id", "in", same)
        # Sudo: whom one may find must not depend on rights on contacts; only the match
        # is kept.
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                fields.Domain("is_company", "=", True)
                & fields.Domain("company_id", "in", (company.id, False))
                & domain
            )
        )
        index = {}
        for partner in partners:
            for kind, key in (
                ("vat", plain_vat(partner.vat)),
                ("domain", domain_of(partner.website)),
                ("name", plain_name(partner.name)),
            ):
                if key:
                    index.setdefault((kind, key), partners.browse())
                    index[kind, key] |= partner
        return index

    def _close_earlier(self):
        """A new current job ends the one before, unless both were said to run."""
        for move in self.filtered(lambda move: move.is_current and move.date_from):
            earlier = move.alumni_id.career_ids.filtered(
                lambda one, move=move: (
                    one.is_current
                    and one != move
                    and one not in self
                    and one.date_from
                    and one.date_from < move.date_from
                )
            )
            earlier.date_to = fields.Date.subtract(move.date_from, days=1)

    def _signal_moves(self):
        """Tell the owner of a new job, and sales of one at a customer or target."""
        for move in self.filtered(lambda move: move.is_current and move.employer_id):
            move.alumni_id._make_nudge(
                "job",
                self.env._("New job: congratulate"),
                ref=f"hr.alumni.career,{move.id},{move.employer_id.id}",
                channel="message",
                purpose_id=move.alumni_id._get_touch_purpose().id,
            )
        targets = self.filtered(
            lambda move: (
                move.is_current
                and move.alumni_id.employer_relation in ("customer", "prospect")
                and move.alumni_id._may_bring_leads()
            )
        )
        targets._signal_sales()

    def _signal_sales(self):
        """Hook: people of ours have moved to a customer or a target."""
