import type { AdGroup, Budget, Campaign, Observed } from "@/lib/campaign";
import { formatInstant } from "@/lib/days";
import { formatMoney } from "@/lib/format";
import type { PlaceNames } from "@/lib/places";

/** "$50.00 a day", "$700.00 in all"; without a currency the bare amount. */
export function amountWords({ amount, currency, period }: Budget): string {
  const money = currency ? formatMoney({ amount, currency }) : amount;
  return `${money} ${period === "daily" ? "a day" : "in all"}`;
}

export function budgetWords(campaign: Campaign): string {
  if (campaign.budget) return amountWords(campaign.budget);
  return campaign.budget_level === "ad_group" ? "budgets at the ad groups" : "no budget yet";
}

/** When it runs, in the account's zone. A wall time is shown as it is: it has no zone of its own. */
export function scheduleWords(campaign: Campaign, zone: string | undefined): string {
  const { start_local: start, end_local: end } = campaign;
  const at = (local: string) => formatInstant(`${local.slice(0, 16)}:00Z`, "UTC");
  if (!start && !end) return hasOwnTimes(campaign) ? "ad groups have schedules of their own" : "runs until it is paused";
  const where = zone ? ` (${zone})` : "";
  if (start && end) return `${at(start)} – ${at(end)}${where}`;
  return start ? `from ${at(start)}${where}` : `until ${at(end ?? "")}${where}`;
}

/** Whether ad groups start or end at different times: what they share, the campaign has. */
export const hasOwnTimes = (campaign: Campaign): boolean =>
  campaign.ad_groups.some(
    (group) =>
      group.state !== "archived" &&
      ((group.start_at !== null && campaign.start_local === null) || (group.end_at !== null && campaign.end_local === null)),
  );

export interface Difference {
  field: string;
  desired: string;
  observed: string;
}

const STATES: Readonly<Record<string, string>> = { active: "on", paused: "paused", archived: "archived" };
export const stateWords = (state: string): string => STATES[state] ?? state;

interface Node {
  name: string;
  state: string;
  budget?: Budget | null;
  observed: Observed | null;
}

/** Where a node on the platform is not as it should be. Nothing to compare before it was seen there. */
export function differences(node: Node): Difference[] {
  const { observed } = node;
  if (!observed) return [];
  const found: Difference[] = [];
  // Ads on Google have no names there.
  if (observed.name && node.name !== observed.name) found.push({ field: "Name", desired: node.name, observed: observed.name });
  if (node.state !== observed.state) {
    found.push({ field: "Status", desired: stateWords(node.state), observed: stateWords(observed.state) });
  }
  const wanted = node.budget ? amountWords(node.budget) : "none of its own";
  const seen = observed.budget ? amountWords(observed.budget) : "none of its own";
  if (node.budget !== undefined && wanted !== seen) found.push({ field: "Budget", desired: wanted, observed: seen });
  return found;
}

/** Whom an ad group is for: its audience, or what the platform targets. */
export function audienceWords(group: AdGroup, places: PlaceNames): string {
  if (group.audience) return `${group.audience.name}, version ${group.audience.version}`;
  if (!group.targeting) return "no audience yet";
  const { countries, age_min: youngest, age_max: oldest } = group.targeting;
  return `${countries.map(places.of).join(", ") || "everywhere"}, ${youngest}–${oldest >= 65 ? "65+" : oldest}`;
}
