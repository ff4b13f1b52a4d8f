from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class HrAlumniSilence(models.Model):
    """Relations that fall asleep, and wake up again by the first sign of life.

    Somebody who has not been heard of for long is reminded of the own choices, twice
    by default, and rests after that. Consents that end soon are asked for again.
    """

    _inherit = "hr.alumni"

    _DAYS_BETWEEN_REMINDERS = 30
    _DAYS_BEFORE_END = 30

    last_sign_date = fields.Date(
        string="Last Heard Of",
        default=fields.Date.today,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the person last answered, signed in or was met.",
    )
    silence_reminder_count = fields.Integer(
        string="Reminders in Silence", readonly=True, copy=False
    )
    choices_reminder_date = fields.Date(
        string="Reminded of Choices On", readonly=True, copy=False
    )

    def action_send_choices(self):
        """Mail the link to the page of choices."""
        self.check_access("write")
        # A reminder of choices is not asked for: whoever has paused gets none.
        awake = self.filtered(lambda alumni: not alumni.is_paused)
        (self - awake)._check_can_be_written_to("member")
        awake._check_can_be_written_to("any")
        awake._do_send_choices()
        return True

    def _do_send_choices(self):
        sent = self._mail_privately(
            "hr_alumni.mail_template_alumni_choices", "any", is_capped=False
        )
        # Sudo: the step writes it, nobody else.
        sent.sudo().choices_reminder_date = fields.Date.today()
        return sent

    def _note_sign_of_life(self):
        """These people were heard of: they are awake, and nobody reminds them."""
        result = super()._note_sign_of_life()
        # Sudo: a sign comes by a page, a mail or a colleague without these rights.
        people = self.sudo()
        people.write(
            {"last_sign_date": fields.Date.today(), "silence_reminder_count": 0}
        )
        people.filtered(lambda alumni: alumni.state == "dormant")._move_to("active")
        return result

    @api.model
    def _cron_rest_silent(self):
        """Remind those who have been silent for long, and let them rest after that."""
        for company in self._get_companies_with("active"):
            due = self.search(
                [
                    ("state", "=", "active"),
                    ("is_paused", "=", False),
                    ("company_id", "=", company.id),
                    (
                        "last_sign_date",
                        "<=",
                        fields.Date.today()
                        - relativedelta(months=company.alumni_silence_months),
                    ),
                    "|",
                    ("choices_reminder_date", "=", False),
                    (
                        "choices_reminder_date",
                        "<=",
                        fields.Date.today() - timedelta(self._DAYS_BETWEEN_REMINDERS),
                    ),
                ]
            )
            due._run_in_batches("_do_remind_or_rest")

    def _do_remind_or_rest(self):
        """One reminder more, or rest where all of them stayed without an answer."""
        awake = self._filter_signed_in()
        silent = self - awake
        resting = silent.filtered(
            lambda alumni: (
                alumni.silence_reminder_count
                >= alumni.company_id.alumni_silence_reminders
            )
        )
        sent = (silent - resting)._do_send_choices()
        for alumni in sent:
            alumni.silence_reminder_count += 1
        # Whoever cannot be reminded has nothing to wait for.
        (resting | (silent - sent))._move_to("dormant")

    def _filter_signed_in(self):
        """Those who used their account since, which is noted as a sign of life."""
        awake = self.browse()
        accounts = {alumni: alumni._get_account() for alumni in self}
        everybody = self.env["res.users"].union(*accounts.values())
        for alumni, account in accounts.items():
            login = account.with_prefetch(everybody.ids).login_date
            if login and login.date() > alumni.last_sign_date:
                alumni.last_sign_date = login.date()
                awake += alumni.filtered(lambda one: not one._is_silent())
        return awake

    def _is_silent(self):
        months = self.company_id.alumni_silence_months
        return self.last_sign_date <= fields.Date.today() - relativedelta(months=months)

    @api.model
    def _cron_renew_consents(self):
        """Ask again before consents end, and note those that have ended."""
        today = fields.Date.today()
        ending = self._search_ending(today, today + timedelta(self._DAYS_BEFORE_END))
        recent = today - timedelta(self._DAYS_BEFORE_END)
        ending.filtered(
            lambda alumni: (
                not alumni.is_paused
                and (alumni.choices_reminder_date or recent) <= recent
            )
        )._run_in_batches("_do_send_choices")
        ended = self._search_ending(False, today - timedelta(1))
        ended._run_in_batches("_do_expire")

    @api.model
    def _search_ending(self, first, last):
        """People with a consent that ends between these days and was not replaced."""
        rows = self.env["hr.privacy.consent"].search(
            [
                ("state", "=", "given"),
                ("date_expiry", "<=", last),
                *([("date_expiry", ">=", first)] if first else []),
            ]
        )
        if not rows:
            return self.browse()
        current = rows._get_current(rows.alumni_id, rows.purpose_id) & rows
        return current.alumni_id.filtered(
            lambda alumni: alumni.state in self._MEMBER_STATES
        )

    def _do_expire(self):
        """Note the end of consents; an account ends with the consent to it."""
        ledger = self.env["hr.privacy.consent"]
        for alumni in self:
            rows = ledger._get_current(alumni).filtered(
                lambda row: row.state == "given" and not row._is_in_force()
            )
            ledger._record(alumni, rows.purpose_id, "expired", "none", "time")
            if "member" in rows.purpose_id.mapped("code"):
                alumni._do_close_account()
