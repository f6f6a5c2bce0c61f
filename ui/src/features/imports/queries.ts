import { queryOptions } from "@tanstack/react-query";
import type { Listed } from "@/lib/accounts";
import { api } from "@/lib/api";
import type { Day } from "@/lib/days";

export interface Choices {
  mapping: Record<string, string> | null;
  chosen_date: Day | null;
  day_order: "day_first" | "month_first" | null;
  currency: string | null;
  zone: string | null;
  leave_out_bad_rows: boolean;
  advertiser_id: string | null;
  account_name: string | null;
  ad_account_id: string | null;
}

export interface ImportProblem {
  message: string;
  severity: "error" | "warning";
  line: number | null;
  column: string | null;
}

export interface ColumnUse {
  index: number;
  header: string;
  field: string | null;
  note: string | null;
  samples: string[];
}

export interface Understood {
  format: { kind: string; encoding: string | null; delimiter: string | null; sheet: string | null };
  columns: ColumnUse[];
  rows: number;
  rows_taken: number;
  summary_rows: number;
  repeated_rows: number;
  since_date: Day | null;
  until_date: Day | null;
  days: number;
  currency: string | null;
  levels: { level: string; rows: number; taken: boolean }[];
  campaigns: number;
  ad_groups: number;
  ads: number;
  totals: Record<string, string | null>;
  problems: ImportProblem[];
  problem_count: number;
  needs: string[];
  ready: boolean;
}

export interface ImportDraft {
  id: string;
  file_name: string;
  file_bytes: number;
  status: "preview" | "committed";
  choices: Choices;
  preview: Understood;
  ad_account_id: string | null;
  created_by: string;
  created_at: string;
  committed_at: string | null;
}

export const importsQuery = queryOptions({
  queryKey: ["imports"],
  queryFn: () => api.get<Listed<ImportDraft>>("/imports", { limit: 50 }),
  select: (list) => list.items,
});

export const importQuery = (id: string) =>
  queryOptions({ queryKey: ["import", id], queryFn: () => api.get<ImportDraft>(`/imports/${id}`) });
