{
    "name": "Tests of the Hand-over with Many Applications",
    "summary": "What a leaver owns across the applications of Odoo moves and returns",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "HR Leavers",
    "license": "LGPL-3",
    "depends": [
        "hr_exit_interview",
        "crm",
        "event",
        "hr_fleet",
        "hr_maintenance",
        "hr_recruitment",
        "mass_mailing",
        "project",
    ],
}
