from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

BATCH = 500
HEADER = "X-Alumni-Post"


class HrAlumniPostMailing(models.Model):
    """Published posts go to the members by mail, batch by batch.

    From the address of the circle, never from that of the author; to those whom the
    ledger and the cap let us write to, each with a link that stops such mails. The last
    member who was written to is stored with the mails in one transaction: killed and
    started again the job goes on there, and nobody gets a post twice.
    """

    _inherit = "hr.alumni.post"

    mail_state = fields.Selection(
        [("none", "Not Mailed"), ("waiting", "To Be Mailed"), ("done", "Mailed")],
        string="By Mail",
        required=True,
        readonly=True,
        default="none",
        copy=False,
    )
    mail_cursor = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        groups=fields.NO_ACCESS,
        help="The last member who was written to.",
    )

    _mail_waiting_idx = models.Index("(id) WHERE mail_state = 'waiting'")

    def _queue_mails(self):
        """Let the job mail these posts, unless their circle has no address."""
        posts = self.filtered(lambda post: post.circle_id._get_sender_address())
        posts.mail_state = "waiting"
        if posts:
            self.env.ref("hr_alumni.ir_cron_mail_posts")._trigger()

    def _cancel_mails(self):
        """What was not sent yet is not sent any more."""
        self.filtered(lambda post: post.mail_state == "waiting").mail_state = "none"
        # Sudo: these mails are the system's.
        mails = self.env["mail.mail"].sudo()
        for post in self:
            mails |= mails.search(
                [
                    ("state", "=", "outgoing"),
                    ("headers", "like", f"'{HEADER}': '{post.id}'"),
                ]
            )
        mails.cancel()

    @api.model
    def _cron_mail_posts(self):
        """Mail what was published and not mailed yet."""
        posts = self.search([("mail_state", "=", "waiting")], order="publish_date, id")
        for remaining, post in zip(range(len(posts) - 1, -1, -1), posts, strict=True):
            while post.try_lock_for_update() and post.mail_state == "waiting":
                done = post._mail_batch()
                is_more = post.mail_state == "waiting"
                if not self.env["ir.cron"]._commit_progress(
                    done, remaining=remaining + is_more
                ):
                    return

    def _mail_batch(self, limit=BATCH):
        """Mail this post to the next members; the number of queries does not grow.

        :return: how many members were looked at
        """
        self.ensure_one()
        # Sudo: the job writes to everybody.
        members = self.env["hr.alumni.circle.member"].sudo()
        members = members.search(
            Domain("circle_id", "=", self.circle_id.id)
            & Domain("state", "in", members._INSIDE)
            & Domain("is_mailed", "=", True)
            & Domain("alumni_id", "!=", False)
            & Domain("id", "!=", self.member_id.id)
            & Domain("id", ">", self.mail_cursor),
            order="id",
            limit=limit,
        )
        people = members.alumni_id._filter_contactable("circles")
        people = people._filter_mail_allowance()
        if self.is_hidden_from_competitors:
            people = people.filtered(lambda alumni: alumni._may_get_all_content())
        self._mail_to(people)
        people._note_content_mails()
        if members:
            self.mail_cursor = members[-1].id
        if len(members) < limit:
            self.mail_state = "done"
        return len(members)

    def _mail_to(self, people):
        """Make one mail for each of these people; core's queue sends them."""
        values_list = []
        for lang, speakers in people.grouped(
            lambda alumni: alumni.partner_id.lang or self.env.lang
        ).items():
            # A word that no author can know stands for the link of each reader.
            mark = f"stop-{uuid4().hex}"
            post = self.with_context(lang=lang)
            body = self.env["ir.qweb"]._render(
                "hr_alumni.alumni_circle_post_mail",
                post._prepare_mail_page_values(mark),
                lang=lang,
            )
            subject = f"{post.circle_id.name}: {post.title}"
            for alumni in speakers:
                stop_url = alumni._get_signed_link("stop", "circles")
                values_list.append(
                    {
                        **alumni._prepare_mail_values(stop_url, {HEADER: str(self.id)}),
                        "subject": subject,
                        "body_html": body.replace(mark, stop_url),
                        "email_from": self.circle_id._get_sender_address(),
                        "reply_to": self.circle_id._get_sender_address(),
                        "author_id": False,
                    }
                )
        # As the system, so that nobody but the person ever reads the links in it.
        self.env["mail.mail"].with_user(SUPERUSER_ID).create(values_list)

    def _prepare_mail_page_values(self, stop_url):
        """Hook: what the mail shows; the text is plain, and escaped by the template."""
        circle = self.circle_id
        return {
            "circle_name": circle.name,
            "author_name": self.author_name,
            "title": self.title,
            "body": self.body,
            "company_name": circle.company_id.name,
            "circle_url": f"{circle.get_base_url()}/my/alumni/circles/{circle.id}",
            "stop_url": stop_url,
        }
