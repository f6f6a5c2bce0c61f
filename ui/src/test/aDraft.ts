import type { Draft } from "@/features/builder/draft";

/** A draft on Meta that has a name, an account, a purpose and a budget, and what a test says besides. */
export function aDraft(fields: Partial<Draft> = {}): Draft {
  return {
    name: "Chips",
    advertiserId: "advertiser",
    adAccountId: "account",
    purpose: "sales",
    budgetLevel: "campaign",
    budgetPeriod: "daily",
    budgetAmount: "25",
    spendCap: "",
    bidStrategy: "highest_volume",
    bidAmount: "",
    startLocal: null,
    endLocal: null,
    specialAdCategories: [],
    pageExternalId: null,
    pixelExternalId: null,
    meta: null,
    search: null,
    adGroups: [],
    ...fields,
  };
}
