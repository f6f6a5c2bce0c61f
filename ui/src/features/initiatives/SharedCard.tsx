import { Check, Minus, Split } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { formatInstant } from "@/lib/days";
import type { Initiative, Shared } from "@/lib/initiatives";
import { type PlaceNames, usePlaceNames } from "@/lib/places";
import { platformName } from "@/lib/platforms";
import { purposeLabel } from "@/lib/words";

const LABELS: Readonly<Record<Shared["field"], string>> = {
  name: "Name",
  purpose: "Purpose",
  start_local: "Start",
  end_local: "End",
  countries: "Places",
  languages: "Languages",
  headline: "Headline",
  primary_text: "Text",
  destination_url: "Destination",
};

/** What both campaigns say alike, and where they differ. There is nothing else to being shared. */
export function SharedCard({ initiative }: { initiative: Initiative }) {
  const onGoogle = initiative.campaigns.find((campaign) => campaign.platform === "google");
  const places = usePlaceNames(onGoogle?.ad_account_id, initiative.shared.flatMap((shared) => shared.values.map(({ value }) => value)));
  return (
    <Card>
      <CardHeader
        title="What they share"
        description={
          initiative.is_draft
            ? "What is written in the builder of both is written into both. What you write for one platform alone stays there."
            : "A campaign was launched, so each is edited by itself from now on."
        }
      />
      <CardBody>
        <dl className="grid gap-x-4 gap-y-2.5 text-base sm:grid-cols-[8rem_1fr]">
          {initiative.shared.map((shared) => (
            <Row key={shared.field} shared={shared} initiative={initiative} places={places} />
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}

function Row({ shared, initiative, places }: { shared: Shared; initiative: Initiative; places: PlaceNames }) {
  const said = (campaignId: string) => words(shared, shared.values.find((each) => each.campaign_id === campaignId)?.value ?? "", places);
  const unsaid = !(shared.field in UNSAID) && shared.values.every(({ value }) => !value);
  return (
    <>
      <dt className="text-ink-faint">{LABELS[shared.field]}</dt>
      <dd className="min-w-0 break-words">
        {unsaid ? (
          <span className="flex gap-2 text-ink-faint">
            <Minus aria-hidden className="mt-0.5 size-4 shrink-0" /> not said yet
          </span>
        ) : shared.agrees ? (
          <span className="flex gap-2">
            <Check aria-label="The same" role="img" className="mt-0.5 size-4 shrink-0 text-positive" />
            <span className="min-w-0">{said(initiative.campaigns[0]?.id ?? "")}</span>
          </span>
        ) : (
          <span className="flex gap-2">
            <Split aria-label="Different" role="img" className="mt-0.5 size-4 shrink-0 text-warning" />
            <span className="grid min-w-0 gap-0.5">
              {initiative.campaigns.map((campaign) => (
                <span key={campaign.id}>
                  <span className="text-ink-soft">{platformName(campaign.platform)}:</span> {said(campaign.id)}
                </span>
              ))}
            </span>
          </span>
        )}
      </dd>
    </>
  );
}

// What it means to say nothing.
const UNSAID: Readonly<Record<string, string>> = {
  start_local: "as soon as it is approved",
  end_local: "until it is paused",
  languages: "all",
};

/** A value as people read it; the times are wall time, with no zone of their own. */
function words(shared: Shared, value: string, places: PlaceNames): string {
  if (!value) return UNSAID[shared.field] ?? "not said yet";
  if (shared.field === "purpose") return purposeLabel(value);
  if (shared.field === "start_local" || shared.field === "end_local") return formatInstant(`${value}:00Z`, "UTC");
  return shared.field === "countries" ? places.within(value) : value;
}
