import { useEffect } from "react";
import type { StepProps } from "./EditCampaignPage";

interface Named {
  external_id: string;
}

/** Where the account leaves no choice it is made: its only page, and its only pixel. */
export function useOnlyChoice({ draft, edit }: StepProps["editor"], pages: readonly Named[], pixels: readonly Named[]): void {
  const page = onlyOne(pages, draft.pageExternalId);
  const pixel = onlyOne(pixels, draft.pixelExternalId);
  useEffect(() => {
    if (page) edit({ type: "set", fields: { pageExternalId: page } });
    if (pixel) edit({ type: "set", fields: { pixelExternalId: pixel } });
  }, [edit, page, pixel]);
}

/** The id of the only one there is, unless one is chosen already. */
export function onlyOne(choices: readonly Named[], chosen: string | null): string | null {
  return chosen === null && choices.length === 1 ? (choices[0]?.external_id ?? null) : null;
}
