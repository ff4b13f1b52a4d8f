import { registry } from "@web/core/registry";

const IN_A_WEEK = luxon.DateTime.now().plus({ days: 7 }).toFormat("MM/dd/yyyy");

/**
 * What a keeper finds in the morning: a line with a draft, which is put off for a week,
 * the person, and the way to stop. Nobody else is in any of it.
 */
registry.category("web_tour.tours").add("hr_alumni_keeper_today_tour", {
    url: "/odoo/alumni-today",
    steps: () => [
        {
            content: "Today has the line of the own person, and of nobody else.",
            trigger:
                ".o_list_view:not(:contains('Ada Active')) .o_data_cell[name=name]:contains('Say hello')",
            run: "click",
        },
        {
            content: "A draft is there, to be copied and sent by hand.",
            trigger: ".o_field_widget[name=draft] textarea:value('Hello Lea')",
        },
        {
            content: "Put it off.",
            trigger:
                ".o_field_widget[name=date] button, .o_field_widget[name=date] input",
            run: "click",
        },
        {
            content: "For a week.",
            trigger: ".o_field_widget[name=date] input",
            run: `edit ${IN_A_WEEK} && press Enter`,
        },
        {
            content: "Keep that.",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Go back, once it is saved.",
            trigger: "body:has(.o_form_saved) .breadcrumb-item a:contains('Today')",
            run: "click",
        },
        {
            content: "Nothing is due any more.",
            trigger: ".o_list_view:not(:has(.o_data_row))",
        },
        {
            content: "Look at the own people.",
            trigger: ".o_menu_sections button:contains('Former Colleagues')",
            run: "click",
        },
        {
            content: "Open the list of them.",
            trigger:
                ".o-dropdown--menu .dropdown-item[data-menu-xmlid='hr_alumni.hr_alumni_menu']",
            run: "click",
        },
        {
            content: "Open the only one.",
            trigger:
                ".o_kanban_view:not(:contains('Ada Active')) .o_kanban_record:contains('Lea Ver')",
            run: "click",
        },
        {
            content: "Stop keeping in touch.",
            trigger: "button[name=action_stop_keeping]",
            run: "click",
        },
        {
            content: "Be sure.",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "Nobody is left.",
            trigger:
                "body:not(:has(.modal)) .o_kanban_view:not(:contains('Lea Ver')):not(:has(.o_form_view))",
        },
    ],
});
