import { registry } from "@web/core/registry";

/** The row of a customer on the urgent track. */
const call = (name) => `.o_field_widget[name=call_ids] .o_data_row:contains("${name}")`;

/**
 * What a manager does on the day that a key person of the team is lost. The manager has
 * no rights in HR; the test that starts it makes the people and one customer.
 */
registry.category("web_tour.tours").add("hr_offboarding_urgent_tour", {
    url: "/odoo/team-departures",
    steps: () => [
        {
            content: "Open the urgent departure of the team.",
            trigger: ".o_kanban_record:contains('Lea Ver'):contains('Urgent')",
            run: "click",
        },
        {
            content: "It says what to do first: open the urgent track.",
            trigger: ".alert[name=urgent] button[name=action_view_urgent]",
            run: "click",
        },
        {
            content: "Look for somebody who covers.",
            trigger: ".o_field_widget[name=cover_id] input",
            run: "edit Cora",
        },
        {
            content: "Choose who covers.",
            trigger: ".o-autocomplete--dropdown-item > a:contains('Cora Ver')",
            run: "click",
        },
        {
            content: "Write down what only this person knew.",
            trigger: ".o_field_widget[name=knowledge] textarea",
            run: "edit The test rig needs its restart every Monday.",
        },
        {
            content: "The customer has been called.",
            trigger: `${call("Azure")} button[name=action_called]`,
            run: "click",
        },
        {
            content: "Who was called need not be called again.",
            trigger: `${call("Azure")} button[name=action_undo_called]`,
        },
        {
            content: "What was pressing is settled.",
            trigger: "button[name=action_settle]",
            run: "click",
        },
        {
            content: "The track is settled.",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Settled')",
        },
    ],
});
