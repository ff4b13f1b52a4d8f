import logging

from markupsafe import Markup

from odoo import api, models

_logger = logging.getLogger(__name__)


class HrReminderMixin(models.AbstractModel):
    """One mail to each person about the records that wait for that person.

    The mail is no message on a record and names no leaver: what it lists is said by
    whoever calls it.
    """

    _name = "hr.reminder.mixin"
    _description = "Reminds Each Person by One Mail"

    @api.model
    def _remind_each(self, users, remind):
        """Remind these people one by one, each in a step that is kept on its own.

        A job that was killed goes on where it was; a mail that cannot be made stops
        nobody else's.

        :param users: iterable of `res.users`
        :param remind: what is called with each of them; it notes who was told
        """
        users = list(users)
        for done, user in enumerate(users, start=1):
            try:
                with self.env.cr.savepoint():
                    remind(user)
            except Exception:
                _logger.exception("%s: user %s was not reminded.", self._name, user.id)
            self.env["ir.cron"]._commit_progress(1, remaining=len(users) - done)

    @api.model
    def _queue_reminder(self, user, subject, text, path, label, lines=()):
        """Queue one mail: a sentence, what it is about, and where to go.

        Whoever calls it speaks the language of the user already.

        :param user: one `res.users`; nothing is sent to who has gone or has no address
        :param path: where the button leads, beginning with `/`
        :param label: text of the button
        :param lines: short texts, one for each record
        :return: the `mail.mail` record, possibly empty
        """
        mails = self.env["mail.mail"]
        if not user.active or not user.email:
            return mails
        company = user.company_id
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        body = Markup("<p>%s</p>") % text
        if items:
            body += Markup("<ul>%s</ul>") % items
        url = f"{company.get_base_url()}{path}"
        body += Markup('<p><a href="%s">%s</a></p>') % (url, label)
        return mails.create(
            {
                "subject": subject,
                "body_html": body,
                # Not whoever has set it off: who writes would say who knows.
                "author_id": self.env.ref("base.partner_root").id,
                "email_from": company.email_formatted or user.email_formatted,
                "recipient_ids": [(4, user.partner_id.id)],
                "auto_delete": True,
            }
        )
