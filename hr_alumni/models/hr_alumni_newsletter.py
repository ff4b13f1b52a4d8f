from ast import literal_eval
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

RHYTHMS = {  # months between two issues
    "monthly": 1,
    "quarterly": 3,
    "half_yearly": 6,
    "yearly": 12,
}
FIRST_ISSUE = 90  # days that the first issue looks back


class HrAlumniNewsletter(models.Model):
    """A kind of newsletter: for whom, how often, and which sections.

    An issue assembles itself from what has happened since the one before, as one draft
    for each language. Nothing is sent from here: a person reads the draft and sends it,
    and the mailing asks the ledger once more.
    """

    _name = "hr.alumni.newsletter"
    _description = "Newsletter for Former Colleagues"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, help="The subject of the mails.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: not self.env.su and self.env.user,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("hr_alumni.group_manager").ids)
        ],
        help="Sends the issues, and is told when a draft waits.",
    )
    purpose_id = fields.Many2one(
        "hr.privacy.purpose",
        string="Consent Asked",
        required=True,
        ondelete="restrict",
        domain=[("basis", "=", "consent")],
        default=lambda self: self.env["hr.alumni"]._get_purpose("newsletter"),
        help="Only people who agreed to it get an issue.",
    )
    filter_id = fields.Many2one(
        "mailing.filter",
        string="Segment",
        ondelete="restrict",
        domain="[('mailing_model_id.model', '=', 'hr.alumni')]",
        help="Empty: everybody in the network.",
    )
    lang_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        help="One mailing is made for each. Whoever speaks another one gets the first. "
        "Empty: the languages that the recipients speak.",
    )
    rhythm = fields.Selection(
        [
            ("none", "By hand"),
            ("monthly", "Every month"),
            ("quarterly", "Every quarter"),
            ("half_yearly", "Every half year"),
            ("yearly", "Every year"),
        ],
        required=True,
        default="none",
        help="When a draft is prepared by itself. It is never sent by itself.",
    )
    next_date = fields.Date(
        string="Next Draft",
        compute="_compute_next_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    introduction = fields.Html(
        translate=True,
        sanitize=True,
        help="Stands on top of every issue. It can be changed in the draft.",
    )
    event_ids = fields.Many2many(
        "event.event",
        string="Events Told",
        help="Told in the section of events until they are over, beside those that are "
        "for all members.",
    )
    section_ids = fields.One2many(
        "hr.alumni.newsletter.section", "newsletter_id", copy=True
    )
    mailing_ids = fields.One2many(
        "mailing.mailing", "alumni_newsletter_id", groups="hr_alumni.group_manager"
    )
    issue_count = fields.Integer(
        string="Mailings", compute="_compute_issues", groups="hr_alumni.group_manager"
    )
    last_sent_date = fields.Datetime(
        string="Last Sent",
        compute="_compute_issues",
        groups="hr_alumni.group_manager",
        help="The next issue tells what has happened since then.",
    )
    next_issue = fields.Html(
        string="What the Next Issue Tells",
        compute="_compute_next_issue",
        sanitize=False,
        groups="hr_alumni.group_manager",
    )

    _due_idx = models.Index("(next_date) WHERE active AND next_date IS NOT NULL")

    @api.depends("rhythm")
    def _compute_next_date(self):
        today = fields.Date.context_today(self)
        for newsletter in self:
            if newsletter.rhythm == "none":
                newsletter.next_date = False
            else:
                newsletter.next_date = newsletter.next_date or today

    @api.depends("mailing_ids.state", "mailing_ids.sent_date")
    def _compute_issues(self):
        found = {
            newsletter: (count, sent)
            for newsletter, count, sent in self.env["mailing.mailing"]._read_group(
                [("alumni_newsletter_id", "in", self.ids)],
                ["alumni_newsletter_id"],
                ["__count", "sent_date:max"],
            )
        }
        for newsletter in self:
            count, sent = found.get(newsletter._origin, (0, False))
            newsletter.issue_count = count
            newsletter.last_sent_date = sent

    @api.depends("section_ids", "introduction", "event_ids")
    def _compute_next_issue(self):
        for newsletter in self:
            content = newsletter._get_content() if newsletter._origin else []
            newsletter.next_issue = (
                newsletter._render_issue(content) if content else False
            )

    def action_prepare(self):
        """Make the drafts of the next issue, and open them."""
        self.ensure_one()
        self.check_access("write")
        mailings = self._do_prepare()
        if not mailings:
            raise UserError(self._get_why_nothing())
        return self._get_mailing_action(mailings)

    def action_view_issues(self):
        """Open the mailings of these newsletters."""
        self.check_access("read")
        return self._get_mailing_action(self.mailing_ids)

    def _do_prepare(self):
        """Make one draft for each language, or none where there is nothing to tell.

        Where something is hidden from competitors, whoever works for one gets a draft
        without it.

        :return: `mailing.mailing`, empty when nothing is told or nobody gets it
        """
        self.ensure_one()
        mailings = self.env["mailing.mailing"]
        now = fields.Datetime.now()
        for lang, who_domain in self._get_audiences():
            newsletter = self.with_context(lang=lang)
            content = newsletter._get_content()
            limited = newsletter._get_content(for_competitors=True)
            is_split = content != limited
            for is_limited in (False, True) if is_split else (False,):
                told = limited if is_limited else content
                domain = who_domain
                if is_split:
                    domain &= Domain("is_at_competitor", "=", is_limited)
                if not newsletter._is_told(told):
                    continue
                draft = mailings.new(
                    newsletter._prepare_mailing_values(told, domain, lang, now)
                )
                if is_split and not is_limited:
                    draft.alumni_is_limited = True
                if not self.env["hr.alumni"].search_count(
                    draft._get_recipients_domain(), limit=1
                ):
                    continue
                values = newsletter._prepare_mailing_values(told, domain, lang, now)
                values["alumni_is_limited"] = is_split and not is_limited
                mailings += mailings.create(values)
        return mailings

    def _get_why_nothing(self):
        if self._is_told(self._get_content()):
            return self.env._(
                "Nobody would get this issue: nobody of the segment has agreed to it, "
                "or all have had as many mails as are allowed within 30 days."
            )
        return self.env._(
            "There is nothing to tell since the last issue. Publish news, tick career "
            "moves or milestones for the newsletter, or choose events."
        )

    def _get_audiences(self):
        """Hook: pairs of a language and the domain of those who get the issue in it.

        Nobody is in two of them, and nobody in none.
        """
        self.ensure_one()
        who = (
            Domain(literal_eval(self.filter_id.mailing_domain or "[]"))
            & Domain("state", "in", self.env["hr.alumni"]._MEMBER_STATES)
            & Domain("company_id", "=", self.company_id.id)
        )
        main, others = self._get_langs(who)
        pairs = [(main, who & Domain("partner_id.lang", "not in", others))]
        if not others:
            pairs = [(main, who)]
        return pairs + [
            (lang, who & Domain("partner_id.lang", "=", lang)) for lang in others
        ]

    def _get_langs(self, who_domain):
        """The language for whoever speaks no other one, and the other ones."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        if self.lang_ids:
            codes = [code for code in self.lang_ids.mapped("code") if code in installed]
            return codes[0], codes[1:]
        # Sudo: contacts of the company, whoever may read them; no name leaves here.
        own = self.company_id.sudo().partner_id.lang or self.env.lang or "en_US"
        people = self.env["hr.alumni"].sudo()._search(who_domain)
        spoken = (
            self.env["res.partner"]
            .sudo()
            ._read_group(
                [("id", "in", people.subselect("partner_id"))], ["lang"], order="lang"
            )
        )
        others = [lang for [lang] in spoken if lang in installed and lang != own]
        return own, others

    def _prepare_mailing_values(self, content, domain, lang, issue_date):
        """Hook: the draft of an issue in one language."""
        body = self._render_issue(content)
        items = [item for section in content for item in section["items"]]
        requests = self.env["hr.alumni.request"]
        user = self.user_id or (
            # The job has no person: whoever looks after the network answers.
            requests._get_deputy("alumni", self.company_id)
            if self.env.su
            else self.env.user
        )
        return {
            "subject": self._get_subject(),
            "mailing_type": "mail",
            "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
            "mailing_domain": repr(list(domain)),
            "alumni_purpose_id": self.purpose_id.id,
            "alumni_newsletter_id": self.id,
            "alumni_issue_date": issue_date,
            "alumni_told_ids": [
                (6, 0, [item["alumni_id"] for item in items if item.get("alumni_id")])
            ],
            "alumni_news_ids": [
                (6, 0, [item["news_id"] for item in items if item.get("news_id")])
            ],
            "user_id": user.id,
            "reply_to_mode": "new",
            "reply_to": user.email_formatted,
            "body_arch": body,
            "body_html": body,
            "name": self.env._(
                "%(name)s, %(language)s, %(date)s",
                name=self._get_subject(),
                language=self.env["res.lang"]._get_data(code=lang).name or lang,
                date=format_datetime(self.env, issue_date),
            ),
        }

    def _get_subject(self):
        """The name, without what a mailing would take for a placeholder."""
        return self.name.replace("{", "(").replace("}", ")")

    def _get_since(self):
        """From when on things are told: the last issue that was sent."""
        # Sudo: the drafts are the office's, and the job prepares them as well.
        sent = self.sudo().last_sent_date
        return sent or fields.Datetime.now() - timedelta(days=FIRST_ISSUE)

    def _get_mailing_action(self, mailings):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.mailing_mailing_action"
        )
        action["domain"] = [("id", "in", mailings.ids)]
        if len(mailings) == 1:
            action.update(
                views=[(False, "form")], view_mode="form", res_id=mailings.id, domain=[]
            )
        return action

    def _move_on(self):
        """The day of the next draft, never in the past."""
        today = fields.Date.today()
        for newsletter in self:
            months = RHYTHMS.get(newsletter.rhythm)
            if not months:
                newsletter.next_date = False
                continue
            day, steps = newsletter.next_date or today, 0
            while day + relativedelta(months=months * steps) <= today:
                steps += 1
            newsletter.next_date = day + relativedelta(months=months * steps)
