import { queryOptions } from "@tanstack/react-query";
import { type SavedViewOut, campaignViewsListAll } from "@/api";
import type { CampaignFilterValues } from "../CampaignFilters";

export type SavedView = SavedViewOut;

const MOST = 200;

export const viewsQuery = queryOptions({
  queryKey: ["campaign-views"],
  queryFn: () => campaignViewsListAll({ query: { limit: MOST } }),
  select: (list) => list.items,
});

/** What of the list's address a view keeps: filters and sort. The period is always the latest. */
export interface Looked extends CampaignFilterValues {
  sort?: string;
}

const KEPT = ["q", "status", "purpose", "initiative", "advertiser", "account", "sort"] as const;

/** The list as the view keeps it: what is set, as text. */
export function toView(looked: Looked): Record<string, string> {
  return Object.fromEntries(KEPT.flatMap((key) => (looked[key] === undefined ? [] : [[key, String(looked[key])]])));
}

/** The address that a view stands for; whatever it does not name is cleared. The route reads it again as any address. */
export function ofView(view: SavedView): Record<string, string | boolean | undefined> {
  const cleared = Object.fromEntries(KEPT.map((key) => [key, undefined]));
  const search = view.search.initiative ? { ...view.search, initiative: true } : view.search;
  return { ...cleared, ...search, page: undefined, view: view.id };
}

/** Whether the list shows what the view keeps. */
export function isAsKept(view: SavedView, looked: Looked, columns: readonly string[] | null): boolean {
  const now = toView(looked);
  const same = KEPT.every((key) => now[key] === view.search[key]);
  return same && JSON.stringify(columns) === JSON.stringify(view.columns);
}

