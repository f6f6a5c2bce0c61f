import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Choice } from "@/components/ui/Select";
import { formatCountShort } from "@/lib/format";
import { type Place, placeTitle, placesQuery, usePlaceNames } from "@/lib/places";
import { platformsQuery } from "@/lib/platforms";
import { useSettled } from "@/lib/useSettled";
import { MultiChoice } from "../MultiChoice";

const AFTER_TYPING_MS = 250;

/** Several places, by what is typed: countries at once, cities and regions as Google suggests them. */
export function PlacePicker({ adAccountId, chosen, placeholder, onChange }: {
  adAccountId: string | null;
  /** Codes of places. */
  chosen: readonly string[];
  placeholder: string;
  onChange: (chosen: string[]) => void;
}) {
  const { data: platforms } = useQuery(platformsQuery);
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  const settled = useSettled(typed, AFTER_TYPING_MS);
  const { data: found, isFetching } = useQuery(placesQuery(adAccountId, settled));
  const names = usePlaceNames(adAccountId, chosen);
  const choices = placeChoices(platforms?.countries ?? [], found?.items ?? [], typed);
  return (
    <MultiChoice
      choices={choices}
      chosen={chosen.map((code) => ({ value: code, label: picked[code] ?? names.of(code) }))}
      placeholder={placeholder}
      onSearch={setTyped}
      empty={isFetching || settled !== typed ? "Searching …" : "No place of this name. Try the name in English."}
      onChange={(wanted) => {
        setPicked(Object.fromEntries(wanted.map(({ value, label }) => [value, label])));
        setTyped("");
        onChange(wanted.map(({ value }) => value));
      }}
    />
  );
}

/** Countries with a word that begins like what is typed, then what the platform found besides. */
export function placeChoices(countries: readonly { code: string; name: string }[], found: readonly Place[], typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const known = new Set(countries.map(({ code }) => code));
  return [
    ...countries.filter(({ name }) => ` ${name.toLowerCase()}`.includes(` ${wanted}`)).map(({ code, name }) => ({ value: code, label: name })),
    ...found
      .filter(({ code, name }) => !known.has(code) && name.toLowerCase().includes(wanted))
      .map((place) => ({
        value: place.code,
        label: placeTitle(place),
        hint: place.reach === null ? place.kind : `${place.kind}, about ${formatCountShort(place.reach)} people`,
      })),
  ];
}
