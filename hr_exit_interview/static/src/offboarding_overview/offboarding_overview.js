import {
    Component,
    onWillStart,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * The figures of departures on one page: everything is counted by the server, which
 * also decides what each figure means and which departures it opens.
 */
export class OffboardingOverview extends Component {
    static template = "hr_exit_interview.OffboardingOverview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvas = useRef("months");
        this.state = useState({ period: "year", data: null });
        this.display = { controlPanel: {} };
        onWillStart(() => Promise.all([loadBundle("web.chartjs_lib"), this.load()]));
        useEffect(
            () => this.drawMonths(),
            () => [this.state.data],
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    async load() {
        this.state.data = await this.orm.call(
            "hr.offboarding.analysis",
            "retrieve_overview",
            [],
            { period: this.state.period },
        );
    }

    async choosePeriod(period) {
        this.state.period = period;
        await this.load();
    }

    openDepartures(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "hr.offboarding.analysis",
            views: [
                [false, "list"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain,
        });
    }

    registerDeparture() {
        return this.action.doAction("hr_exit_interview.hr_offboarding_action");
    }

    print() {
        window.print();
    }

    format(value, unit) {
        if (value === null || value === undefined) {
            return "–";
        }
        if (unit === "percent") {
            return _t("%s %", formatFloat(100 * value, { digits: [16, 1] }));
        }
        return Number.isInteger(value)
            ? formatInteger(value)
            : formatFloat(value, { digits: [16, 1] });
    }

    /** The change against the period before, in words that need no colour. */
    formatChange(figure) {
        if (figure.value === null || figure.previous === null) {
            return _t("no comparison");
        }
        const change = figure.value - figure.previous;
        if (Math.abs(change) < 0.0005) {
            return _t("as before");
        }
        const sign = change > 0 ? "▲" : "▼";
        if (figure.unit === "percent") {
            const points = formatFloat(100 * Math.abs(change), { digits: [16, 1] });
            return _t("%(sign)s %(points)s points", { sign, points });
        }
        return `${sign} ${this.format(Math.abs(Math.round(10 * change) / 10))}`;
    }

    getBarStyle(row, rows) {
        const most = Math.max(...rows.map((other) => other.leavers), 1);
        return `width: ${Math.round((100 * row.leavers) / most)}%`;
    }

    drawMonths() {
        this.chart?.destroy();
        this.chart = null;
        if (!this.canvas.el) {
            return;
        }
        const months = this.state.data.months;
        this.chart = new Chart(this.canvas.el, {
            data: {
                labels: months.map((month) => month.label),
                datasets: [
                    {
                        type: "line",
                        label: _t("Turnover of the month (%)"),
                        data: months.map((month) => 100 * (month.rate || 0)),
                        borderColor: "#017e84",
                        backgroundColor: "#017e84",
                        yAxisID: "rate",
                    },
                    {
                        type: "bar",
                        label: _t("Leavers"),
                        data: months.map((month) => month.leavers),
                        backgroundColor: "#714b67",
                        yAxisID: "leavers",
                    },
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                onClick: (ev, [element]) => {
                    if (element) {
                        const { label, domain } = months[element.index];
                        this.openDepartures(label, domain);
                    }
                },
                scales: {
                    leavers: { beginAtZero: true, ticks: { precision: 0 } },
                    rate: {
                        beginAtZero: true,
                        position: "right",
                        grid: { display: false },
                    },
                },
            },
        });
    }
}

registry
    .category("actions")
    .add("hr_exit_interview.offboarding_overview", OffboardingOverview);
