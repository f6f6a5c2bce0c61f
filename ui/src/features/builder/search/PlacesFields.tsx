import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
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
          chosen={countries.filter((choice) => search.countries.includes(choice.value))}
          placeholder="Add a country"
          onChange={(chosen) => onChange({ countries: chosen.map((choice) => choice.value) })}
        />
      </Field>
      <Field label="Languages" optional help="Leave empty for every language; Google matches keywords in any.">
        <MultiChoice
          choices={languages}
          chosen={languages.filter((choice) => search.languages.includes(choice.value))}
          placeholder="Add a language"
          onChange={(chosen) => onChange({ languages: chosen.map((choice) => choice.value) })}
        />
      </Field>
    </section>
  );
}
