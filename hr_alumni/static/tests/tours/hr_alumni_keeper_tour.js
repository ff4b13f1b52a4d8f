import { registry } from "@web/core/registry";

/** What a keeper does: says yes, sees the person and no others, and notes a call. */
registry.category("web_tour.tours").add("hr_alumni_keeper_tour", {
    steps: () => [
        {
            content: "Say yes.",
            trigger: "button[name=action_accept]",
            run: "click",
        },
        {
            content: "The person opens, with the private address.",
            trigger:
                ".o_field_widget[name=keeper_email]:contains('lea.ver@example.com')",
        },
        {
            content: "Note a call.",
            trigger: "button[name=action_log_touch]",
            run: "click",
        },
        {
            content: "Write what it was about.",
            trigger: ".modal .o_field_widget[name=topics] input",
            run: "edit A long talk",
        },
        {
            content: "Note the contact.",
            trigger: ".modal button[name=action_log]",
            run: "click",
        },
        {
            content: "Look at the contacts.",
            trigger: "body:not(:has(.modal)) .o_notebook .nav-link[name=touches]",
            run: "click",
        },
        {
            content: "The contact is there.",
            trigger:
                ".o_field_widget[name=touch_ids] .o_data_row:contains('A long talk')",
        },
    ],
});
