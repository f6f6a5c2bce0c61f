import { useQuery } from "@tanstack/react-query";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { advertisersQuery } from "@/lib/accounts";

/** Which advertisers a member may see; null means all of them. */
export function AdvertiserLimits({ value, onChange }: { value: string[] | null; onChange: (value: string[] | null) => void }) {
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  if (advertisers.length < 2) return null;
  return (
    <fieldset className="grid gap-2.5">
      <legend className="mb-2 text-sm font-semibold">Advertisers</legend>
      <CheckboxLine checked={value === null} onChange={(all) => onChange(all ? null : [])} label="All, also later ones" />
      {value !== null &&
        advertisers.map((advertiser) => (
          <CheckboxLine
            key={advertiser.id}
            checked={value.includes(advertiser.id)}
            label={advertiser.name}
            onChange={(on) => onChange(on ? [...value, advertiser.id] : value.filter((id) => id !== advertiser.id))}
          />
        ))}
    </fieldset>
  );
}
