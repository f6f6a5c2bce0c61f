import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { assetsGet } from "@/api";
import { Select } from "@/components/ui/Select";
import { adAccountsQuery } from "@/lib/accounts";
import type { Ad, Campaign } from "@/lib/campaign";
import { pagesQuery } from "@/lib/pages";
import { platformsQuery } from "@/lib/platforms";
import { PreviewPanel } from "./PreviewPanel";
import { remoteImage } from "./model";

/** The ads of a campaign as people see them; one is chosen when there are several. */
export function AdPreviews({ campaign }: { campaign: Campaign }) {
  const ads = campaign.ad_groups.flatMap((group) => group.ads.map((ad) => ({ ad, group })));
  const [chosen, setChosen] = useState(ads[0]?.ad.id ?? null);
  const shown = ads.find(({ ad }) => ad.id === chosen) ?? ads[0];
  if (!shown) return <p className="text-base text-ink-soft">The campaign has no ad yet.</p>;
  return (
    <div className="flex flex-col gap-4">
      {ads.length > 1 && (
        <Select
          aria-label="Ad to preview"
          className="max-w-md"
          choices={ads.map(({ ad, group }) => ({ value: ad.id, label: ad.name || ad.content.headline, hint: group.name }))}
          value={shown.ad.id}
          onChange={setChosen}
        />
      )}
      <OneAd key={shown.ad.id} ad={shown.ad} campaign={campaign} />
    </div>
  );
}

function OneAd({ ad, campaign }: { ad: Ad; campaign: Campaign }) {
  const { content } = ad;
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const platform = accounts.find((each) => each.id === campaign.ad_account_id)?.platform;
  const { data: pages = [] } = useQuery(pagesQuery(campaign.ad_account_id));
  const { data: platforms } = useQuery(platformsQuery);
  const assetId = content.asset_id;
  const { data: asset } = useQuery({
    queryKey: ["assets", "one", assetId],
    queryFn: assetId ? () => assetsGet({ path: { asset_id: assetId } }) : skipToken,
    staleTime: Infinity,
  });
  const page = pages.find((each) => each.external_id === content.page_external_id);
  return (
    <PreviewPanel
      subject={{
        content: {
          headline: content.headline,
          primaryText: content.primary_text,
          description: content.description,
          callToAction: content.call_to_action,
          destinationUrl: content.destination_url,
          moreHeadlines: content.more_headlines,
          moreDescriptions: content.more_descriptions,
          displayPath: content.display_path,
        },
        pageName: page?.name ?? "",
        pagePictureUrl: page?.picture_url ?? null,
        image: asset && assetId ? { url: asset.content_url, width: asset.width, height: asset.height, alt: asset.name } : remoteImage(content.image_url, ad.name),
        callToActionLabel: platforms?.calls_to_action.find((each) => each.key === content.call_to_action)?.label ?? "",
        platform: platform === "meta" || platform === "google" ? platform : null,
      }}
    />
  );
}
