import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import type { Choice } from "@/components/ui/Select";
import { platformsQuery } from "@/lib/platforms";
import { MultiChoice } from "../MultiChoice";
import type { DraftSearch } from "./draftSearch";

/** Where people are, and which languages they use; on Search that is the campaign's. */
export function PlacesFields({ search, error, onChange }: {
  search: DraftSearch;
  error: string | null;
  onChange: (fields: Pick<Partial<DraftSearch>, "countries" | "languages">) => void;
}) {
  const { data } = useQuery(platformsQuery);
  const countries = (data?.countries ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const languages = (data?.languages ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <section aria-label="Places and languages" className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Countries" required error={error} help="People who are there; not those who only look for the place.">
        <MultiChoice
          choices={countries}
          chosen={named(search.countries, countries, "Place")}
          placeholder="Add a country"
          onChange={(chosen) => onChange({ countries: chosen.map((choice) => choice.value) })}
        />
      </Field>
      <Field label="Languages" optional help="Leave empty for every language; Google matches keywords in any.">
        <MultiChoice
          choices={languages}
          chosen={named(search.languages, languages, "Language")}
          placeholder="Add a language"
          onChange={(chosen) => onChange({ languages: chosen.map((choice) => choice.value) })}
        />
      </Field>
    </section>
  );
}

/** What is chosen, by name; cities and the like that came from Google are known here by its number alone. */
const named = (codes: readonly string[], choices: readonly Choice[], what: string): Choice[] =>
  codes.map((code) => choices.find((choice) => choice.value === code) ?? { value: code, label: `${what} ${code.replace("google:", "")} of Google` });
