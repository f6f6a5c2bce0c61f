import { useState } from "react";
import type { PreviewedAdOut, PreviewsOut } from "@/api";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { Select } from "@/components/ui/Select";
import { plural } from "@/lib/format";
import { useShownTheme } from "@/lib/theme";
import { CombinationButton } from "./CombinationButton";
import { GoogleSearchPreview } from "./GoogleSearchPreview";
import { MetaFeedPreview } from "./MetaFeedPreview";
import { MetaStoryPreview } from "./MetaStoryPreview";
import type { PreviewSubject } from "./model";

/** The ads of a change as people will see them, one at a time, in the places of their platform. */
export function ChangePreviews({ previews: { ads, total, platform } }: { previews: PreviewsOut }) {
  const [chosen, setChosen] = useState(ads[0]?.id ?? "");
  const ad = ads.find((each) => each.id === chosen) ?? ads[0];
  if (!ad) return null;
  const hidden = total - ads.length;
  return (
    <Card>
      <CardHeader title="What people will see" description={hidden > 0 ? `The first ${ads.length} of ${plural(total, "ad")}.` : undefined} />
      <CardBody className="flex flex-col gap-4">
        {ads.length > 1 && (
          <Select
            aria-label="Ad to preview"
            className="max-w-md"
            choices={ads.map((each) => ({ value: each.id, label: each.name, hint: each.ad_group }))}
            value={ad.id}
            onChange={setChosen}
          />
        )}
        {platform === "google" ? <OnGoogle key={ad.id} ad={ad} /> : <OnMeta key={ad.id} ad={ad} />}
      </CardBody>
    </Card>
  );
}

function OnGoogle({ ad }: { ad: PreviewedAdOut }) {
  const look = useShownTheme();
  const [combination, setCombination] = useState(0);
  const subject = subjectOf(ad, "google");
  return (
    <div className="flex flex-col items-start gap-3">
      <CombinationButton content={subject.content} value={combination} onChange={setCombination} />
      {/* What stands there was checked against the platform's limits when it was proposed. */}
      <GoogleSearchPreview subject={subject} device="mobile" look={look} headlineLimit={Infinity} descriptionLimit={Infinity} combination={combination} />
    </div>
  );
}

function OnMeta({ ad }: { ad: PreviewedAdOut }) {
  const look = useShownTheme();
  const [placement, setPlacement] = useState<"feed" | "story">("feed");
  const subject = subjectOf(ad, "meta");
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-sunken p-3 sm:p-4">
      <SegmentedControl
        label="Placement"
        className="self-start"
        value={placement}
        onChange={setPlacement}
        segments={[
          { value: "feed", label: "Feed" },
          { value: "story", label: "Story" },
        ]}
      />
      {placement === "feed" ? <MetaFeedPreview subject={subject} device="mobile" look={look} /> : <MetaStoryPreview subject={subject} />}
    </div>
  );
}

function subjectOf(ad: PreviewedAdOut, platform: PreviewSubject["platform"]): PreviewSubject {
  return {
    content: {
      headline: ad.headline,
      primaryText: ad.primary_text,
      description: ad.description,
      callToAction: ad.call_to_action,
      destinationUrl: ad.destination_url,
      moreHeadlines: ad.more_headlines,
      moreDescriptions: ad.more_descriptions,
      displayPath: ad.display_path,
    },
    pageName: ad.page_name,
    pagePictureUrl: ad.page_picture_url,
    image: ad.image,
    callToActionLabel: ad.call_to_action_label,
    platform,
  };
}
