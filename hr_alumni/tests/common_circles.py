"""A circle with members and a moderator, for the tests of circles."""

from .common import AlumniCase


class CircleMixin:
    """`circle` is on request, moderated by the director; Ada and Bo are members.

    Cleo has agreed to circles and is in none.
    """

    @classmethod
    def _set_up_circles(cls):
        cls.ada = cls.alumni_active
        cls.bo = cls._new_alumni("Bo Other")
        cls.cleo = cls._new_alumni("Cleo Third")
        cls._agree(cls.ada + cls.bo + cls.cleo)
        cls.company.email = "office@northwind.example.com"
        cls.circle = cls._new_circle("Kilns")
        cls.place_ada = cls._new_place(cls.ada)
        cls.place_bo = cls._new_place(cls.bo)

    @classmethod
    def _agree(cls, people, *codes):
        for code in codes or ("member", "circles"):
            people._do_give(cls.purposes[code], channel="link")
        people.filtered(lambda one: one.state != "active")._move_to("active")

    @classmethod
    def _new_circle(cls, name, **values):
        values = {
            "name": name,
            "kind": "function",
            "admission": "request",
            "moderator_id": cls.user_director.id,
            "house_rules": "Be kind.",
            "email": "kilns@northwind.example.com",
            **values,
        }
        return cls.env["hr.alumni.circle"].create(
            {key: value for key, value in values.items() if value is not None}
        )

    @classmethod
    def _new_place(cls, person, circle=None, state="member", **values):
        name = "alumni_id" if person._name == "hr.alumni" else "employee_id"
        return cls.env["hr.alumni.circle.member"].create(
            {
                "circle_id": (circle or cls.circle).id,
                name: person.id,
                "state": state,
                "rules_version": 1,
                **values,
            }
        )

    @classmethod
    def _new_post(cls, place=None, circle=None, **values):
        return cls.env["hr.alumni.post"].create(
            {
                "circle_id": (circle or cls.circle).id,
                "member_id": place.id if place else False,
                "title": "Glazes",
                "body": "Which one?",
                "state": "waiting",
                **values,
            }
        )

    def _get_mails(self):
        """All mails that wait, by address."""
        self.env.flush_all()
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        return {mail.email_to: mail for mail in mails}

    def _drop_mails(self):
        self.env["mail.mail"].search([]).unlink()


class CircleCase(CircleMixin, AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_circles()
        cls.env["mail.mail"].search([]).unlink()
