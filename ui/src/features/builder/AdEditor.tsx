import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Input, Textarea } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import type { LaunchProblem } from "@/lib/campaign";
import { platformsQuery, textLimits } from "@/lib/platforms";
import { AdHead } from "./AdHead";
import { DestinationField } from "./DestinationField";
import { ImageField } from "./ImageField";
import { TextCount } from "./TextCount";
import type { DraftAd, DraftContent } from "./draft";
import type { DraftAction } from "./draftReducer";
import { messageAt } from "./problems";
import { Own } from "./written";

export interface AdEditorProps {
  ad: DraftAd;
  advertiserId: string;
  problems: readonly LaunchProblem[];
  edit: (action: DraftAction) => void;
  live?: boolean | undefined;
}

/** One ad on Meta: a headline and a text, a picture, where it leads, and its button. A draft's may become one on Google, too. */
export function AdEditor({ ad, advertiserId, problems, edit, live }: AdEditorProps) {
  const { data } = useQuery(platformsQuery);
  const limits = textLimits(data).filter(({ platform }) => !live || platform === "meta");
  const { content } = ad;
  const write = (fields: Partial<DraftContent>) => edit({ type: "write", ad: ad.key, content: fields });
  const missing = (field: string, value: string) => (value.trim() ? null : messageAt(problems, field, ad.id));
  const count = (field: string, text: string) => <TextCount field={field} text={text} limits={limits} />;
  return (
    <div className="flex flex-col gap-5">
      <AdHead ad={ad} error={missing("name", ad.name)} edit={edit} />
      <Own part="texts">
        <Field label="Headline" required aside={count("headline", content.headline)} error={missing("headline", content.headline)}>
          <Input value={content.headline} maxLength={2000} onChange={(event) => write({ headline: event.target.value })} />
        </Field>
        <Field
          label="Text"
          required
          aside={count("primary_text", content.primaryText)}
          error={missing("primary_text", content.primaryText)}
          {...(live ? {} : { help: "Meta’s primary text, Google’s description." })}
        >
          <Textarea rows={4} value={content.primaryText} maxLength={10_000} onChange={(event) => write({ primaryText: event.target.value })} />
        </Field>
      </Own>
      <ImageField
        assetId={content.assetId}
        there={ad.imageThere}
        advertiserId={advertiserId}
        error={content.assetId ? null : messageAt(problems, "asset_id", ad.id)}
        onChange={(assetId) => write({ assetId })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Own part="texts">
          <DestinationField
            value={content.destinationUrl}
            error={messageAt(problems, "destination_url", ad.id)}
            onChange={(destinationUrl) => write({ destinationUrl })}
          />
        </Own>
        <Field label="Button" required error={missing("call_to_action", content.callToAction)}>
          <Select
            choices={(data?.calls_to_action ?? []).map(({ key, label }) => ({ value: key, label }))}
            value={content.callToAction || null}
            placeholder="Choose the button"
            onChange={(callToAction) => write({ callToAction })}
          />
        </Field>
      </div>
      <Field
        label="Description"
        optional
        aside={count("description", content.description)}
        help={live ? "A second line under the headline." : "A second line under Meta’s headline; Google shows it after the text."}
      >
        <Input value={content.description} maxLength={2000} onChange={(event) => write({ description: event.target.value })} />
      </Field>
    </div>
  );
}
