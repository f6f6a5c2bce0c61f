import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import type { Choice } from "@/components/ui/Select";
import type { LaunchProblem } from "@/lib/campaign";
import { usePlaceNames } from "@/lib/places";
import { platformsQuery } from "@/lib/platforms";
import { MultiChoice } from "../MultiChoice";
import { messageAt } from "../problems";
import { Own } from "../written";
import { PlacePicker } from "./PlacePicker";
import type { DraftSearch } from "./draftSearch";

/** Where people are, and which languages they use; on Search that is the campaign's. */
export function PlacesFields({ search, adAccountId, problems, onChange }: {
  search: DraftSearch;
  adAccountId: string | null;
  problems: readonly LaunchProblem[];
  onChange: (fields: Pick<Partial<DraftSearch>, "countries" | "excludedPlaces" | "languages">) => void;
}) {
  const { data } = useQuery(platformsQuery);
  const excludedProblem = messageAt(problems, "search.excluded_places");
  const places = usePlaceNames(adAccountId, [excludedProblem ?? ""]);
  const languages = (data?.languages ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <section aria-label="Places and languages" className="grid items-start gap-4 sm:grid-cols-2">
      <Own part="places">
        <Field
          label="Places"
          required
          error={messageAt(problems, "search.countries")}
          help="People who are there; not those who only look for the place."
        >
          <PlacePicker
            adAccountId={adAccountId}
            chosen={search.countries}
            placeholder="Add a country, region or city"
            onChange={(countries) => onChange({ countries })}
          />
        </Field>
      </Own>
      <Field
        label="Places to leave out"
        optional
        error={excludedProblem && places.within(excludedProblem)}
        help="Parts of the places above in which nobody sees the ads."
      >
        <PlacePicker
          adAccountId={adAccountId}
          chosen={search.excludedPlaces}
          placeholder="Leave out a place"
          onChange={(excludedPlaces) => onChange({ excludedPlaces })}
        />
      </Field>
      <Own part="places">
        <Field label="Languages" optional help="Leave empty for every language; Google matches keywords in any.">
          <MultiChoice
            choices={languages}
            chosen={named(search.languages, languages)}
            placeholder="Add a language"
            onChange={(chosen) => onChange({ languages: chosen.map((choice) => choice.value) })}
          />
        </Field>
      </Own>
    </section>
  );
}

/** What is chosen, by name; a language that came from Google and is not of the list is known by its number alone. */
const named = (codes: readonly string[], choices: readonly Choice[]): Choice[] =>
  codes.map((code) => choices.find((choice) => choice.value === code) ?? { value: code, label: `Language ${code.replace("google:", "")} of Google` });
