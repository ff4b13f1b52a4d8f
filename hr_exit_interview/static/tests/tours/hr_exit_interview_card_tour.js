import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** The row of a topic on the record card. */
const topic = (name) =>
    `.o_field_widget[name=topic_ids] .o_data_row:has(td[name=topic_id]:contains("${name}"))`;

/** A star of a topic, by its number. */
const star = (name, number) =>
    `${topic(name)} .o_priority_star[aria-label^="${number}"]`;

const openInterview = {
    content: "Open the interview.",
    trigger: ".o_kanban_record:contains('Lea Ver')",
    run: "click",
};

/** What was said, from the first topic to the return. */
const fillCard = () => [
    {
        content: "All topics are there, none is rated.",
        trigger: "div[name=progress]:contains(/0\\s*of\\s*10/)",
    },
    {
        content: "Unfold how to hold the talk.",
        trigger: "details[name=guide] summary",
        run: "click",
    },
    {
        content: "It says how to begin.",
        trigger: "details[name=guide][open]:contains('Opening')",
    },
    {
        content: "Pay was called bad: two stars, by one tap.",
        trigger: star("Pay and incentives", 2),
        run: "click",
    },
    {
        content: "Two stars are lit.",
        trigger: `${star("Pay and incentives", 2)}[aria-checked=true]`,
    },
    {
        content: "One topic of ten.",
        trigger: "div[name=progress]:contains(/1\\s*of\\s*10/)",
    },
    {
        content: "Go into the note about growth.",
        trigger: `${topic("Growth")} td[name=note]`,
        run: "click",
    },
    {
        content: "Write what was said.",
        trigger: `${topic("Growth")} td[name=note] input`,
        run: "edit No step up in four years",
    },
    {
        content: "By keyboard: four stars are one digit.",
        trigger: star("Growth", 1),
        run: ({ anchor, press }) => {
            anchor.focus();
            return press("4");
        },
    },
    {
        content: "Four stars are lit.",
        trigger: `${star("Growth", 4)}[aria-checked=true]`,
    },
    {
        content: "What would have kept the person.",
        trigger: ".o_field_widget[name=would_have_kept] textarea",
        run: "edit A clear path",
    },
    {
        content: "Would the person return?",
        trigger: ".o_field_widget[name=would_return] label:contains('Perhaps')",
        run: "click",
    },
    {
        content: "Under which conditions.",
        trigger: ".o_field_widget[name=return_conditions] textarea",
        run: "edit As a lead",
    },
    ...stepUtils.saveForm(),
];

/** Whoever holds the talk, from outside HR. */
registry.category("web_tour.tours").add("hr_exit_interview_card_interviewer_tour", {
    url: "/odoo/exit-interviews",
    steps: () => [
        openInterview,
        {
            content: "Begin the record card.",
            trigger: ".o_form_view button[name=action_open_card]",
            run: "click",
        },
        ...fillCard(),
    ],
});

/** Whoever holds the talk writes down words and a promise, and ends the writing. */
registry.category("web_tour.tours").add("hr_exit_story_interviewer_tour", {
    url: "/odoo/exit-interviews",
    steps: () => [
        openInterview,
        {
            content: "Begin the record card.",
            trigger: ".o_form_view button[name=action_open_card]",
            run: "click",
        },
        ...fillCard(),
        {
            content: "Add what the person has said.",
            trigger: ".o_field_widget[name=quote_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "In the person's own words.",
            trigger:
                ".o_field_widget[name=quote_ids] .o_selected_row td[name=text] textarea",
            run: "edit Nobody told me what comes next",
        },
        {
            content: "Add what was promised.",
            trigger: ".o_field_widget[name=promise_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "The promise; whoever writes it has made it.",
            trigger:
                ".o_field_widget[name=promise_ids] .o_selected_row td[name=name] input",
            run: "edit Publish the career ladder",
        },
        {
            content: "Until when: open the calendar.",
            trigger:
                ".o_field_widget[name=promise_ids] .o_selected_row td[name=date_deadline] input",
            run: "click",
        },
        {
            content: "Today.",
            trigger: ".o_datetime_picker .o_date_item_cell.o_today",
            run: "click",
        },
        ...stepUtils.saveForm(),
        {
            content: "Go back to the talk.",
            trigger: ".o_control_panel .breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            content: "The talk was held.",
            trigger: ".o_statusbar_buttons button[name=action_hold]",
            run: "click",
        },
        {
            content: "Open the card once more.",
            trigger:
                "body:has(.o_arrow_button_current:contains('Held')) button[name=action_open_card]",
            run: "click",
        },
        {
            content: "Lock it.",
            trigger: ".o_statusbar_buttons button[name=action_lock]",
            run: "click",
        },
        {
            content: "It is meant.",
            trigger: ".modal:contains('only an exit officer can correct') .btn-primary",
            run: "click",
        },
        {
            content: "Nothing can be written any more.",
            trigger:
                ".o_form_view:has(.ribbon:contains('Locked')):not(:has(button[name=action_lock])):not(:has(.o_field_widget[name=notes] textarea))",
        },
    ],
});

