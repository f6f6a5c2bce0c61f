import { CheckboxLine } from "@/components/ui/Checkbox";
import { Field } from "@/components/ui/Field";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import type { StepProps } from "../EditCampaignPage";
import { messageAt } from "../problems";
import type { DraftSearch } from "./draftSearch";

/** Where besides Google's own search the ads may be shown, and what the European Union wants to know. */
export function NetworkFields({ editor, problems, search }: StepProps & { search: DraftSearch }) {
  const set = (fields: Partial<DraftSearch>) => editor.edit({ type: "set", fields: { search: { ...search, ...fields } } });
  const warning = messageAt(problems, "search.political");
  return (
    <>
      <fieldset className="flex flex-col gap-3">
        <legend className="text-base font-semibold">Networks</legend>
        <p className="text-sm text-ink-soft">The ads are always shown in Google’s own search.</p>
        <CheckboxLine
          label="Search partners"
          hint="Also in the search of other websites that use Google’s."
          checked={search.partners}
          onChange={(partners) => set({ partners })}
        />
        <CheckboxLine
          label="Display Network"
          hint="Also on websites and in apps, to people who are not searching."
          checked={search.display}
          onChange={(display) => set({ display })}
        />
      </fieldset>
      <Field
        label="Political ads"
        help="The European Union’s rules want every campaign declared. They mean ads of political actors, and ads about elections, laws or public policy."
      >
        <SegmentedControl
          label="Political ads"
          className="self-start"
          value={search.political ? "yes" : "no"}
          onChange={(answer) => set({ political: answer === "yes" })}
          segments={[
            { value: "no", label: "No, not political" },
            { value: "yes", label: "Yes, political" },
          ]}
        />
      </Field>
      {warning && <p className="text-sm text-warning">{warning}</p>}
    </>
  );
}
