"""What moves from a leaver to a successor: a table that is data, not a procedure."""

_ACTIVE = [("active", "=", True)]

# (model, field): which of the records that point at the leaver are open. They are moved
# in this order; what is not installed is passed over. What one keeps to oneself,
# private meetings and to-dos without a project, stays. Attendees come before
# organisers, because only meetings of the leaver pass their place on; employees before
# departments and applicants before jobs, see `DRAGGED`.
MOVABLE = {
    ("mail.activity", "user_id"): [
        ("active", "=", True),
        ("res_model", "not ilike", "hr.offboarding%"),
    ],
    ("calendar.event", "partner_ids"): [
        ("active", "=", True),
        ("stop", ">=", "now"),
        ("privacy", "!=", "private"),
        ("user_id", "in", "leaver"),
    ],
    ("calendar.event", "user_id"): [
        ("active", "=", True),
        ("stop", ">=", "now"),
        ("privacy", "!=", "private"),
    ],
    ("res.partner", "user_id"): _ACTIVE,
    ("crm.lead", "user_id"): [("active", "=", True), ("won_status", "=", "pending")],
    ("crm.team", "user_id"): _ACTIVE,
    ("project.project", "user_id"): _ACTIVE,
    ("project.task", "user_ids"): [
        ("active", "=", True),
        ("state", "not in", ("1_done", "1_canceled")),
        ("project_id", "!=", False),
    ],
    ("hr.employee", "parent_id"): _ACTIVE,
    ("hr.employee", "coach_id"): _ACTIVE,
    ("hr.employee", "leave_manager_id"): _ACTIVE,
    ("hr.employee", "expense_manager_id"): _ACTIVE,
    ("hr.employee", "attendance_manager_id"): _ACTIVE,
    ("hr.department", "manager_id"): _ACTIVE,
    ("hr.applicant", "user_id"): [("active", "=", True), ("date_closed", "=", False)],
    ("hr.applicant", "interviewer_ids"): [
        ("active", "=", True),
        ("date_closed", "=", False),
    ],
    ("hr.job", "user_id"): _ACTIVE,
    ("hr.job", "interviewer_ids"): _ACTIVE,
    ("hr.talent.pool", "pool_manager"): _ACTIVE,
    ("survey.survey", "user_id"): _ACTIVE,
    ("event.event", "user_id"): [("active", "=", True), ("date_end", ">=", "now")],
    ("mailing.mailing", "user_id"): [
        ("active", "=", True),
        ("state", "in", ("draft", "in_queue")),
    ],
    ("maintenance.team", "member_ids"): _ACTIVE,
    ("maintenance.equipment.category", "technician_user_id"): [],
    ("maintenance.equipment", "technician_user_id"): _ACTIVE,
    ("maintenance.request", "user_id"): [
        ("archive", "=", False),
        ("stage_id.done", "=", False),
    ],
    ("fleet.vehicle", "manager_id"): _ACTIVE,
    ("fleet.vehicle.log.contract", "user_id"): [
        ("active", "=", True),
        ("state", "in", ("futur", "open")),
    ],
    ("sale.order", "user_id"): [("state", "in", ("draft", "sent"))],
    ("purchase.order", "user_id"): [("state", "in", ("draft", "sent", "to approve"))],
    ("account.move", "invoice_user_id"): [("state", "=", "draft")],
    ("stock.picking", "user_id"): [("state", "not in", ("done", "cancel"))],
    ("slide.channel", "user_id"): _ACTIVE,
    ("im_livechat.channel", "user_ids"): [],
    ("lunch.supplier", "responsible_id"): _ACTIVE,
}

# Core changes others along with these: (model, field) that is written: (model, field)
# that core changes with it, and by which field those belong to the written record. In a
# hand-over they move by their own line, if at all, so that the log knows of each.
DRAGGED = {
    ("hr.department", "manager_id"): ("hr.employee", "parent_id", "department_id"),
    ("hr.job", "user_id"): ("hr.applicant", "user_id", "job_id"),
}

# Whom the open records are about, the most pressing first: (model, field) of what
# moves: the field that holds the customer or partner. A lead may know an address only.
CONTACTS = {
    ("calendar.event", "user_id"): "partner_ids",
    ("crm.lead", "user_id"): "partner_id",
    ("project.task", "user_ids"): "partner_id",
    ("project.project", "user_id"): "partner_id",
    ("sale.order", "user_id"): "partner_id",
    ("purchase.order", "user_id"): "partner_id",
    ("account.move", "invoice_user_id"): "partner_id",
    ("stock.picking", "user_id"): "partner_id",
    ("res.partner", "user_id"): "id",
}

# Fields by which a record is about a contact itself, and not work of that contact.
OWN_FIELDS = ("partner_id", "parent_id")
# Fields by which a record is an employee's own.
OWN_EMPLOYEE = ("employee_id", "employee_ids")

# Models that are never listed: the person itself, what is only a trace, and what the
# departure looks after by its own means. An entry that ends in a point is a beginning.
IGNORED_MODELS = (
    "base.",
    "bus.",
    "calendar.attendee",
    "calendar.filters",
    "digest.",
    "discuss.",
    "gamification.",
    "hr.attendance",
    "hr.contract",
    "hr.employee.",
    "hr.employment.period",
    "hr.exit.",
    "hr.leave",
    "hr.leave.",
    "hr.offboarding",
    "hr.offboarding.",
    "hr.resume.line",
    "hr.version",
    "iap.",
    "ir.",
    "mail.alias",
    "mail.compose.message",
    "mail.followers",
    "mail.guest",
    "mail.link.preview",
    "mail.mail",
    "mail.message",
    "mail.message.",
    "mail.notification",
    "mail.presence",
    "mail.push",
    "mail.push.",
    "mail.scheduled.message",
    "mail.tracking.",
    "privacy.",
    "res.company",
    "res.device",
    "res.device.",
    "res.groups",
    "res.partner.category",
    "res.role",
    "res.users",
    "res.users.",
    "resource.",
    "sms.",
    "snailmail.",
    "survey.user_input",
    "survey.user_input.",
    "web_tour.",
)


def is_ignored_model(name):
    """Return whether records of this model are never listed in a hand-over.

    >>> is_ignored_model("hr.leave.allocation"), is_ignored_model("hr.job")
    (True, False)
    """
    return any(
        name.startswith(entry) if entry.endswith(".") else name == entry
        for entry in IGNORED_MODELS
    )
