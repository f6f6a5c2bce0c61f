import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Input, Textarea } from "@/components/ui/Input";
import { TextCount } from "@/features/builder/TextCount";
import { DestinationField } from "@/features/builder/DestinationField";
import { NO_CONTENT } from "@/features/builder/draft";
import { messageAt } from "@/features/builder/problems";
import { platformsQuery, textLimits } from "@/lib/platforms";
import { firstAd } from "./both";
import type { Side } from "./sides";
import type { BothEditor } from "./useBoth";

/** One headline, one text and one destination for the first ad of both platforms. */
export function SharedTextFields({ both, sides }: { both: BothEditor; sides: readonly Side[] }) {
  const { data } = useQuery(platformsQuery);
  const limits = textLimits(data);
  const ads = sides.map((side) => firstAd(side.editor.draft));
  const content = ads[0]?.content ?? NO_CONTENT;
  const missing = (field: string, value: string) =>
    value.trim() ? null : sides.map((side, index) => messageAt(side.problems, field, ads[index]?.id)).find((message) => message) ?? null;
  const count = (field: string, text: string) => <TextCount field={field} text={text} limits={limits} />;
  return (
    <>
      <Field label="Headline" required aside={count("headline", content.headline)} error={missing("headline", content.headline)}>
        <Input value={content.headline} maxLength={2000} onChange={(event) => both.write({ headline: event.target.value })} />
      </Field>
      <Field
        label="Text"
        required
        aside={count("primary_text", content.primaryText)}
        error={missing("primary_text", content.primaryText)}
        help="Meta’s primary text, Google’s first description."
      >
        <Textarea rows={4} value={content.primaryText} maxLength={10_000} onChange={(event) => both.write({ primaryText: event.target.value })} />
      </Field>
      <DestinationField
        value={content.destinationUrl}
        error={missing("destination_url", content.destinationUrl)}
        onChange={(destinationUrl) => both.write({ destinationUrl })}
      />
    </>
  );
}
