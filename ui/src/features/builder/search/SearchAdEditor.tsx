import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { parseDestination } from "@/features/previews/destination";
import { countLimit, platformsQuery, textLimits } from "@/lib/platforms";
import type { AdEditorProps } from "../AdEditor";
import { AdHead } from "../AdHead";
import { DestinationField } from "../DestinationField";
import { TextCount } from "../TextCount";
import type { DraftContent } from "../draft";
import { messageAt } from "../problems";
import { Own, useWrittenForBoth } from "../written";
import { TextList } from "./TextList";

const PATH_PARTS = [0, 1] as const;

/** One responsive search ad: texts that Google combines, where they lead, and what stands after the domain. */
export function SearchAdEditor({ ad, problems, edit, live }: AdEditorProps) {
  const { data } = useQuery(platformsQuery);
  const above = useWrittenForBoth("texts");
  const limits = textLimits(data).filter((limit) => limit.platform === "google");
  const { content } = ad;
  const write = (fields: Partial<DraftContent>) => edit({ type: "write", ad: ad.key, content: fields });
  const at = (field: string) => messageAt(problems, field, ad.id);
  const headlines = countLimit(data, "google", "headlines");
  const descriptions = countLimit(data, "google", "descriptions");
  const pathLimit = limits.filter((limit) => limit.field === "display_path");
  // Google has no names for these ads: once an ad is there, it is called by what it says.
  const named = !(live && ad.id);
  const domain = parseDestination(content.destinationUrl)?.domain ?? "yourwebsite.com";
  return (
    <div className="flex flex-col gap-6">
      <AdHead ad={ad} named={named} error={ad.name.trim() ? null : at("name")} edit={edit} />
      <Own part="texts">
        <DestinationField value={content.destinationUrl} error={at("destination_url")} onChange={(destinationUrl) => write({ destinationUrl })} />
      </Own>
      <TextList
        label="Headlines"
        one="Headline"
        before={above ? [content.headline] : []}
        texts={above ? content.moreHeadlines : [content.headline, ...content.moreHeadlines]}
        atLeast={headlines?.at_least ?? 3}
        atMost={headlines?.at_most ?? 15}
        limit={limits.find((limit) => limit.field === "headline")}
        error={at("headlines")}
        help="Up to three are shown at once, in any order. Ten or more give Google something to choose from."
        onChange={(texts) => {
          const [headline = "", ...moreHeadlines] = above ? [content.headline, ...texts] : texts;
          write({ headline, moreHeadlines });
        }}
      />
      <TextList
        label="Descriptions"
        one="Description"
        before={above ? [content.primaryText] : []}
        texts={[...(above ? [] : [content.primaryText]), content.description, ...content.moreDescriptions]}
        atLeast={descriptions?.at_least ?? 2}
        atMost={descriptions?.at_most ?? 4}
        limit={limits.find((limit) => limit.field === "description")}
        error={at("descriptions")}
        help="Up to two are shown below the headlines."
        onChange={(texts) => {
          const [primaryText = "", description = "", ...moreDescriptions] = above ? [content.primaryText, ...texts] : texts;
          write({ primaryText, description, moreDescriptions });
        }}
      />
      <fieldset>
        <legend className="text-base font-semibold">
          Display path <span className="ml-1 text-sm font-normal text-ink-faint">optional</span>
        </legend>
        <p className="mb-3 text-sm text-ink-soft">Words after {domain} that say where the ad leads; the address itself stays as it is.</p>
        <div className="grid gap-4 sm:grid-cols-2">
          {PATH_PARTS.map((index) => (
            <Field
              key={index}
              label={`Path ${index + 1}`}
              aside={<TextCount field="display_path" text={content.displayPath[index] ?? ""} limits={pathLimit} />}
              error={at(`display_path.${index}`)}
            >
              <Input
                value={content.displayPath[index] ?? ""}
                maxLength={100}
                disabled={index > 0 && !content.displayPath[0]}
                onChange={(event) => write({ displayPath: withPart(content.displayPath, index, event.target.value) })}
              />
            </Field>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

/** The path with one part written otherwise; a second part needs a first. */
function withPart(path: readonly string[], index: number, text: string): string[] {
  const [first = "", second = ""] = path;
  if (index > 0) return [first, text];
  return text ? [text, second] : [];
}
