"""A client of Odoo's external API, spoken as its documents say: `/json/2` and a key."""

import requests


class ApiError(Exception):
    """What the server answered instead of a result."""

    def __init__(self, status, name, message):
        super().__init__(f"{status} {name}: {message}")
        self.status = status
        self.name = name
        self.message = message


class Api:
    """Calls as one user."""

    def __init__(self, url, database, key):
        self.url = url
        self.database = database
        self.key = key
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"bearer {key}"
        self._session.headers["X-Odoo-Database"] = database

    def call(self, model, method, ids=None, **arguments):
        """Call a method of a model and return what it returns.

        :raises ApiError: when the server refuses, with its status and its words.
        """
        body = {**({"ids": ids} if ids is not None else {}), **arguments}
        answer = self._session.post(
            f"{self.url}/json/2/{model}/{method}", json=body, timeout=120
        )
        if answer.status_code >= 400:
            said = answer.json() if "json" in answer.headers["Content-Type"] else {}
            raise ApiError(
                answer.status_code, said.get("name"), said.get("message", answer.text)
            )
        return answer.json()

    def create(self, model, *values):
        """Create records and return their ids."""
        return self.call(model, "create", vals_list=list(values))

    def read(self, model, domain, fields, **options):
        """Return the records that fit a domain, as dictionaries."""
        return self.call(model, "search_read", domain=domain, fields=fields, **options)

    def write(self, model, ids, **values):
        """Write values on records."""
        return self.call(model, "write", ids=ids, vals=values)
