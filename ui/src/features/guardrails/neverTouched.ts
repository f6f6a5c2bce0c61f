import type { LimitsOut } from "@/api";
import type { Choice } from "@/components/ui/Select";
import type { Campaign } from "@/lib/campaign";
import { bodyOf, draftOf } from "./limits";

/** A campaign or a part of it that may be put on the list; `name` says where it stands. */
export interface Part extends Choice {
  name: string;
}

/** The campaign as a whole, its ad groups and their ads; what is archived is left out. */
export function partsOf(campaign: Campaign): Part[] {
  const groups = campaign.ad_groups.filter((group) => group.state !== "archived");
  const part = (value: string, label: string, hint: string): Part => ({ value, label, hint, name: `${campaign.name} › ${label}` });
  return [
    { value: campaign.id, label: "The whole campaign", name: campaign.name },
    ...groups.flatMap((group) => [
      part(group.id, group.name, "Ad group with its ads"),
      ...group.ads.filter((ad) => ad.state !== "archived").map((ad) => part(ad.id, ad.name, `Ad in ${group.name}`)),
    ]),
  ];
}

/** Limits with something put on the list of what is never touched, or taken off it. */
export function withNeverTouched(limits: LimitsOut, id: string, never: boolean) {
  const others = limits.never_touch.filter((each) => each !== id);
  return bodyOf({ ...draftOf(limits), never_touch: never ? [...others, id] : others });
}
