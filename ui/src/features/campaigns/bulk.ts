import type { ManyIn } from "@/api";
import type { CampaignRow } from "./queries";

export type BulkAct = "pause" | "resume" | "archive" | "budget" | "rename";
export type BudgetWay = "raise" | "lower" | "set";

/** The selected campaigns that an act fits: only what runs can be paused, only what is paused resumed. */
export function bulkTargets(rows: readonly CampaignRow[], act: BulkAct): CampaignRow[] {
  const there = rows.filter((row) => row.platform !== "file");
  if (act === "pause") return there.filter((row) => row.status === "live");
  if (act === "resume") return there.filter((row) => row.status === "paused");
  if (act === "archive") return there.filter((row) => ["live", "paused", "completed"].includes(row.status));
  return there.filter((row) => row.status !== "archived");
}

/** What was entered, as the API takes it. */
export function bulkEdit(act: BulkAct, way: BudgetWay, value: string): Omit<ManyIn, "campaign_ids"> {
  if (act === "rename") return { action: "rename", template: value };
  if (act !== "budget") return { action: act };
  const amount = value.trim().replace(",", ".");
  if (way === "set") return { action: "set_budget", amount };
  return { action: "scale_budget", percent: way === "lower" ? `-${amount}` : amount };
}
