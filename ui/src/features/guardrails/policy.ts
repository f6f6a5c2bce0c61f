import type { ApprovalRuleIn, AutomaticIn, PolicyIn, PolicyOut } from "@/api";
import { type AmountDraft, amountsOf, numberOf } from "./limits";

export type RuleDraft = Omit<Required<ApprovalRuleIn>, "over"> & { over: AmountDraft[] };
export type AutomaticDraft = Omit<Required<AutomaticIn>, "up_to"> & { up_to: AmountDraft[] };

/** A policy while it is edited. */
export interface PolicyDraft {
  rules: RuleDraft[];
  automatic: AutomaticDraft[];
  expires_after_days: string;
}

export const NEW_RULE: RuleDraft = {
  kinds: [],
  authors: [],
  author_roles: [],
  over: [],
  approvals: 1,
  approver_roles: [],
  author_counts: true,
  link_counts: true,
};

export const NEW_AUTOMATIC: AutomaticDraft = { authors: ["rule"], kinds: [], up_to: [] };

export function draftOf(policy: PolicyOut): PolicyDraft {
  return {
    rules: policy.rules.map((rule) => ({ ...rule, over: rule.over.map((money) => ({ ...money })) })),
    automatic: policy.automatic.map((each) => ({ ...each, up_to: each.up_to.map((money) => ({ ...money })) })),
    expires_after_days: policy.expires_after_days === null ? "" : String(policy.expires_after_days),
  };
}

export function bodyOf(draft: PolicyDraft): PolicyIn {
  return {
    rules: draft.rules.map((rule) => ({ ...rule, over: amountsOf(rule.over) })),
    automatic: draft.automatic.map((each) => ({ ...each, up_to: amountsOf(each.up_to) })),
    expires_after_days: numberOf(draft.expires_after_days),
  };
}

/** A list with one item exchanged, or without it. */
export function exchanged<Item>(items: readonly Item[], index: number, part: Partial<Item> | null): Item[] {
  if (part === null) return items.filter((_, at) => at !== index);
  return items.map((item, at) => (at === index ? { ...item, ...part } : item));
}