/** The same on a phone, where the card has been begun already. */
registry.category("web_tour.tours").add("hr_exit_interview_card_phone_tour", {
    url: "/odoo/exit-record-cards",
    steps: () => [
        {
            content: "Open the card.",
            trigger: ".o_data_row:contains('Lea Ver') td[name=interview_id]",
            run: "click",
        },
        {
            content: "Every topic can be read in full.",
            trigger: topic("Pay and incentives"),
            run: () => {
                const cells = document.querySelectorAll(
                    ".o_field_widget[name=topic_ids] td[name=topic_id]",
                );
                const cut = [...cells].filter((c) => c.scrollWidth > c.clientWidth);
                if (cut.length) {
                    throw new Error(`${cut[0].textContent} is cut off.`);
                }
            },
        },
        ...fillCard(),
    ],
});

/** The exit officer reads what was said. */
registry.category("web_tour.tours").add("hr_exit_interview_card_officer_tour", {
    url: "/odoo/exit-record-cards",
    steps: () => [
        {
            content: "Open the card.",
            trigger: ".o_data_row:contains('Lea Ver') td[name=interview_id]",
            run: "click",
        },
        {
            content: "Read the note.",
            trigger: `${topic("Growth")}:contains('No step up in four years')`,
        },
        {
            content: "Read what would have kept the person.",
            trigger:
                ".o_field_widget[name=would_have_kept] textarea:value('A clear path')",
        },
    ],
});

/** HR sees that there is a talk, who holds it, and nothing of what was said. */
registry.category("web_tour.tours").add("hr_exit_interview_card_hr_tour", {
    url: "/odoo/exit-interviews",
    steps: () => [
        openInterview,
        {
            content: "The talk is there, without a way to its card.",
            trigger:
                ".o_form_view:has(.o_field_widget[name=interviewer_ids]):has(button[name=action_hold]):not(:has(button[name=action_open_card]))",
        },
    ],
});

/** The page of figures of a company in which few have left. */
registry.category("web_tour.tours").add("hr_exit_stat_overview_tour", {
    url: "/odoo/exit-overview",
    steps: () => [
        {
            content: "Nothing was published yet, and the page says why.",
            trigger:
                ".o_hr_exit_overview div[name=no_window]:contains('at least 10 people')",
        },
        {
            content: "A rate of few people is not told.",
            trigger:
                ".o_overview_figure[data-key=answered_of_invited]:contains('told from 5 people on')",
        },
        {
            content: "On to the improvement actions.",
            trigger: ".o_hr_exit_overview button:contains('Improvement Actions')",
            run: "click",
        },
        {
            content: "The board of actions.",
            trigger: ".o_kanban_view",
        },
    ],
});

/** The page of figures with two periods: the latest one is shown, and one can choose. */
registry.category("web_tour.tours").add("hr_exit_stat_overview_period_tour", {
    url: "/odoo/exit-overview",
    steps: () => [
        {
            content: "The latest period is shown, and both have a name.",
            trigger: ".o_hr_exit_overview strong:contains('2025 Q4')",
        },
        {
            content: "Choose the one before.",
            trigger: "select[aria-label=Period]:has(option:contains('2025 Q4'))",
            run: "selectByLabel 2025 Q3",
        },
        {
            content: "It is shown.",
            trigger: ".o_hr_exit_overview strong:contains('2025 Q3')",
        },
    ],
});
