import type { LimitsIn, LimitsOut } from "@/api";

/** An amount while it is typed; an empty one is not sent. */
export interface AmountDraft {
  amount: string;
  currency: string;
}

export interface HoursDraft {
  start: string;
  end: string;
}

/** Limits while they are edited: numbers as they are typed. */
export interface LimitsDraft {
  max_daily_budget: AmountDraft[];
  max_daily_increase: AmountDraft[];
  max_step_percent: string;
  no_touch_hours: HoursDraft[];
  cool_down_hours: string;
  never_touch: string[];
  max_entities: string;
  stopped: boolean;
}

export function draftOf(limits: LimitsOut): LimitsDraft {
  return {
    max_daily_budget: limits.max_daily_budget.map((money) => ({ ...money })),
    max_daily_increase: limits.max_daily_increase.map((money) => ({ ...money })),
    max_step_percent: typed(limits.max_step_percent),
    no_touch_hours: limits.no_touch_hours.map((hours) => ({ ...hours })),
    cool_down_hours: typed(limits.cool_down_hours),
    never_touch: [...limits.never_touch],
    max_entities: typed(limits.max_entities),
    stopped: limits.stopped,
  };
}

/** What is sent: nothing for what is empty, so that it is not limited. */
export function bodyOf(draft: LimitsDraft): LimitsIn {
  return {
    max_daily_budget: amountsOf(draft.max_daily_budget),
    max_daily_increase: amountsOf(draft.max_daily_increase),
    max_step_percent: numberOf(draft.max_step_percent),
    no_touch_hours: draft.no_touch_hours.filter((hours) => hours.start && hours.end),
    cool_down_hours: numberOf(draft.cool_down_hours),
    never_touch: draft.never_touch,
    max_entities: numberOf(draft.max_entities),
    stopped: draft.stopped,
  };
}

export const amountsOf = (amounts: readonly AmountDraft[]): AmountDraft[] =>
  amounts.filter(({ amount }) => amount.trim() !== "").map(({ amount, currency }) => ({ amount: amount.trim(), currency }));

/** A typed whole number; null when nothing is typed. What is no number is sent as it is, and refused in words. */
export function numberOf(value: string): number | null {
  const trimmed = value.trim();
  return trimmed === "" ? null : Number(trimmed);
}

const typed = (value: number | null): string => (value === null ? "" : String(value));
