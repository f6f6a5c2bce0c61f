import { queryOptions, skipToken } from "@tanstack/react-query";
import { assetsGet, assetsListAssets, audiencesListAudiences, creativesGet, destinationsShow, platformsSearchInterests } from "@/api";

export type { AssetOut as Asset, AudienceOut as Audience, CreativeOut as Creative, CreativeVersionOut as CreativeVersion } from "@/api";

const MOST = 200;

export const audiencesQuery = (advertiserId: string) =>
  queryOptions({
    queryKey: ["audiences", advertiserId],
    queryFn: () => audiencesListAudiences({ query: { advertiser_id: advertiserId, limit: MOST } }),
    select: (list) => list.items,
  });

export const assetsQuery = (advertiserId: string) =>
  queryOptions({
    queryKey: ["assets", advertiserId],
    queryFn: () => assetsListAssets({ query: { advertiser_id: advertiserId, limit: MOST } }),
    select: (list) => list.items,
  });

export const assetQuery = (id: string | null) =>
  queryOptions({
    queryKey: ["assets", "one", id],
    queryFn: id ? () => assetsGet({ path: { asset_id: id } }) : skipToken,
    staleTime: Infinity,
  });

export const creativeQuery = (id: string) =>
  queryOptions({ queryKey: ["creatives", id], queryFn: () => creativesGet({ path: { creative_id: id } }) });

const FEWEST_LETTERS = 2;

export const interestsQuery = (adAccountId: string | null, typed: string) =>
  queryOptions({
    queryKey: ["interests", adAccountId, typed],
    queryFn:
      adAccountId && typed.trim().length >= FEWEST_LETTERS
        ? () => platformsSearchInterests({ path: { ad_account_id: adAccountId }, query: { q: typed } })
        : skipToken,
    staleTime: 300_000,
  });

export const destinationsQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ["destinations", campaignId],
    queryFn: () => destinationsShow({ path: { campaign_id: campaignId } }),
    select: (list) => list.items,
  });
