from odoo import api, models
from odoo.fields import Domain

from ..tools.matching import normalise_email
from ..tools.signup import CERTAINTIES, Asked, Known, compare, judge

# As many are compared at most: a name that hundreds share finds nobody.
COMPARED = 200
SHOWN = 12


class HrAlumniSignupSearch(models.Model):
    """Who on record may be the person who signs up."""

    _inherit = "hr.alumni.signup"

    def _find_matches(self):
        """Compare with all that is on record in the company, and note who fits."""
        # Sudo: people are found whoever looks, and matches are written by this step.
        for signup in self.sudo():
            asked = signup._get_asked()
            rows = []
            for values, known in signup._get_possible():
                facts = compare(asked, known)
                certainty = judge(facts)
                if certainty != "none":
                    rows.append(
                        {
                            **values,
                            "signup_id": signup.id,
                            "certainty": certainty,
                            "rank": 10 * CERTAINTIES.index(certainty) - len(facts),
                            "facts": " ".join(sorted(facts)),
                        }
                    )
            signup.match_ids.unlink()
            rows.sort(key=lambda row: row["rank"])
            signup.match_ids.create(rows[:SHOWN])
            signup.invalidate_recordset(["match_ids"])

    def _get_asked(self):
        return Asked(
            name=self.name,
            former_name=self.former_name or "",
            email=self.email,
            number=self.employee_number or "",
            year_from=self.year_from,
            year_to=self.year_to,
        )

    def _get_possible(self):
        """Everybody to compare with: pairs of the values of a match, and `Known`."""
        people = self._search_people()
        for alumni in people:
            known = self._prepare_known(
                alumni.partner_id.name,
                alumni.email_normalized,
                alumni.employee_number,
                alumni.employment_period_ids,
            )
            yield {"alumni_id": alumni.id}, known
        for employee in self._search_employees():
            known = self._prepare_known(
                employee.name,
                normalise_email(employee.private_email),
                employee.employee_number,
                employee.employment_period_ids,
            )
            yield {"employee_id": employee.id}, known
        for periods in self._search_orphans():
            known = self._prepare_known(
                periods[0].employee_name, False, periods[0].employee_number, periods
            )
            yield {"period_id": periods[0].id}, known

    def _prepare_known(self, name, email, number, periods):
        return Known(
            name=name or "",
            email=email or "",
            number=number or "",
            years=tuple(
                (one.date_start.year, one.date_end.year if one.date_end else 0)
                for one in periods
            ),
        )

    def _search_people(self):
        domain = self._get_name_domain("partner_id.name") | Domain(
            "email_normalized", "=", self.email
        )
        return self.env["hr.alumni"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("erased_date", "=", False)
            & (domain | self._get_number_domain()),
            limit=COMPARED,
        )

    def _search_employees(self):
        """Employee records, archived ones as well, of whom the network has none."""
        employees = self.env["hr.employee"].with_context(active_test=False)
        own = self.company_id
        numbers = [self.employee_number] if self.employee_number else []
        found = self.env["hr.alumni"]._find_employees(own, numbers, [self.email])
        found |= employees.search(
            Domain("company_id", "=", own.id)
            & (self._get_name_domain("name") | self._get_number_domain()),
            limit=COMPARED,
        )
        return found.filtered(lambda one: own not in one.alumni_ids.company_id)

    def _search_orphans(self):
        """Stints in the ledger without any record, put together by person."""
        found = self.env["hr.employment.period"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("employee_id", "=", False)
            & Domain("alumni_id", "=", False)
            & (self._get_name_domain("employee_name") | self._get_number_domain()),
            limit=COMPARED,
        )
        return found.grouped(
            lambda one: (one.employee_number, one.employee_name)
        ).values()

    def _get_number_domain(self):
        if not self.employee_number:
            return Domain.FALSE
        return Domain("employee_number", "=ilike", _escape(self.employee_number))

    @api.model
    def _get_name_domain_of(self, field_name, name):
        words = [word for word in name.replace(",", " ").split() if len(word) > 1]
        if not words:
            return Domain.FALSE
        return Domain.AND(
            Domain(field_name, "ilike", _escape(word)) for word in words[:6]
        )

    def _get_name_domain(self, field_name):
        names = [name for name in (self.name, self.former_name) if name]
        return Domain.OR(self._get_name_domain_of(field_name, name) for name in names)


def _escape(text):
    """A text that matches itself: no placeholder of a pattern in it."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
