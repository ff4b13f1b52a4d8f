from collections import defaultdict

from odoo import models


class HrOffboardingWaveFollow(models.Model):
    """Departures follow their wave, apart from what was agreed with one person."""

    _inherit = "hr.offboarding.wave"

    def _do_follow(self, before, followers):
        """Let departures follow what has changed on the wave.

        :param before: dict, the facts of the wave as they were
        :param followers: dict, as `_get_followers` returned it before the change
        """
        self.ensure_one()
        after = self._get_facts()
        changed = {name for name in after if after[name] != before[name]}
        if not changed:
            return
        groups = defaultdict(self.env["hr.offboarding"].browse)
        for case, names in followers.items():
            values = self._prepare_follow_values(case, names, changed)
            groups[tuple(values.items())] |= case
        for values, cases in groups.items():
            if values:
                cases.write(dict(values))

    def _get_followers(self):
        """Which facts the departures that are not over have from this wave.

        What was agreed with one person, and so differs, is that person's own.

        :return: dict, `hr.offboarding` case: set of names
        """
        self.ensure_one()
        followers = {}
        for case in self._get_cases("draft", "in_progress"):
            own = {
                name
                for name in self._FACTS + self._DATES
                if self[name] and case[name] != self[name]
            }
            if not self.departure_date and case.departure_date > case.last_working_date:
                own.add("departure_date")
            followers[case] = {*self._FACTS, *self._DATES} - own
        return followers

    def _prepare_follow_values(self, case, names, changed):
        """Hook: what to write on a departure of this wave after a change.

        :param case: `hr.offboarding`
        :param names: set of the facts that it has from the wave
        :param changed: set of the facts that were changed on the wave
        """
        facts, dates = self._get_facts(), set(self._DATES)
        written = names & changed
        # Given along, so that the proposals of the single departure stay out of it.
        if changed & (dates | {"reason_id"}):
            written |= names & dates
        if "reason_id" in changed:
            written |= names & {"template_id"}
        values = {
            name: facts[name]
            for name in self._FACTS + self._DATES
            if name in written and (facts[name] or name not in dates)
        }
        last_day = values.get("last_working_date")
        if last_day and "departure_date" not in names:
            values["departure_date"] = max(case.departure_date, last_day)
        if "notice_date" in values and "last_working_date" not in names:
            values["last_working_date"] = case.last_working_date
            values.setdefault("departure_date", case.departure_date)
        return values
