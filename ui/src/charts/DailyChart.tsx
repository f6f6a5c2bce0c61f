import { useMemo } from "react";
import { formatDay } from "@/lib/days";
import { type Unit, formatAxis, formatFigure } from "@/lib/format";
import { EChart } from "./EChart";
import type { ChartOption } from "./engine";
import { type ChartColours, useChartColours } from "./series";

export interface DailySeries {
  metric: string;
  label: string;
  unit: Unit;
  currency: string | null;
  /** One per day, in the order of the days. Null: no figure that day. */
  values: (number | null)[];
}

export interface DailyChartProps {
  days: string[];
  /** One or two; the second has its own axis on the right. */
  series: DailySeries[];
  /** Index of the first day whose figures may still change; drawn as provisional from there on. */
  openFrom: number;
  /** The account's own day, which is not over yet. */
  today: string;
}

export function DailyChart(props: DailyChartProps) {
  const colours = useChartColours();
  const option = useMemo(() => dailyOption(props, colours), [props, colours]);
  const names = props.series.map((each) => each.label).join(" and ");
  return <EChart option={option} label={`${names} per day; the same figures are in the table`} className="h-72 w-full" />;
}

function dailyOption({ days, series, openFrom: open, today }: DailyChartProps, colours: ChartColours): ChartOption {
  return {
    animationDuration: 160,
    grid: { left: 8, right: 8, top: 28, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category",
      data: days,
      boundaryGap: days.length === 1,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { color: colours.inkSoft, hideOverlap: true, formatter: (day: string) => formatDay(day, "short") },
    },
    yAxis: series.map((each, index) => ({
      type: "value",
      min: 0,
      position: index === 0 ? "left" : "right",
      name: each.label,
      nameLocation: "end",
      nameTextStyle: { color: colours.series(each.metric), fontWeight: 700, align: index === 0 ? "left" : "right" },
      splitNumber: 4,
      splitLine: { show: index === 0, lineStyle: { color: colours.line } },
      axisLabel: { color: colours.inkSoft, formatter: (value: number) => formatAxis(value, each.unit, each.currency) },
    })),
    tooltip: tooltip(days, series, (index) => dayState(days[index], index >= open, today), colours),
    series: series.flatMap((each, index) => lines(each, index, days, open, colours)),
    textStyle: { fontFamily: "Manrope Variable, sans-serif" },
  };
}

/** Settled days as a full line, the days that may still change as a dashed one on a shaded ground. */
function lines(each: DailySeries, axis: number, days: string[], open: number, colours: ChartColours): object[] {
  const colour = colours.series(each.metric);
  const shared = {
    type: "line",
    yAxisIndex: axis,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: each.values.length === 1,
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    connectNulls: false,
  };
  const ground = axis === 0 && open < days.length ? { markArea: provisionalArea(days, open, colours) } : {};
  return [
    {
      ...shared,
      ...ground,
      name: each.label,
      data: each.values.map((value, index) => (index < open ? value : null)),
      lineStyle: { color: colour, width: 2 },
      areaStyle: axis === 0 ? { color: colour, opacity: 0.1 } : undefined,
    },
    {
      ...shared,
      name: each.label,
      // One day earlier, so that the two parts meet.
      data: each.values.map((value, index) => (index >= open - 1 ? value : null)),
      lineStyle: { color: colour, width: 2, type: [5, 4] },
      areaStyle: axis === 0 ? { color: colour, opacity: 0.05 } : undefined,
    },
  ];
}

function provisionalArea(days: string[], open: number, colours: ChartColours): object {
  return {
    silent: true,
    itemStyle: { color: colours.ground, opacity: 0.75 },
    label: { show: open < days.length - 3, position: "top", color: colours.inkSoft, fontSize: 11 },
    data: [[{ xAxis: days[Math.max(0, open - 1)], name: "may still change" }, { xAxis: days.at(-1) }]],
  };
}

function dayState(day: string | undefined, isOpen: boolean, today: string): string {
  if (day === today) return " · today so far";
  return isOpen ? " · may still change" : "";
}

function tooltip(
  days: string[],
  series: DailySeries[],
  stateOf: (index: number) => string,
  colours: ChartColours,
): object {
  return {
    trigger: "axis",
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.ink, fontSize: 13 },
    axisPointer: { lineStyle: { color: colours.inkSoft, type: "solid", width: 1 } },
    formatter: (points: { dataIndex: number }[]) => {
      const index = points[0]?.dataIndex ?? 0;
      const state = stateOf(index);
      const rows = series.map((each) => {
        const value = each.values[index] ?? null;
        const text = value === null ? "not available" : formatFigure(value, each.unit, each.currency, "usual");
        return `<div style="display:flex;gap:16px;justify-content:space-between"><span>${each.label}</span><b>${text}</b></div>`;
      });
      return `<div style="color:${colours.inkSoft};margin-bottom:4px">${formatDay(days[index] ?? "")}${state}</div>${rows.join("")}`;
    },
  };
}
