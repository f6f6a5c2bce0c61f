import { useShownTheme } from "@/lib/theme";

/** One colour per metric, the same in every view. */
const SERIES_OF: Readonly<Record<string, number>> = {
  spend: 1,
  revenue: 2,
  roas: 2,
  conversions: 3,
  purchases: 3,
  leads: 3,
  installs: 3,
  conversion_rate: 3,
  clicks: 4,
  link_clicks: 4,
  ctr: 4,
  cpc: 4,
  cpa: 5,
  cpl: 5,
  impressions: 6,
  cpm: 6,
  reach: 7,
  frequency: 7,
  budget_use: 8,
};

const SERIES_COUNT = 8;

export function seriesVariable(metric: string): string {
  return `--series-${SERIES_OF[metric] ?? 6}`;
}

export interface ChartColours {
  ink: string;
  inkSoft: string;
  line: string;
  surface: string;
  ground: string;
  series: (metric: string) => string;
}

/** A colour as the canvas paints it: chart code reads rgb only, tokens are written in oklch. */
function painted(variable: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return "#808080";
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

const painter: Partial<Record<"light" | "dark", ChartColours>> = {};

/** Painted once per theme, while that theme is shown. */
function coloursOf(theme: "light" | "dark"): ChartColours {
  painter[theme] ??= {
    ink: painted("--ink"),
    inkSoft: painted("--ink-soft"),
    line: painted("--line"),
    surface: painted("--raised"),
    ground: painted("--sunken"),
    series: seriesColours(),
  };
  return painter[theme];
}

function seriesColours(): (metric: string) => string {
  const colours = new Map(
    Array.from({ length: SERIES_COUNT }, (_, index) => `--series-${index + 1}`).map((name) => [name, painted(name)]),
  );
  return (metric) => colours.get(seriesVariable(metric)) ?? "currentColor";
}

/** The theme's colours for charts; read anew when the theme changes. */
export function useChartColours(): ChartColours {
  const theme = useShownTheme();
  return coloursOf(theme);
}
