import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { MultiChoice } from "@/features/builder/MultiChoice";
import { messageAt } from "@/features/builder/problems";
import { platformsQuery } from "@/lib/platforms";
import { placesOf } from "./both";
import type { Side } from "./sides";
import type { BothEditor } from "./useBoth";

/** Countries and languages, written into both drafts: of Search the campaign's, of Meta every ad group's own. */
export function SharedPlacesFields({ both, sides }: { both: BothEditor; sides: readonly Side[] }) {
  const { data } = useQuery(platformsQuery);
  const places = placesOf(both.sides[0].draft);
  if (!places) return null;
  const named = (items: readonly { code: string; name: string }[] = []) => items.map(({ code, name }) => ({ value: code, label: name }));
  const [countries, languages] = [named(data?.countries), named(data?.languages)];
  const problem = sides.flatMap((side) => messageAt(side.problems, "search.countries") ?? [])[0] ?? null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Countries" required error={problem} help="Cities and regions are Google’s alone: write places for each platform to choose them.">
        <MultiChoice
          choices={countries}
          chosen={countries.filter((choice) => places.countries.includes(choice.value))}
          placeholder="Add a country"
          onChange={(chosen) => both.place({ countries: chosen.map((choice) => choice.value) })}
        />
      </Field>
      <Field label="Languages" optional help="Leave empty for every language.">
        <MultiChoice
          choices={languages}
          chosen={languages.filter((choice) => places.languages.includes(choice.value))}
          placeholder="Add a language"
          onChange={(chosen) => both.place({ languages: chosen.map((choice) => choice.value) })}
        />
      </Field>
    </div>
  );
}
