import { registry } from "@web/core/registry";

/**
 * What an HR officer does: opens a request from the board, begins, writes the answer and
 * sends it. The test makes the person and the request.
 */
registry.category("web_tour.tours").add("hr_alumni_request_tour", {
    steps: () => [
        {
            content: "What goes to the alumni team is not on the board of HR.",
            trigger:
                ".o_kanban_view:not(:has(.o_kanban_record:contains('Career advice')))",
        },
        {
            content: "Open the request.",
            trigger:
                ".o_kanban_group:contains('New') .o_kanban_record:contains('Ada Active')",
            run: "click",
        },
        {
            content: "Read what is asked for.",
            trigger:
                ".o_form_view .o_field_widget[name=text]:contains('The slip of March.')",
        },
        {
            content: "Begin.",
            trigger: ".o_statusbar_buttons button[name=action_take]",
            run: "click",
        },
        {
            content: "It is in progress.",
            trigger: ".o_arrow_button_current:contains('In Progress')",
        },
        {
            content: "Write the answer.",
            trigger: ".o_field_widget[name=answer] textarea",
            run: "edit It is in your mail box.",
        },
        {
            content: "Send it.",
            trigger: ".o_statusbar_buttons button[name=action_answer]",
            run: "click",
        },
        {
            content: "It is answered.",
            trigger: ".o_arrow_button_current:contains('Answered')",
        },
        {
            content: "Back to the board.",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "The card stands in the column of what is answered.",
            trigger:
                ".o_kanban_group:contains('Answered') .o_kanban_record:contains('Ada Active')",
        },
    ],
});
