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
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * What leavers say, on one page. The server decides what may be told; nothing is
 * worked out here.
 */
export class ExitOverview extends Component {
    static template = "hr_exit_interview.ExitOverview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvas = useRef("trend");
        this.state = useState({ data: null });
        this.display = { controlPanel: {} };
        onWillStart(() => Promise.all([loadBundle("web.chartjs_lib"), this.load()]));
        useEffect(
            () => this.drawTrend(),
            () => [this.state.data],
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    choosePeriod(value) {
        return this.load(Number(value));
    }

    async load(windowId = false) {
        this.state.data = await this.orm.call("hr.exit.stat", "retrieve_overview", [], {
            window_id: windowId,
        });
    }

    open(action) {
        return this.action.doAction(`hr_exit_interview.${action}`);
    }

    print() {
        window.print();
    }

    format(value, unit = "percent") {
        if (value === null || value === undefined) {
            return "–";
        }
        return unit === "percent" ? _t("%s %", value) : String(value);
    }

    /** The change against the period before, in words that need no colour. */
    formatChange(row) {
        if (row.value === null || row.previous === null) {
            return _t("no comparison");
        }
        const change = row.value - row.previous;
        if (!change) {
            return _t("as before");
        }
        const sign = change > 0 ? "▲" : "▼";
        return _t("%(sign)s %(points)s points", { sign, points: Math.abs(change) });
    }

    drawTrend() {
        this.chart?.destroy();
        this.chart = null;
        const trend = this.state.data.trend;
        if (!this.canvas.el || !trend.length) {
            return;
        }
        const line = (label, key, color) => ({
            type: "line",
            label,
            data: trend.map((window) => window[key]),
            borderColor: color,
            backgroundColor: color,
            spanGaps: true,
        });
        this.chart = new Chart(this.canvas.el, {
            data: {
                labels: trend.map((window) => window.label),
                datasets: [
                    line(_t("Favourable answers (%)"), "favourability", "#017e84"),
                    line(_t("Exit eNPS"), "recommend", "#714b67"),
                    line(_t("Answered (%)"), "response", "#e58c00"),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                scales: { y: { suggestedMin: -20, suggestedMax: 100 } },
            },
        });
    }
}

registry.category("actions").add("hr_exit_interview.exit_overview", ExitOverview);
