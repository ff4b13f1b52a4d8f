import re
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import models
from odoo.fields import Domain

# How content is being read. Not in the context of the environment, which a request
# can fill with what it likes.
_HOW = ContextVar("hr_exit_access_how", default="read")


class HrExitAccessMixin(models.AbstractModel):
    """Content that nobody reads without leaving a line in `hr.exit.access.log`.

    A model that inherits it names its content in `_LOGGED_FIELDS` and says in
    `_get_logged_interviews` whom it is about. All ways in end in the few methods below:
    what is fetched from the database, answered from the cache, exported, searched for,
    sorted or grouped by. Reading in sudo is not logged: that is the addon at work,
    which seals, counts and erases, and shows nothing to anybody.

    Give each of these fields a `prefetch` of its own (a text): otherwise the platform
    fetches them along with the others, and the log says that somebody has read what was
    never shown.
    """

    _name = "hr.exit.access.mixin"
    _description = "Read With a Trace"

    _LOGGED_FIELDS = frozenset()
    # A value of `what` in the log.
    _LOGGED_AS = "answers"

    def _get_logged_interviews(self):
        """Hook: the interviews that this content belongs to; called in sudo."""
        return self.interview_id

    def _log_opening(self, names, how=None):
        """Note that the user reads these fields; a page of a report calls it as well.

        :param names: names of fields; nothing is noted where none of them is content
        :param how: a value of `how` in the log, by default the way that is under way
        """
        records = self._origin
        if records and not self.env.su and not self._LOGGED_FIELDS.isdisjoint(names):
            # Sudo: whoever reads content need not be able to read what it belongs to.
            interviews = records.sudo()._get_logged_interviews()
            self.env["hr.exit.access.log"]._add(
                interviews, self._LOGGED_AS, how or _HOW.get()
            )

    @staticmethod
    @contextmanager
    def _opening(how):
        """Everything that is read inside is noted as read in this way."""
        token = _HOW.set(how)
        try:
            yield
        finally:
            _HOW.reset(token)

    # Ways in

    def _fetch_query(self, query, fields):
        records = super()._fetch_query(query, fields)
        records._log_opening({field.name for field in fields})
        return records

    def _read_format(self, fnames, load="_classic_read"):
        # What is in the cache already is not fetched.
        self._log_opening(fnames)
        return super()._read_format(fnames, load=load)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        with self._opening("export"):
            self._log_opening({path[0] for path in fields if path})
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        query = super()._search(
            domain, offset=offset, limit=limit, order=order, **kwargs
        )
        if not self.env.su and not kwargs.get("bypass_access"):
            names = {
                condition.field_expr.partition(".")[0]
                for condition in Domain(domain).iter_conditions()
            }
            names |= self._find_logged_names(order)
            if not self._LOGGED_FIELDS.isdisjoint(names):
                # Being found tells what is in it.
                self.browse(query.get_result_ids())._log_opening(names, "search")
        return query

    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        self._log_grouping(domain, groupby, aggregates, args, kwargs)
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    def _read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *args, **kwargs
    ):
        self._log_grouping(domain, grouping_sets, aggregates, args, kwargs)
        return super()._read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )

    def _log_grouping(self, domain, *specifications):
        names = self._find_logged_names(specifications)
        if names and not self.env.su:
            self.search(domain)._log_opening(names, "search")

    def _find_logged_names(self, specifications):
        """The logged fields whose names stand somewhere in what was asked for."""
        words = set(re.findall(r"\w+", str(specifications or "")))
        return words & self._LOGGED_FIELDS
