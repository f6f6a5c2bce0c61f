import { queryOptions } from "@tanstack/react-query";
import { type CampaignOut, campaignsGet } from "@/api";

export type {
  AdGroupOut as AdGroup,
  AdOut as Ad,
  BudgetOut as Budget,
  CampaignOut as Campaign,
  LaunchProblemOut as LaunchProblem,
  ObservedOut as Observed,
  ScheduleSlotOut as ScheduleSlot,
  TargetingOut as Targeting,
} from "@/api";

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaign", id],
    queryFn: (): Promise<CampaignOut> => campaignsGet({ path: { campaign_id: id } }),
  });

interface Pictured {
  asset_id: string | null;
  image_url: string | null;
}

/** Where the small picture of an ad is; null without one. */
export const thumbnailAddress = ({ asset_id, image_url }: Pictured): string | null =>
  asset_id ? `/api/v1/assets/${asset_id}/thumbnail` : image_url;
