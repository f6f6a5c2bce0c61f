import { useQuery } from "@tanstack/react-query";
import type { PreviewSubject } from "@/features/previews/model";
import { pagesQuery } from "@/lib/pages";
import { platformsQuery } from "@/lib/platforms";
import type { Draft, DraftAd } from "./draft";
import { NO_CONTENT } from "./draft";
import { assetQuery } from "./queries";

/** What is known of an ad that is live, besides what is typed. */
export interface LiveAd extends Pick<PreviewSubject, "platform" | "image"> {
  pageExternalId: string | null;
}

/** What the previews show of an ad as it is typed. */
export function usePreviewSubject(draft: Draft, ad: DraftAd | undefined, live?: LiveAd): PreviewSubject {
  const content = ad?.content ?? NO_CONTENT;
  const { data: pages = [] } = useQuery(pagesQuery(draft.adAccountId));
  const { data: platforms } = useQuery(platformsQuery);
  const { data: asset } = useQuery(assetQuery(content.assetId));
  const page = pages.find((each) => each.external_id === (live?.pageExternalId ?? draft.pageExternalId));
  const button = platforms?.calls_to_action.find((each) => each.key === content.callToAction);
  return {
    content,
    pageName: page?.name ?? "",
    pagePictureUrl: page?.picture_url ?? null,
    image: asset && content.assetId ? { url: asset.content_url, width: asset.width, height: asset.height, alt: asset.name } : (live?.image ?? null),
    callToActionLabel: button?.label ?? "",
    platform: live?.platform ?? (draft.search ? "google" : null),
  };
}
