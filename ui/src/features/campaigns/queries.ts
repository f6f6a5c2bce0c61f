import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type CampaignSort, type CampaignsListAllData, campaignsListAll } from "@/api";
import { type Sort, withoutUnset } from "@/lib/search";

export type { CampaignRowOut as CampaignRow } from "@/api";

export type CampaignListQuery = NonNullable<CampaignsListAllData["query"]>;

/** What the API can sort the list by. */
const SORTS: readonly CampaignSort[] = [
  "name",
  "status",
  "created_at",
  "updated_at",
  "budget",
  "spend",
  "revenue",
  "impressions",
  "link_clicks",
  "conversions",
  "ctr",
  "cpc",
  "cpa",
  "roas",
];

/** The API's way of saying a sort; one that it does not know is left out. */
export function sortQuery(sort: Sort | null): Pick<CampaignListQuery, "sort" | "descending"> {
  const key = SORTS.find((each) => each === sort?.key);
  return key && sort ? { sort: key, descending: sort.descending } : {};
}

export const campaignsQuery = (query: CampaignListQuery) =>
  queryOptions({
    queryKey: ["campaigns", query],
    queryFn: () => campaignsListAll({ query: withoutUnset(query) }),
    placeholderData: keepPreviousData,
  });
