import { registry } from "@web/core/registry";

/**
 * What the alumni manager does in the morning: somebody gets a keeper, a line of Today
 * is done, and the new job that was told is noted. The test makes the people.
 */
registry.category("web_tour.tours").add("hr_alumni_relation_tour", {
    url: "/odoo/alumni-today",
    steps: () => [
        {
            content: "Today says whom to contact: the line of Lea is done.",
            trigger: ".o_data_row:contains('Lea Ver') button[name=action_log]",
            run: "click",
        },
        {
            content: "Write what it was about.",
            trigger: ".modal .o_field_widget[name=topics] input",
            run: "edit The first weeks",
        },
        {
            content: "She has a new job.",
            trigger: ".modal .o_field_widget[name=has_new_job] input",
            run: "click",
        },
        {
            content: "Note where.",
            trigger: ".modal .o_field_widget[name=employer_name] input",
            run: "edit Kiln Works",
        },
        {
            content: "Note as what.",
            trigger: ".modal .o_field_widget[name=job_title] input",
            run: "edit Head of Purchasing",
        },
        {
            content: "Note the contact.",
            trigger: ".modal button[name=action_log]",
            run: "click",
        },
        {
            content: "The new job is on the list now.",
            trigger:
                "body:not(:has(.modal)) .o_data_cell[name=name]:contains('New job')",
            run: "click",
        },
        {
            content: "Open the person.",
            trigger: "button[name=action_view_alumni]",
            run: "click",
        },
        {
            content: "Look at the career.",
            trigger: ".o_notebook .nav-link[name=career]",
            run: "click",
        },
        {
            content: "The employer is the contact that was there already.",
            trigger: ".o_field_widget[name=employer_name]:contains('Kiln Works GmbH')",
        },
        {
            content: "Look at the keepers.",
            trigger: ".o_notebook .nav-link[name=keepers]",
            run: "click",
        },
        {
            content: "Ask the colleague who was proposed.",
            trigger: ".o_field_widget[name=keeper_ids] button[name=action_ask]",
            run: "click",
        },
        {
            content: "The colleague is asked.",
            trigger: ".o_field_widget[name=keeper_ids] .o_data_row:contains('Asked')",
        },
    ],
});
