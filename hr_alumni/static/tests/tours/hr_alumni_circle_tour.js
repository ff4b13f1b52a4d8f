import { registry } from "@web/core/registry";

/**
 * What a moderator does: opens the circle, lets somebody in, reads what waits, refuses
 * one post with a reason and publishes the other. The test makes the people.
 */
registry.category("web_tour.tours").add("hr_alumni_circle_tour", {
    steps: () => [
        {
            content: "Open the circle.",
            trigger: ".o_kanban_record:contains('Kilns')",
            run: "click",
        },
        {
            content: "Somebody asks to join: let the person in.",
            trigger:
                ".o_field_widget[name=member_ids] .o_data_row:contains('Cleo Third') button[name=action_admit]",
            run: "click",
        },
        {
            content: "The person is a member.",
            trigger:
                ".o_field_widget[name=member_ids] .o_data_row:contains('Cleo Third'):contains('Member')",
        },
        {
            content: "Look at what waits.",
            trigger: "button.oe_stat_button[name=action_view_queue]",
            run: "click",
        },
        {
            content: "Read the first post.",
            trigger: ".o_data_row .o_data_cell:contains('Buy my cups')",
            run: "click",
        },
        {
            content: "Say why it does not fit.",
            trigger: ".o_field_widget[name=reason] input",
            run: "edit No advertising here.",
        },
        {
            content: "Refuse it.",
            trigger: ".o_statusbar_buttons button[name=action_refuse]",
            run: "click",
        },
        {
            content: "It is refused.",
            trigger: ".o_arrow_button_current:contains('Refused')",
        },
        {
            content: "Back to the list.",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "Publish the other one from the list.",
            trigger: ".o_data_row:contains('Glazes') button[name=action_publish]",
            run: "click",
        },
        {
            content: "Nothing is left to decide.",
            trigger: ".o_view_nocontent:contains('Nothing to decide')",
        },
    ],
});
