import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, TooltipComponent } from "echarts/components";
import * as core from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

core.use([LineChart, BarChart, GridComponent, TooltipComponent, MarkAreaComponent, SVGRenderer]);

/** ECharts with only what our charts use. Imported by lazily loaded charts alone. */
export const { init } = core;
export type { EChartsCoreOption as ChartOption } from "echarts/core";
