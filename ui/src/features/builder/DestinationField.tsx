import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { parseDestination } from "@/features/previews/destination";

/** Where an ad leads; what cannot be an address is said at once. */
export function DestinationField({ value, error, onChange }: {
  value: string;
  /** What the server says of an empty one. */
  error: string | null;
  onChange: (value: string) => void;
}) {
  return (
    <Field label="Destination" required error={value.trim() ? wrongWith(value) : error}>
      <Input value={value} inputMode="url" placeholder="tastychips.co/spicy" maxLength={4000} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

const wrongWith = (typed: string): string | null =>
  parseDestination(typed) ? null : "This is not the address of a web page, such as example.com/offer.";
