import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

/** A menu of the application, still folded. */
const menu = (name) => `.o_menu_sections [data-menu-xmlid='hr_exit_interview.${name}']`;

/** Open an entry of the menu Exit Interviews, or of another one. */
const openMenu = (name, section = "hr_exit_interview_menu_section") => [
    {
        content: "Unfold the menu.",
        trigger: menu(section),
        run: "click",
    },
    {
        content: "Choose the entry.",
        trigger: `.dropdown-item[data-menu-xmlid='hr_exit_interview.${name}']`,
        run: "click",
    },
];

/** Where the statusbar of a form stands. */
const stateIs = (label) =>
    `.o_statusbar_status .o_arrow_button_current:contains("${label}")`;

/** HR sends the questionnaire and sees that it is on its way, and no more. */
tours.add("hr_exit_story_hr_tour", {
    url: "/odoo/exit-interviews",
    steps: () => [
        {
            content: "Nothing was sent to Lea Ver yet: open her interview.",
            trigger: ".o_kanban_record:contains('Lea Ver'):contains('Not sent')",
            run: "click",
        },
        {
            content: "Who holds the talk is there.",
            trigger:
                ".o_form_view .o_field_widget[name=interviewer_ids]:has(.o_tag, .o_m2m_avatar)",
        },
        {
            content: "Send it.",
            trigger:
                ".o_statusbar_buttons button[name=action_send_questionnaire]:contains('Send Questionnaire')",
            run: "click",
        },
        {
            content: "It says to where.",
            trigger: ".o_notification:contains('was sent to the private address')",
        },
        {
            content: "The form says when; answers are nowhere.",
            trigger:
                ".o_form_view:has(.o_field_widget[name=questionnaire_state]:contains('Sent')):has(.o_field_widget[name=questionnaire_sent_date]):not(:has(.nav-link:contains('Answers')))",
        },
        {
            content: "The same link can be sent once more.",
            trigger:
                ".o_statusbar_buttons button[name=action_send_questionnaire]:contains('Send Again')",
        },
    ],
});

// The questionnaire

const fits = {
    content: "Nothing is wider than the phone.",
    trigger: ".o_survey_form",
    run: () => {
        const page = document.documentElement;
        if (page.scrollWidth > window.innerWidth) {
            throw new Error(`The page is ${page.scrollWidth} wide.`);
        }
    },
};

const question = (title) => `.js_question-wrapper:contains("${title}")`;

const choose = (title, label) => ({
    content: `“${title}”: ${label}.`,
    trigger: `${question(title)} label:contains("${label}")`,
    run: "click",
});

const write = (title, text) => ({
    content: `“${title}”: in own words.`,
    trigger: `${question(title)} textarea`,
    run: `edit ${text}`,
});

const turnPage = [
    fits,
    {
        content: "To the next page.",
        trigger: ".o_survey_form button.btn-primary[value=next]",
        run: "click",
    },
];

/** The leaver answers on a phone, without a login. */
tours.add("hr_exit_story_leaver_tour", {
    steps: () => [
        ...[
            "It is voluntary.",
            "You choose who reads it.",
            "at least 5 people",
            "90 days",
            "12 months",
        ].map((promise) => ({
            content: "What is promised is read before the first question.",
            trigger: `.o_exit_promise:contains("${promise}")`,
        })),
        {
            content: "Whoever would rather talk reads to whom.",
            trigger: ".o_exit_contact a[href^='mailto:']",
        },
        fits,
        {
            content: "Begin.",
            trigger: ".o_survey_form button[value=start]:contains('Begin')",
            run: "click",
        },
        {
            content: "The days of the promise stand in the choice as well.",
            trigger: `${question("How may your answers be used")} label:contains("not before 90 days")`,
        },
        choose("How may your answers be used", "With my name"),
        ...turnPage,
        choose("main reason for leaving", "Pay and benefits"),
        ...turnPage,
        choose("My manager treated me fairly", "4"),
        choose("My total pay was fair", "1"),
        ...turnPage,
        choose("recommend us as a place to work", "3"),
        write("What should we keep", "The Friday talks"),
        write("What should we change first", "Open the pay ranges"),
        choose("must not happen to anybody", "people are in danger"),
        choose("officer to contact you", "Contact me about this"),
        write("What should the confidential officer know", "The guard is off"),
        fits,
        {
            content: "Send it.",
            trigger:
                ".o_survey_form button.btn-secondary[value=finish]:contains('Submit')",
            run: "click",
        },
        {
            content: "It is meant.",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "It is sealed, and there is no way back to it.",
            trigger: ".o_survey_finished:contains('sealed'):not(:has(a[href*=print]))",
        },
        {
            content: "Reload the page.",
            trigger: ".o_survey_finished",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "The link says that the answers were sent, and shows none.",
            trigger:
                "h1:contains('Your answers were sent'), .o_survey_finished:contains('sealed')",
        },
    ],
});

