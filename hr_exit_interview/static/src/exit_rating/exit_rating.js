import {
    PriorityField,
    priorityField,
} from "@web/views/fields/priority/priority_field";
import { registry } from "@web/core/registry";

/**
 * Stars for a rating: one tap on a phone, one digit on a keyboard. 0 or Delete takes
 * the rating back.
 */
export class ExitRatingField extends PriorityField {
    static template = "hr_exit_interview.ExitRatingField";

    onKeydown(ev) {
        const digit = ["Backspace", "Delete"].includes(ev.key) ? "0" : ev.key;
        if (this.props.readonly || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        if (this.options.some(([value]) => value === digit)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.updateRecord(digit);
        }
    }
}

registry.category("fields").add("exit_rating", {
    ...priorityField,
    component: ExitRatingField,
    // All five stars on a phone, too.
    listViewWidth: 115,
});
