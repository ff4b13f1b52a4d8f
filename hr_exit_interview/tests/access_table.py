"""Fields with groups, by the roles of `test_access` that read them.

Without a role, nobody does. The table is what has been decided: a field with groups
that is not in it, or one that somebody else reads, fails a test.
"""

ADMIN = "admin_hr"
HR = "admin_hr officer"
HR_AND_EXIT = "admin_hr exit_officer officer"
EXIT = "exit_officer"
NOBODY = ""

FIELDS = {
    "hr.department": {
        HR: "leaver_count",
    },
    "hr.employee": {
        HR: (
            "agreement_count agreement_ids deputy_id employee_number "
            "employment_period_ids is_key_person key_person_note last_stint_date "
            "offboarding_count offboarding_id offboarding_ids "
            "open_offboarding_count stint_count stints_before"
        ),
    },
    "hr.employment.period": {
        HR: "contract_type_id kind offboarding_id reason_id",
    },
    "hr.exit.action": {
        HR_AND_EXIT: "proposal_id reason_ids",
        HR: "reminded_date",
    },
    "hr.exit.alarm": {
        NOBODY: "barred_user_ids",
    },
    "hr.exit.answer": {
        NOBODY: "is_counted",
    },
    "hr.own.data.copy": {
        NOBODY: "round",
    },
    "hr.exit.interview": {
        NOBODY: (
            "agreed_date card_ids interviewer_reminded_date "
            "interviewer_reminded_for questionnaire_is_closed questionnaire_mail_id "
            "questionnaire_refused questionnaire_tried_date user_input_ids"
        ),
        ADMIN: "legal_hold_reason retention_error",
        HR_AND_EXIT: (
            "is_questionnaire_automatic opening_count promise_id "
            "questionnaire_advice questionnaire_bounced_date questionnaire_error "
            "questionnaire_mode questionnaire_next_date questionnaire_planned_date "
            "questionnaire_printed_count questionnaire_printed_date "
            "questionnaire_printed_user_id questionnaire_problem "
            "questionnaire_refused_text questionnaire_reminded_date "
            "questionnaire_reminder_count respondent_name"
        ),
        HR: (
            "erased_date is_offboarding_open is_still_here legal_hold "
            "legal_hold_date legal_hold_user_id offer retention_date "
            "stay_decided_date stay_outcome stay_passed_over stay_reminded_date "
            "stay_review_date"
        ),
        EXIT: "answer_ids",
    },
    "hr.job": {
        HR: "leaver_count",
    },
    "hr.offboarding": {
        NOBODY: "own_page_mail_id verification_count verification_day",
        ADMIN: "contract_type_id legal_hold_reason retention_error",
        HR: (
            "access_closed_date access_closed_user_id access_cutoff "
            "access_cutoff_there access_error access_login access_user_id "
            "agreement_ids asset_ids balance_text blocking_progress "
            "blocking_task_count close_access departure_error departure_error_date "
            "document_ids due_ids employee_number erased_date follow_up_agreed "
            "follow_up_said_by follow_up_said_date interview_ids introduction_ids "
            "is_counted_alone is_email_verified is_in_lieu is_incomplete "
            "is_key_person is_marked is_overdue is_regretted is_unconfirmed kind "
            "legal_hold legal_hold_date legal_hold_user_id letter letter_ids "
            "letter_name line_manager_ids mail_error missing_facts notice_basis "
            "notice_date notice_end_date notice_rule_id open_task_count "
            "opening_note origin override_blockers override_date override_reason "
            "override_user_id own_page_round own_page_sent_date own_page_state "
            "period_id private_email progress reason_group_id reason_id "
            "resignation_date retention_date set_contract_end stated_reason "
            "successor_id task_count team_moves_to template_id transfer_company_id "
            "transfer_department_id transfer_employee_id transfer_job_id "
            "transfer_manager_id transfer_way verified_email wave_id "
            "work_location_id"
        ),
    },
    "hr.offboarding.agreement": {
        ADMIN: "legal_hold_reason retention_error",
        HR: (
            "document document_name erased_date legal_hold legal_hold_date "
            "legal_hold_user_id offboarding_id release_reason released_user_id "
            "reminded_date reminder_date reminder_days retention_date user_id"
        ),
    },
    "hr.offboarding.asset": {
        HR: (
            "condition cost due_ids history note photo source_model source_res "
            "waive_reason"
        ),
    },
    "hr.offboarding.due": {
        HR: "agreement_id asset_id history note receipt receipt_name waive_reason",
    },
    "hr.offboarding.handover": {
        HR: "approved_user_id log_ids proposal_task_id",
    },
    "hr.offboarding.introduction": {
        NOBODY: "partner_id source_model source_res text",
    },
    "hr.offboarding.letter": {
        HR: "is_shared_with_leaver",
    },
    "hr.offboarding.task": {
        HR: "escalated_date history is_dropped reminded_date template_task_id",
    },
    "hr.offboarding.urgent": {
        HR: "call_task_id cause key_person_note",
    },
    "hr.offboarding.urgent.call": {
        NOBODY: "partner_id source_model source_res",
    },
    "hr.offboarding.wave": {
        ADMIN: "legal_hold_reason retention_error",
        HR: (
            "erased_date legal_hold legal_hold_date legal_hold_user_id retention_date"
        ),
    },
    "ir.attachment": {
        HR: "is_shared_with_leaver",
    },
    "survey.user_input": {
        NOBODY: "exit_interview_id exit_promise_id exit_token_digest",
    },
}
