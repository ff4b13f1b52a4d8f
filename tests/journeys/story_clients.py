"""The story over HTTP: whom it is about, and the clients with which it is told."""

import xmlrpc.client

import pytest
import requests
from lxml import html
from support.api import ApiError

from tools.mailbox import links_in

NAME = "Greta Sandberg"
ADDRESS = "greta.sandberg@example.com"
MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"


class XmlRpc:
    """A program of a user that speaks XML-RPC."""

    def __init__(self, server, login):
        self._database = server.database
        self._key = server.new_key(login)
        common = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common")
        self._uid = common.authenticate(self._database, login, self._key, {})
        assert self._uid, f"The key of {login} is not taken."
        self._models = xmlrpc.client.ServerProxy(
            f"{server.url}/xmlrpc/2/object", allow_none=True
        )

    def call(self, model, method, *args, **options):
        """Call a method of a model and return what it returns."""
        return self._models.execute_kw(
            self._database, self._uid, self._key, model, method, args, options
        )


class Visitor:
    """Somebody who opens links and fills in the forms behind them."""

    def __init__(self, server):
        self._url = server.url
        self._session = requests.Session()
        self._page = None

    def open(self, path, status=200):
        """Open a link or a path, and return the page as text."""
        address = path if path.startswith("http") else self._url + path
        return self._look_at(self._session.get(address, timeout=60), status)

    def send(self, status=200, **values):
        """Fill in the form that has these fields, and send it."""
        (form,) = (
            form
            for form in self._page.forms
            if values.keys() <= {field.get("name") for field in form.iter()}
        )
        typed = form.xpath(".//input[not(@type='checkbox' or @type='submit')]")
        data = {field.get("name"): field.get("value", "") for field in typed} | values
        action = form.get("action") or self._page.base_url
        address = requests.compat.urljoin(self._page.base_url, action)
        return self._look_at(self._session.post(address, data=data, timeout=60), status)

    def ask(self, path, **params):
        """Call what the scripts of a page call, and return the answer."""
        response = self._session.post(
            self._url + path, json={"jsonrpc": "2.0", "params": params}, timeout=60
        )
        assert "error" not in response.json(), response.text
        return response.json()["result"]

    def _look_at(self, response, status):
        assert response.status_code == status, (response.url, response.status_code)
        self._page = html.fromstring(response.text, base_url=response.url)
        return " ".join(self._page.text_content().split())


def answers_to(content, wanted):
    """What a page of the questionnaire sends for answers given by their words.

    Questions of other pages are passed over.
    """
    page = html.fromstring(content)
    sent = {"page_id": int(page.xpath("//input[@name='page_id']/@value")[0])}
    for question, answer in wanted.items():
        blocks = [
            block
            for block in page.find_class("js_question-wrapper")
            if question in block.text_content()
        ]
        if not blocks:
            continue
        (block,) = blocks
        fields = block.xpath(".//*[self::input or self::textarea][@name]")
        labels = [(field, field.getnext()) for field in fields]
        chosen = [
            field.get("value")
            for field, label in labels
            if label is not None and label.text_content().strip() == answer
        ]
        sent[fields[0].get("name")] = chosen[0] if chosen else answer
    return sent


def assert_refused(status, call, *args, **options):
    """Assert that the server refuses a call, and return its words."""
    with pytest.raises(ApiError) as caught:
        call(*args, **options)
    assert caught.value.status == status, caught.value
    return caught.value.message


def only(api, login, model, domain, *fields):
    """The one record that this user finds."""
    found = api(login).read(model, domain, ["id", *fields])
    assert len(found) == 1, (login, model, domain, found)
    return found[0]


def ref(api, xml_id):
    """The number of a record of the demo data."""
    module, name = xml_id.split(".")
    domain = [["module", "=", module], ["name", "=", name]]
    return only(api, "admin", "ir.model.data", domain, "res_id")["res_id"]


class Story:
    """What the steps hand on to each other."""

    def __init__(self, server, api, mailbox, run_cron):
        self.server, self.api, self.mailbox = server, api, mailbox
        self.run_cron = run_cron
        self.leaver = Visitor(server)

    def link(self, part):
        """The only link with this part that was mailed to the leaver's own address."""
        self.run_cron(MAIL_QUEUE)
        messages = self.mailbox.messages(to=ADDRESS)
        links = [link for message in messages for link in links_in(message)]
        fitting = {link for link in links if part in link}
        assert len(fitting) == 1, links
        return fitting.pop()

    def hire(self):
        """Somebody has worked here for years, in the team of Ana Ferreira."""
        admin = self.api("admin")
        groups = [[6, 0, [ref(self.api, "base.group_user")]]]
        user = {"name": NAME, "login": "greta", "email": "greta@work.example.com"}
        (user_id,) = admin.create("res.users", {**user, "group_ids": groups})
        (self.employee,) = admin.create(
            "hr.employee",
            {
                "name": NAME,
                "user_id": user_id,
                "tz": "UTC",
                "parent_id": ref(
                    self.api, "hr_exit_interview.hr_employee_demo_manager"
                ),
                "job_id": ref(self.api, "hr.job_developer"),
                "private_email": ADDRESS,
                "contract_date_start": "2021-05-01",
                "wage": 4500,
            },
        )
        self.number = self.read_employee("employee_number")
        assert self.number
        self.old_login = self.api("greta")

    def assert_alumni(self, state):
        """Assert how far the alumni office is with the leaver."""
        domain = [["employee_number", "=", self.number]]
        assert only(self.api, "alumni", "hr.alumni", domain, "state")["state"] == state

    def read_employee(self, field):
        """A field of the leaver's employee record, as the HR officer reads it."""
        domain = [["id", "=", self.employee], ["active", "in", [True, False]]]
        return only(self.api, "officer", "hr.employee", domain, field)[field]

    def read_periods(self):
        """The ledger of the leaver, as the HR officer reads it."""
        return self.api("officer").read(
            "hr.employment.period",
            [["employee_id", "=", self.employee]],
            ["employee_number", "date_start", "date_end", "reason_id"],
            order="date_start",
        )
