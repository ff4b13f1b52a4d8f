"""The screens of which `./dev shots` takes pictures for the documents.

A path may name a record by its XML id in braces, for example
`/odoo/employees/{hr.employee_admin}`; the number of the record is put in.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Screen:
    """One picture: its name, who looks, at what, in which size.

    With a `tab` the picture shows the form with this tab opened. With a `button`, named
    by its text or by its class after a dot, the picture shows what comes after it was
    pressed, and with a `mail` what the mail to this address then opens on the phone of
    somebody without an account, once it is confirmed that it goes out. `presses` are
    the texts that are pressed then, one after the other.
    """

    name: str
    role: str
    path: str
    width: int = 1366
    height: int = 900
    tab: str = ""
    button: str = ""
    mail: str = ""
    presses: tuple = ()


# The logins of the demo data; a visitor has no account.
VISITOR = ""
ROLES = {
    "admin": "admin",
    "officer": "officer",
    "hradmin": "hradmin",
    "manager": "manager",
    "director": "director",
    "alumni": "alumni",
    "sales": "sales",
    "recruiter": "recruiter",
    "tomas": "tomas",
    "mei": "mei",
    "ines": "ines",
    "visitor": VISITOR,
}
RUNNING = "/odoo/departures/{hr_exit_interview.hr_offboarding_demo_running}"
PAST = "/odoo/departures/{hr_exit_interview.hr_offboarding_demo_past}"
MOVING = "/odoo/departures/{hr_exit_interview.hr_offboarding_demo_moving}"
CARD = "/odoo/exit-record-cards/{hr_exit_interview.hr_exit_interview_card_demo_past}"
URGENT = "/odoo/departures/{hr_exit_interview.hr_offboarding_demo_urgent}"
SCREENS = (
    Screen("offboarding_board", "officer", "/odoo/departures", height=760),
    Screen(
        "offboarding_employee",
        "officer",
        "/odoo/employees/{hr_exit_interview.hr_employee_demo_leaver}",
        height=560,
    ),
    Screen(
        "offboarding_resigning",
        "tomas",
        "/odoo/action-hr.res_users_action_my/{hr_exit_interview.user_demo_leaver}",
        height=600,
        tab="Leaving",
    ),
    Screen(
        "offboarding_resign",
        "tomas",
        "/odoo/action-hr.res_users_action_my/{hr_exit_interview.user_demo_leaver}",
        height=600,
        tab="Leaving",
        button="I Want to Resign",
    ),
    Screen("offboarding_team", "director", "/odoo/team-departures", height=420),
    Screen("offboarding_new", "officer", "/odoo/departures/new", height=880),
    Screen("offboarding_form", "officer", RUNNING, height=1160),
    Screen("offboarding_tasks", "officer", "/odoo/offboarding-tasks", height=640),
    Screen(
        "offboarding_handover",
        "officer",
        RUNNING + "/hr.offboarding.handover/"
        "{hr_exit_interview.hr_offboarding_handover_demo_running}",
        height=640,
    ),
    Screen(
        "offboarding_things", "officer", RUNNING, height=1400, tab="Equipment & Dues"
    ),
    Screen("offboarding_interviews", "officer", RUNNING, height=1120, tab="Interviews"),
    Screen("offboarding_stay_talks", "officer", "/odoo/stay-talks", height=300),
    Screen("offboarding_letters", "officer", PAST, height=1000, tab="Letters"),
    Screen(
        "offboarding_agreement",
        "officer",
        "/odoo/agreements/"
        "{hr_exit_interview.hr_offboarding_agreement_demo_non_compete}",
        height=860,
    ),
    Screen(
        "offboarding_wave",
        "officer",
        "/odoo/departure-waves/{hr_exit_interview.hr_offboarding_wave_demo_site}",
        height=860,
    ),
    Screen("offboarding_own_page", "officer", RUNNING, height=1160, tab="Own Page"),
    Screen(
        "own_page",
        "officer",
        RUNNING,
        tab="Own Page",
        button="Send Own Page",
        mail="paul.williams@example.com",
    ),
    Screen("offboarding_last_day", "officer", RUNNING, height=1200, tab="Last Day"),
    Screen(
        "offboarding_execute",
        "officer",
        "/odoo/departures/{hr_exit_interview.hr_offboarding_demo_last_day}",
        height=640,
        button="Execute Departure",
    ),
    Screen(
        "offboarding_close",
        "hradmin",
        "/odoo/departures/{hr_exit_interview.hr_offboarding_demo_to_clear}",
        height=640,
        button="Close Anyway",
    ),
    Screen(
        "offboarding_cleared",
        "officer",
        PAST,
        height=1000,
    ),
    Screen("offboarding_urgent", "officer", URGENT, height=900, button="Urgent"),
    Screen("offboarding_introductions", "manager", "/odoo/introductions", height=420),
    Screen("offboarding_transfer", "officer", MOVING, height=1200, tab="Transfer"),
    Screen("retention_due", "hradmin", "/odoo/to-be-erased", height=300),
    Screen("retention_log", "hradmin", "/odoo/erasures", height=300),
    Screen("improvement_actions", "officer", "/odoo/improvement-actions", height=420),
    Screen("offboarding_overview", "officer", "/odoo/departures-overview", height=1000),
    Screen("exit_interviews", "officer", "/odoo/exit-interviews", height=560),
    Screen(
        "exit_questionnaire_promise",
        "officer",
        RUNNING,
        tab="Interviews",
        button="Send Questionnaire",
        mail="paul.williams@example.com",
    ),
    Screen(
        "exit_questionnaire_choice",
        "officer",
        RUNNING,
        tab="Interviews",
        button="Send Questionnaire",
        mail="paul.williams@example.com",
        presses=("Begin",),
    ),
    Screen("exit_card", "director", CARD, height=1400),
    Screen("exit_card_phone", "director", CARD, 390, 844),
    Screen(
        "exit_answers", "admin", "/odoo/exit-answers", height=420, presses=("OFF/",)
    ),
    Screen("exit_openings", "hradmin", "/odoo/exit-openings", height=300),
    Screen("exit_overview", "officer", "/odoo/exit-overview", height=1100),
    Screen("exit_statistics", "officer", "/odoo/exit-statistics", height=720),
    Screen("exit_themes", "officer", "/odoo/exit-themes", height=300),
    Screen(
        "exit_report",
        "ines",
        "/odoo/confidential-reports/{hr_exit_interview.hr_exit_alarm_demo_contact}",
        height=460,
    ),
    Screen(
        "alumni_form",
        "alumni",
        "/odoo/alumni/{hr_alumni.hr_alumni_demo_mei}",
        height=720,
    ),
    Screen("alumni_today", "alumni", "/odoo/alumni-today", height=380),
    Screen(
        "alumni_timeline",
        "alumni",
        "/odoo/alumni/{hr_alumni.hr_alumni_demo_mei}",
        height=1300,
        tab="Timeline",
    ),
    Screen(
        "alumni_segments",
        "alumni",
        "/odoo/alumni",
        height=800,
        button=".o_searchview_dropdown_toggler",
    ),
    Screen(
        "alumni_import",
        "alumni",
        "/odoo/alumni-imports/{hr_alumni.hr_alumni_import_demo_past}",
        height=760,
    ),
    Screen("alumni_join", "visitor", "/alumni/join", 360, 1150),
    Screen("alumni_signups", "alumni", "/odoo/alumni-signups", height=300),
    Screen(
        "alumni_signup",
        "alumni",
        "/odoo/alumni-signups/{hr_alumni.hr_alumni_signup_demo_anna}",
        height=760,
    ),
    Screen("alumni_directory", "alumni", "/odoo/alumni-directory", height=420),
    Screen("alumni_circles", "alumni", "/odoo/alumni-circles", height=300),
    Screen("career_guidance", "director", "/odoo/career-guidance", height=260),
    Screen(
        "alumni_consent",
        "alumni",
        "/odoo/alumni/{hr_alumni.hr_alumni_demo_jun}",
        button="Invite",
        mail="jun.park@example.com",
    ),
    Screen("my_opening", "mei", "/my/alumni/opening", 390, 1200),
    Screen(
        "alumni_circle",
        "alumni",
        "/odoo/alumni-circles/{hr_alumni.hr_alumni_circle_demo_chapter}",
        height=800,
    ),
    Screen("alumni_moderation", "alumni", "/odoo/alumni-moderation", height=300),
    Screen(
        "alumni_post",
        "alumni",
        "/odoo/alumni-posts/{hr_alumni.hr_alumni_post_demo_waiting}",
        height=600,
    ),
    Screen("my_circles", "mei", "/my/alumni/circles", 390, 800),
    Screen(
        "my_circle",
        "mei",
        "/my/alumni/circles/{hr_alumni.hr_alumni_circle_demo_chapter}",
        390,
        1500,
    ),
    Screen("alumni_requests", "officer", "/odoo/alumni-requests", height=460),
    Screen(
        "alumni_request",
        "officer",
        "/odoo/alumni-requests/{hr_alumni.hr_alumni_request_demo_mei_certificate}",
        height=620,
    ),
    Screen(
        "alumni_benefit",
        "alumni",
        "/odoo/alumni-benefits/{hr_alumni.hr_alumni_benefit_demo_price}",
        height=560,
    ),
    Screen("my_requests", "mei", "/my/alumni/requests", 360, 1350),
    Screen(
        "my_request",
        "mei",
        "/my/alumni/requests/{hr_alumni.hr_alumni_request_demo_mei_mentoring}",
        360,
        640,
    ),
    Screen("my_benefits", "mei", "/my/alumni/benefits", 360, 800),
    Screen("my_status", "mei", "/my/alumni/status", 360, 800),
    Screen("my_profile", "mei", "/my/alumni/profile", 360, 1900),
    Screen("my_directory", "mei", "/my/alumni/directory", 360, 800),
    Screen(
        "my_event",
        "mei",
        "/my/alumni/events/{hr_alumni.event_event_demo_reunion}",
        360,
        1000,
    ),
    Screen(
        "alumni_event",
        "admin",
        "/odoo/action-event.action_event_view/{hr_alumni.event_event_demo_reunion}",
        height=760,
    ),
    Screen(
        "alumni_invitations",
        "alumni",
        "/odoo/alumni-invitations",
        height=360,
    ),
    Screen("my_alumni", "mei", "/my/alumni", 1100, 720),
    Screen("my_pause", "mei", "/my/alumni/pause", 360, 900),
    Screen("crm_lead", "sales", "/odoo/crm/{hr_alumni.crm_lead_demo_mei}", height=720),
    Screen(
        "application_form",
        "recruiter",
        "/odoo/action-hr_recruitment.crm_case_categ0_act_job/"
        "{hr_rehire.hr_applicant_demo_mei}",
        height=720,
    ),
)


def seen_by(screen, role):
    """Return the same screen as another role sees it, under a name that says so."""
    if role == screen.role:
        return screen
    return replace(screen, role=role, name=f"{screen.name}-as-{role}")
