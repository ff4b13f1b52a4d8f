import { registry } from "@web/core/registry";

const CSV = [
    "name,employee_number,private_email,date_start,date_end,job_title",
    "Pia Past,P1,pia.past@example.com,2012-01-01,2015-06-30,Chemist",
    "Omar Old,P2,omar.old@example.com,2010-03-01,2014-02-28,Potter",
    "Una Unclear,P3,una@example.com,03/04/2011,2014-02-28,Clerk",
].join("\n");

/**
 * What an alumni manager does with a spreadsheet of past leavers: chooses it, reads what
 * would be written and what is refused, imports it and looks at whom to invite.
 */
registry.category("web_tour.tours").add("hr_alumni_import_tour", {
    steps: () => [
        {
            content: "Begin an import.",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "The template is offered.",
            trigger: "a[href='/hr_alumni/import/template']",
        },
        {
            content: "Choose the file.",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run({ anchor }) {
                const chosen = new DataTransfer();
                chosen.items.add(new File([CSV], "past.csv", { type: "text/csv" }));
                anchor.files = chosen.files;
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "Its name is shown.",
            trigger: ".o_field_widget[name=file_name]:contains('past.csv')",
        },
        {
            content: "Check it.",
            trigger: ".o_statusbar_buttons button[name=action_check]",
            run: "click",
        },
        {
            content: "Two people would be new.",
            trigger: ".o_group .o_field_widget[name=created_count]:contains('2')",
        },
        {
            content: "One row is refused, with the reason.",
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains('read in two ways')",
        },
        {
            content: "Import the others.",
            trigger: ".o_statusbar_buttons button[name=action_import]",
            run: "click",
        },
        {
            content: "Nobody is written to.",
            trigger: ".modal:contains('Nobody is written to') .btn-primary",
            run: "click",
        },
        {
            content: "It is done.",
            trigger: ".o_arrow_button_current:contains('Imported')",
        },
        {
            content: "The refused row can be fetched.",
            trigger: ".o_statusbar_buttons button[name=action_download_refused]",
        },
        {
            content: "See whom to invite.",
            trigger: ".o_statusbar_buttons button[name=action_view_invitable]",
            run: "click",
        },
        {
            content: "The two are there.",
            trigger: ".o_list_view .o_data_row:contains('Pia Past')",
        },
        {
            content: "Choose both.",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Open the owner of both.",
            trigger: ".o_data_row:first .o_data_cell[name=owner_id]",
            run: "click",
        },
        {
            content: "Look for a colleague.",
            trigger: ".o_selected_row .o_field_widget[name=owner_id] input",
            run: "edit keeper",
        },
        {
            content: "Choose her.",
            trigger: ".o-autocomplete--dropdown-item:contains('keeper')",
            run: "click",
        },
        {
            content: "Both get the owner at once.",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Both have it.",
            trigger:
                ".o_data_row:contains('Omar Old'):contains('keeper'):not(.o_selected_row)",
        },
    ],
});