// Reading and acting

/** Before the period has ended the exit officer reads what was given with a name. */
tours.add("hr_exit_story_exit_officer_tour", {
    url: "/odoo/exit-answers",
    steps: () => [
        {
            content: "Answers are grouped by talk: open the one of the leaver.",
            trigger: ".o_group_header:contains('(6)')",
            run: "click",
        },
        {
            content: "The reason, in the words of the form.",
            trigger: ".o_data_row:contains('main reason'):contains('Pay and benefits')",
        },
        {
            content: "Own words; the report of danger is not among them.",
            trigger:
                ".o_list_view:has(.o_data_row:contains('Open the pay ranges')):not(:contains('guard'))",
        },
        ...openMenu("hr_exit_interview_card_menu"),
        {
            content: "The record card is locked: open it.",
            trigger: ".o_data_row:contains('Lea Ver') td[name=interview_id]",
            run: "click",
        },
        {
            content: "What the person has said.",
            trigger:
                ".o_field_widget[name=quote_ids] .o_data_row:contains('Nobody told me what comes next')",
        },
        {
            content: "A promise asks to be kept.",
            trigger:
                ".o_field_widget[name=promise_ids] .o_data_row:contains('Publish the career ladder') button[name=action_make_action]",
            run: "click",
        },
        {
            content: "Its words are there; choose the topic.",
            trigger:
                ".o_form_view:has(.o_field_widget[name=name] :value('Publish the career ladder')) .o_field_widget[name=topic_id] input",
            run: "edit Growth",
        },
        {
            content: "Growth.",
            trigger: ".o-autocomplete--dropdown-item > a:contains('Growth')",
            run: "click",
        },
        ...stepUtils.saveForm(),
        {
            content: "The action is open.",
            trigger: stateIs("New"),
        },
        ...openMenu("hr_exit_stat_publish_menu"),
        {
            content: "Enough have answered, but the quarter has not ended.",
            trigger:
                ".modal:contains('There is nothing to publish now'):not(:has(button[name=action_publish]))",
        },
        {
            content: "Close the window.",
            trigger: ".modal-footer .btn:contains('Close')",
            run: "click",
        },
    ],
});

/** The period has ended: figures are published, and a theme gets an owner. */
tours.add("hr_exit_story_publish_tour", {
    url: "/odoo/exit-overview",
    steps: () => [
        {
            content: "Nobody has published anything.",
            trigger: ".o_hr_exit_overview div[name=no_window]",
        },
        ...openMenu("hr_exit_stat_publish_menu"),
        {
            content: "It says how small groups may be, and tells no figure.",
            trigger: ".modal:contains('in groups of at least 5 people')",
        },
        {
            content: "Publish.",
            trigger: ".modal button[name=action_publish]",
            run: "click",
        },
        ...openMenu("hr_exit_action_proposal_menu", "hr_offboarding_menu"),
        {
            content: "Pay was called unfair: who acts on it, until when?",
            trigger:
                ".o_data_row:contains('Pay and incentives'):contains('My total pay was fair') button[name=action_act]",
            run: "click",
        },
        {
            content: "The topic is there.",
            trigger: ".o_field_widget[name=topic_id] input:value('Pay and incentives')",
        },
        {
            content: "Say what is changed.",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Open the pay ranges to everybody",
        },
        {
            content: "Look for the owner.",
            trigger: ".o_field_widget[name=user_id] input",
            run: "edit colleague",
        },
        {
            content: "The colleague answers for it.",
            trigger: ".o-autocomplete--dropdown-item > a:contains('colleague')",
            run: "click",
        },
        {
            content: "Until when.",
            trigger: ".o_field_widget[name=date_deadline] input",
            run: "click",
        },
        {
            content: "Any day of the calendar will do.",
            trigger: ".o_datetime_picker .o_date_item_cell.o_today",
            run: "click",
        },
        ...stepUtils.saveForm(),
        {
            content: "The action is open.",
            trigger: stateIs("New"),
        },
        ...openMenu("hr_exit_action_proposal_menu", "hr_offboarding_menu"),
        {
            content: "The theme waits for nobody any more.",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Pay')))",
        },
    ],
});

