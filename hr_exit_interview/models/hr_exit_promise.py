import hashlib

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError


class HrExitPromise(models.Model):
    """What somebody read before answering: one text, word by word, in one language.

    Written when a questionnaire is begun, with the figures that held then: the smallest
    group, the months, the days. Whoever changes the introduction of a questionnaire, or
    one of those figures, makes a new version; what was promised before stays. Nobody
    changes or deletes one.
    """

    _name = "hr.exit.promise"
    _description = "Exit Questionnaire Promise"
    _order = "id desc"
    # The creator would be the visitor who has begun first.
    _log_access = False
    _allow_sudo_commands = False

    name = fields.Char(compute="_compute_name")
    survey_id = fields.Many2one(
        "survey.survey",
        string="Questionnaire",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    survey_title = fields.Char(string="Title", required=True, readonly=True)
    version = fields.Integer(
        required=True,
        readonly=True,
        help="Counts the texts of this questionnaire in this language.",
    )
    lang = fields.Char(string="Language", required=True, readonly=True)
    text = fields.Html(required=True, readonly=True, sanitize=False)
    text_hash = fields.Char(
        string="Fingerprint",
        required=True,
        readonly=True,
        help="SHA-256 of questionnaire, language and text: the same text has the same.",
    )
    minimum = fields.Integer(string="Smallest Group", required=True, readonly=True)
    months = fields.Integer(string="Months Kept", required=True, readonly=True)
    days = fields.Integer(
        string="Days Until Release",
        required=True,
        readonly=True,
        help="For whoever chose “not before”, counted from the end of the contract.",
    )
    date = fields.Datetime(
        string="First Read on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )

    _text_hash_uniq = models.UniqueIndex(
        "(text_hash)", "This text is kept already. Reload the page."
    )

    @api.depends("survey_title", "lang", "version")
    def _compute_name(self):
        for promise in self:
            promise.name = self.env._(
                "%(title)s, version %(version)s (%(language)s)",
                title=promise.survey_title,
                version=promise.version,
                language=promise.lang,
            )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._(
                "What was promised cannot be changed. Change the introduction of the "
                "questionnaire instead: that makes a new version."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What was promised is kept as proof and cannot be deleted.")
        )

    @api.model
    def _get_for(self, survey, lang, text, figures):
        """The version that stands for a text; one that is new is kept from now on.

        :param text: what is read, as HTML
        :param figures: dict of `minimum`, `months` and `days`, which stand in the text
        """
        key = hashlib.sha256(f"{survey.id}|{lang}|{text}".encode()).hexdigest()
        found = self.search([("text_hash", "=", key)], limit=1)
        if found:
            return found
        before = self.search_count([("survey_id", "=", survey.id), ("lang", "=", lang)])
        try:
            with self.env.cr.savepoint():
                return self.create(
                    {
                        "survey_id": survey.id,
                        "survey_title": survey.title,
                        "version": before + 1,
                        "lang": lang,
                        "text": text,
                        "text_hash": key,
                        **figures,
                    }
                )
        except UniqueViolation as error:
            # Somebody else has begun at the same moment: the request is tried again.
            raise ConcurrencyError(str(error)) from error
