import { registry } from "@web/core/registry";

const { DateTime } = luxon;

/** Where the statusbar of a form stands. */
const stateIs = (label) =>
    `.o_statusbar_status .o_arrow_button_current:contains("${label}")`;

/** The row of a task on the form of the departure. */
const task = (name) => `.o_field_widget[name=task_ids] .o_data_row:contains("${name}")`;

/**
 * From notice to cleared: what an HR officer does when Lea Ver resigns. The test that
 * starts it makes the people and a package of three tasks.
 */
registry.category("web_tour.tours").add("hr_offboarding_tour", {
    url: "/odoo/employees",
    steps: () => [
        {
            content: "Open the employee who has resigned.",
            trigger: ".o_kanban_record:contains('Lea Ver')",
            run: "click",
        },
        {
            content: "Register the departure from the employee.",
            trigger: ".o_form_view button[name=action_start_offboarding]",
            run: "click",
        },
        {
            content: "The form says what comes next.",
            trigger: "p[name=next_step]:contains('enter the reason')",
        },
        {
            content: "Look for the reason.",
            trigger: ".o_field_widget[name=reason_id] input",
            run: "edit Resigned",
        },
        {
            content: "Choose the reason.",
            trigger: ".o-autocomplete--dropdown-item > a:contains('Resigned')",
            run: "click",
        },
        {
            content: "The last day was proposed; open it to agree on another one.",
            trigger: ".o_field_widget[name=last_working_date] button",
            run: "click",
        },
        {
            content: "The person leaves today.",
            trigger: ".o_field_widget[name=last_working_date] input",
            run: ({ anchor, edit }) =>
                edit(DateTime.now().toFormat("MM/dd/yyyy"), anchor),
        },
        {
            content: "Leave the field, so that the end of the contract follows.",
            trigger: ".oe_title",
            run: "click",
        },
        {
            content: "No day is left.",
            trigger: ".o_field_widget[name=days_left]:contains(/^0$/)",
        },
        {
            content: "Confirm the departure.",
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The departure is in progress.",
            trigger: stateIs("In Progress"),
        },
        {
            content: "The tasks of the package are there: complete the first one.",
            trigger: `${task("Return the badge")} button[name=action_done]`,
            run: "click",
        },
        {
            content: "The badge is returned.",
            trigger: `${task("Return the badge")} .badge:contains('Done')`,
        },
        {
            content: "Open the task that needs a proof.",
            trigger: `${task("Sign the confidentiality letter")} .o_list_record_open_form_view button`,
            run: "click",
        },
        {
            content: "Write down what proves that it is done.",
            trigger: ".o_field_widget[name=note] textarea",
            run: "edit Signed on paper, kept in the file.",
        },
        {
            content: "Complete the task.",
            trigger: ".o_statusbar_buttons button[name=action_done]",
            run: "click",
        },
        {
            content: "The task is done.",
            trigger: stateIs("Done"),
        },
        {
            content: "Go back to the departure.",
            trigger: ".o_control_panel .breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            content: "Waive the task that is not needed.",
            trigger: `${task("Take back the company car")} button[name=action_waive]`,
            run: "click",
        },
        {
            content: "Say why it is not needed.",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit No company car was handed out.",
        },
        {
            content: "Waive it.",
            trigger: ".modal button[name=action_waive]",
            run: "click",
        },
        {
            content: "No task is open any more.",
            trigger: `${task("Take back the company car")} .badge:contains('Waived')`,
        },
        {
            content: "Look at the work that is still with the leaver.",
            trigger: ".o_notebook .nav-link:contains('Hand-over')",
            run: "click",
        },
        {
            content: "Open the hand-over.",
            trigger: "button[name=action_view_handover]",
            run: "click",
        },
        {
            content: "The contact whom the leaver looks after was found.",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains('Contact')",
        },
        {
            content: "The proposed successors are right: approve.",
            trigger: ".o_statusbar_buttons button[name=action_approve]",
            run: "click",
        },
        {
            content: "Hand the work over now.",
            trigger: ".o_statusbar_buttons button[name=action_run]",
            run: "click",
        },
        {
            content: "Each successor gets one mail: that is meant.",
            trigger: ".modal:contains('move to their successors') .btn-primary",
            run: "click",
        },
        {
            content: "The work has moved.",
            trigger: ".o_statusbar_buttons button[name=action_undo]",
        },
        {
            content: "Go back to the departure.",
            trigger: ".o_control_panel .breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            content: "The last day has come: execute the departure.",
            trigger: "button[name=action_depart]",
            run: "click",
        },
        {
            content: "Confirm what cannot be undone.",
            trigger: ".modal:contains('can no longer log in') .btn-primary",
            run: "click",
        },
        {
            content:
                "The employee has departed, and the form says that nothing blocks.",
            trigger: `body:has(${stateIs("Departed")}) p[name=next_step]:contains('No blocking task is open')`,
        },
        {
            content: "Close the departure.",
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            content: "The departure is cleared.",
            trigger: stateIs("Done"),
        },
    ],
});