/** What HR reads once the period is published. */
tours.add("hr_exit_story_figures_tour", {
    url: "/odoo/exit-overview",
    steps: () => [
        {
            content: "There are figures, in groups of five and more.",
            trigger: ".o_hr_exit_overview:contains('Groups of at least 5 people')",
        },
        {
            content: "How many would recommend the company.",
            trigger:
                ".o_overview_figure[data-key=recommend] .o_overview_value:contains(/^-?\\d+$/)",
        },
        {
            content: "The factors, the worst first.",
            trigger:
                "div[name=factors] tr:first-child:contains('Pay and benefits'):contains('5 %')",
        },
        {
            content: "Reasons of the leavers.",
            trigger:
                "div[name=reasons] tr:contains('Pay and benefits'):contains('95 %')",
        },
        {
            content: "There is a way to the answers for exit officers only.",
            trigger:
                "div[name=actions]:contains('Open improvement actions'):not(:has(button:contains('Answers with a Name')))",
        },
    ],
});

/** Whoever answers for an action, anybody in the company, reports that it is done. */
tours.add("hr_exit_story_owner_tour", {
    url: "/odoo/improvement-actions",
    steps: () => [
        {
            content: "Open the own action.",
            trigger: ".o_kanban_record:contains('Open the pay ranges')",
            run: "click",
        },
        {
            content: "What is told to leavers, and the theme, is for HR.",
            trigger:
                ".o_form_view:has(.o_field_widget[name=result]):not(:has(.o_field_widget[name=public_text]))",
        },
        {
            content: "Begin.",
            trigger: ".o_statusbar_buttons button[name=action_start]",
            run: "click",
        },
        {
            content: "It is in progress.",
            trigger: stateIs("In Progress"),
        },
        {
            content: "Say what has changed.",
            trigger: ".o_field_widget[name=result] textarea",
            run: "edit The ranges of all jobs are on the intranet.",
        },
        {
            content: "Done.",
            trigger: ".o_statusbar_buttons button[name=action_done]",
            run: "click",
        },
        {
            content: "It is closed, by whom and when is noted.",
            trigger: `body:has(${stateIs("Done")}) .o_field_widget[name=closed_date]`,
        },
    ],
});

/** The confidential officer reads a report and closes it. */
tours.add("hr_exit_story_confidential_tour", {
    url: "/odoo/confidential-reports",
    steps: () => [
        {
            content: "A report of danger has come.",
            trigger:
                ".o_data_row:contains('Danger to people'):contains('New') td[name=display_name]",
            run: "click",
        },
        {
            content: "The month has no day.",
            trigger:
                ".o_field_widget[name=month_name]:contains(/^\\w+\\s\\d\\d\\d\\d$/)",
        },
        {
            content: "Who wants to be contacted, and about what.",
            trigger:
                ".o_form_view:has(.o_field_widget[name=person_name]:contains('Lea Ver')):has(.o_field_widget[name=text]:contains('The guard is off'))",
        },
        {
            content: "I have read it.",
            trigger: "button[name=action_see]",
            run: "click",
        },
        {
            content: "It is seen.",
            trigger: stateIs("Seen"),
        },
        {
            content: "Note what was done.",
            trigger: ".o_field_widget[name=note] textarea",
            run: "edit The guard is back on.",
        },
        {
            content: "Close it.",
            trigger: ".o_statusbar_buttons button[name=action_close]",
            run: "click",
        },
        {
            content: "It is closed.",
            trigger: stateIs("Closed"),
        },
    ],
});

/** The HR administrator sees who has opened what, and nothing of what was said. */
tours.add("hr_exit_story_openings_tour", {
    url: "/odoo/exit-openings",
    steps: () => [
        {
            content: "The exit officer has read the answers.",
            trigger:
                ".o_data_row:contains('exit_officer'):contains('Answers'):contains('OFF/')",
        },
        {
            content: "And the card; the person and the words stand nowhere.",
            trigger:
                ".o_list_view:has(.o_data_row:contains('exit_officer'):contains('ecord card')):not(:contains('Lea Ver')):not(:contains('Friday'))",
        },
        {
            content: "There is no way to the answers.",
            trigger: menu("hr_exit_interview_menu_section"),
            run: "click",
        },
        {
            content: "The menu ends at the figures.",
            trigger:
                ".o-dropdown--menu:has([data-menu-xmlid='hr_exit_interview.hr_exit_stat_menu_overview']):not(:has([data-menu-xmlid='hr_exit_interview.hr_exit_answer_menu'])):not(:has([data-menu-xmlid='hr_exit_interview.hr_exit_alarm_menu']))",
        },
    ],
});
