from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..tools.history_report import write_refused, write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AlumniHistory(http.Controller):
    """The spreadsheets of an import: made when they are asked for, stored nowhere."""

    @http.route("/hr_alumni/import/template", type="http", auth="user", methods=["GET"])
    def import_template(self):
        """The template, with titles in the language of the user."""
        alumni = request.env["hr.alumni"]
        if not alumni._may_import_history():
            return request.not_found()
        content = write_template(
            alumni._get_history_titles(), alumni._get_history_hints()
        )
        return self._send(content, request.env._("Past leavers"))

    @http.route(
        "/hr_alumni/import/<int:import_id>/refused",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def import_refused(self, import_id):
        """The refused rows of an import, with the reason of each cell."""
        record = request.env["hr.alumni.import"].browse(import_id).exists()
        try:
            record.check_access("read")
        except AccessError:
            record = record.browse()
        if not record:
            return request.not_found()
        titles = request.env["hr.alumni"]._get_history_titles()
        content = write_refused(
            titles,
            (request.env._("Row"), request.env._("What to Do")),
            record._get_refused_lines(),
        )
        return self._send(content, request.env._("Refused rows"))

    def _send(self, content, name):
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
