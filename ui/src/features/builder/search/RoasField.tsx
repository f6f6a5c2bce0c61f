import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import type { StepProps } from "../EditCampaignPage";
import { readAmount } from "../amounts";
import { messageAt } from "../problems";
import type { DraftSearch } from "./draftSearch";

const DECIMALS = 4;

/** The return that target ROAS aims for. */
export function RoasField({ search, problems, edit }: {
  search: DraftSearch;
  problems: StepProps["problems"];
  edit: StepProps["editor"]["edit"];
}) {
  const typed = search.targetRoas;
  return (
    <Field
      label="Target ROAS"
      required
      error={readAmount(typed, DECIMALS, "The target").problem ?? messageAt(problems, "search.target_roas")}
      help="Revenue for each unit of money spent: 3.5 means 350 %."
    >
      <div className="relative">
        <Input
          value={typed}
          inputMode="decimal"
          autoComplete="off"
          maxLength={10}
          className="figures pr-10"
          onChange={(event) => edit({ type: "set", fields: { search: { ...search, targetRoas: event.target.value } } })}
        />
        <span aria-hidden className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-ink-soft">
          ×
        </span>
      </div>
    </Field>
  );
}
