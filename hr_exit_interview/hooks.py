def post_init_hook(env):
    """Give everybody who is there a number, and former employees their stints."""
    employees = (
        env["hr.employee"]
        .with_context(active_test=False)
        .search([("employee_number", "=", False)], order="company_id, id")
    )
    employees._assign_employee_numbers()
    env["hr.employment.period"]._complete_ledger()


def uninstall_hook(env):
    """Delete exit questionnaires with all that was answered, sent or not.

    Left behind they would be surveys of an unknown type, or of a type that every survey
    user reads.
    """
    surveys = (
        env["survey.survey"]
        .with_context(active_test=False)
        .search([("survey_type", "=", "exit")])
    )
    surveys.user_input_ids.unlink()
    surveys.unlink()
    env["hr.exit.answer"].search([]).unlink()
