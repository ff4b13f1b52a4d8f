from dateutil.relativedelta import relativedelta
from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class HrExitAccessLog(models.Model):
    """Who has opened whose answers or record card, when, and how.

    There is one line for each user, interview, way and hour, however many fields were
    read, and it holds no content. It is written by `hr.exit.access.mixin` in the
    transaction that reads, so that what could not be noted was not read. Nobody has the
    right to create, change or delete one, and the methods refuse it to the system as
    well; after two years it goes.
    """

    _name = "hr.exit.access.log"
    _description = "Openings of Exit Answers"
    _order = "date desc, id desc"
    _rec_name = "interview_id"
    _log_access = False
    _allow_sudo_commands = False

    # Months for which it is kept: longer than the answers, whose use it shows.
    _KEEP_MONTHS = 24

    date = fields.Datetime(required=True, readonly=True, index=True)
    hour = fields.Datetime(
        required=True, readonly=True, help="Within one hour an opening counts once."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Opened by",
        required=True,
        readonly=True,
        # Whoever has read answers is archived, not deleted: else the log would lie.
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    interview_id = fields.Many2one(
        "hr.exit.interview",
        string="Exit Interview",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Empty once the talk itself has been deleted.",
    )
    what = fields.Selection(
        [("answers", "Answers"), ("card", "Record card")], required=True, readonly=True
    )
    how = fields.Selection(
        [
            ("read", "Read"),
            ("search", "Searched, sorted or grouped"),
            ("export", "Exported"),
            ("print", "Printed"),
        ],
        required=True,
        readonly=True,
    )

    _once_an_hour = models.UniqueIndex("(user_id, interview_id, what, how, hour)")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._get_refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._get_refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_refusal())

    @api.model
    def _get_refusal(self):
        return self.env._(
            "The list of openings is written by itself, and kept as it is."
        )

    @api.model
    def _add(self, interviews, what, how):
        """Note that the user opens this; once an hour is enough.

        Written in SQL: two requests at once make one line, and no error. A request that
        came in as one that only reads, where the database has a replica, fails here,
        and the server runs it again with a cursor that can write.

        :param interviews: `hr.exit.interview` in sudo
        """
        if not interviews:
            return
        if self.env.cr.readonly:
            raise ReadOnlySqlTransaction("The opening of exit answers has to be noted")
        now = fields.Datetime.now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        rows = SQL(", ").join(
            SQL("%s", (now, hour, self.env.uid, talk.company_id.id, talk.id, what, how))
            for talk in interviews
        )
        self.env.execute_query(
            SQL(
                """
                INSERT INTO hr_exit_access_log
                       (date, hour, user_id, company_id, interview_id, what, how)
                VALUES %s ON CONFLICT DO NOTHING RETURNING 1
                """,
                rows,
            )
        )

    @api.autovacuum
    def _gc_old(self):
        """Delete what is old; what belongs to a departure on legal hold waits."""
        oldest = fields.Datetime.now() - relativedelta(months=self._KEEP_MONTHS)
        self.env.execute_query(
            SQL(
                """
                DELETE FROM hr_exit_access_log log
                 WHERE date < %s AND NOT EXISTS (
                       SELECT FROM hr_exit_interview talk
                        WHERE talk.id = log.interview_id AND talk.legal_hold)
             RETURNING 1
                """,
                oldest,
            )
        )
