"""A former colleague who comes back under rules that are in use."""

from .common import LEFT, RehireCase

BACK = "2026-03-02"
START = "2021-05-01"


class ServiceCase(RehireCase):
    """`employee_leaver` was here from `START` to `LEFT`: 1,522 days, 244 days away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Rule = cls.env["hr.service.rule"]
        cls.rule = Rule.create(
            {
                "name": "Within two years",
                "sequence": 1,
                "method": "adjusted",
                "gap_most": 24,
            }
        )
        cls.rule_half = Rule.create(
            {"name": "Half", "sequence": 2, "method": "percent", "percentage": 50}
        )
        cls.rule_short = Rule.create(
            {
                "name": "Short break",
                "sequence": 0,
                "method": "original",
                "gap_most": 3,
            }
        )
        cls.award = cls.env.ref("hr_rehire.hr_service_purpose_award")
        cls.severance = cls.env.ref("hr_rehire.hr_service_purpose_severance")

    @classmethod
    def _return(cls, rehire=None, start=BACK):
        rehire = rehire or cls._new_rehire()
        cls._new_wizard(rehire, start_date=start).action_return()
        return rehire

    @classmethod
    def _open(cls, user=None, **about):
        """The simulation, as the user sees it."""
        model = cls.env["hr.service.simulation"].with_user(user or cls.user_officer)
        about = {
            name: record.with_user(user or cls.user_officer)
            for name, record in about.items()
        }
        return model.browse(model._open_for(**about)["res_id"])

    def _get_credits(self, employee=None, **values):
        credits = self.env["hr.service.credit"].search(
            [("employee_id", "=", (employee or self.employee_leaver).id)]
        )
        for name, value in values.items():
            credits = credits.filtered(
                lambda credit, name=name, value=value: credit[name] == value
            )
        return credits


__all__ = ["BACK", "LEFT", "START", "ServiceCase"]
