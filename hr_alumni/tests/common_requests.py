"""Requests of Ada and of somebody without an account, for the tests of requests."""

from .common import AlumniCase

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class RequestMixin:
    @classmethod
    def _get_type(cls, kind):
        return cls.env.ref(f"hr_alumni.hr_alumni_request_type_{kind}")

    @classmethod
    def _new_request(cls, kind, alumni=None, **values):
        return cls.env["hr.alumni.request"].create(
            {
                "alumni_id": (alumni or cls.alumni_active).id,
                "type_id": cls._get_type(kind).id,
                **values,
            }
        )

    @classmethod
    def _new_benefit(cls, name="Staff price", **values):
        return cls.env["hr.alumni.benefit"].create(
            {"name": name, "company_id": cls.company.id, "code": "KILN-7", **values}
        )


class RequestCase(RequestMixin, AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody of the database that the tests run in.
        cls.company.email = "office@northwind.example.com"
