import { queryOptions, skipToken } from "@tanstack/react-query";
import { adAccountsListInstagramAccounts, adAccountsListLeadForms, adAccountsListPages, adAccountsListPixels } from "@/api";

const MOST = 200;

/** The pages that ads of an account can come from. */
export const pagesQuery = (adAccountId: string | null) =>
  queryOptions({
    queryKey: ["ad-accounts", adAccountId, "pages"],
    queryFn: adAccountId
      ? () => adAccountsListPages({ path: { ad_account_id: adAccountId }, query: { limit: MOST } })
      : skipToken,
    select: (list) => list.items,
  });

/** The pixels of an account. */
export const pixelsQuery = (adAccountId: string | null) =>
  queryOptions({
    queryKey: ["ad-accounts", adAccountId, "pixels"],
    queryFn: adAccountId
      ? () => adAccountsListPixels({ path: { ad_account_id: adAccountId }, query: { limit: MOST } })
      : skipToken,
    select: (list) => list.items,
  });

/** The Instagram accounts that ads of an account can come from. */
export const instagramAccountsQuery = (adAccountId: string | null) =>
  queryOptions({
    queryKey: ["ad-accounts", adAccountId, "instagram-accounts"],
    queryFn: adAccountId
      ? () => adAccountsListInstagramAccounts({ path: { ad_account_id: adAccountId }, query: { limit: MOST } })
      : skipToken,
    select: (list) => list.items,
  });

/** The lead forms of an account's pages. */
export const leadFormsQuery = (adAccountId: string | null) =>
  queryOptions({
    queryKey: ["ad-accounts", adAccountId, "lead-forms"],
    queryFn: adAccountId
      ? () => adAccountsListLeadForms({ path: { ad_account_id: adAccountId }, query: { limit: MOST } })
      : skipToken,
    select: (list) => list.items,
  });
