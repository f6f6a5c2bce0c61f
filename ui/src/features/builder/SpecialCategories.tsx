import { useQuery } from "@tanstack/react-query";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { platformsQuery } from "@/lib/platforms";
import type { StepProps } from "./EditCampaignPage";

/** What the law wants to know on Meta. */
export function SpecialCategories({ editor }: StepProps) {
  const { draft, edit } = editor;
  const { data } = useQuery(platformsQuery);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="text-base font-semibold">Special ad categories</legend>
      <p className="-mt-1 text-sm text-ink-soft">The law restricts ads about these. Tick what the ads are about; leave the rest.</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {(data?.special_ad_categories ?? []).map(({ key, label }) => (
          <CheckboxLine
            key={key}
            label={label}
            checked={draft.specialAdCategories.includes(key)}
            onChange={(on) => {
              const others = draft.specialAdCategories.filter((each) => each !== key);
              edit({ type: "set", fields: { specialAdCategories: on ? [...others, key] : others } });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
