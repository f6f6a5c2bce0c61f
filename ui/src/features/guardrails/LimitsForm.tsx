import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type GuardrailsOut, type LimitsIn, guardrailsSummarize } from "@/api";
import { Button } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/toast";
import { ProblemError, sentenceOf } from "@/lib/problem";
import { AmountsField } from "./AmountsField";
import { NeverTouch } from "./NeverTouch";
import { NoTouchHours } from "./NoTouchHours";
import { PlainWords } from "./PlainWords";
import { type LimitsDraft, bodyOf, draftOf } from "./limits";

/** The limits of one level, with what they mean while they are edited. */
export function LimitsForm({ saved, currencies, advertiserId, accountId, mayEdit, onSave }: {
  saved: GuardrailsOut;
  currencies: readonly string[];
  advertiserId: string | undefined;
  accountId: string | undefined;
  mayEdit: boolean;
  onSave: (body: LimitsIn) => Promise<unknown>;
}) {
  const [draft, setDraft] = useState<LimitsDraft>(() => draftOf(saved.limits));
  const change = (part: Partial<LimitsDraft>) => setDraft((before) => ({ ...before, ...part }));
  const body = bodyOf(draft);
  const save = useMutation({ mutationFn: () => onSave(body), onSuccess: () => toast.success("Guardrails saved") });
  const problem = save.error instanceof ProblemError ? save.error : null;
  const errorOf = (field: string) => problem?.fields.find((each) => each.field.startsWith(field))?.message;
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset disabled={!mayEdit} className="grid gap-6 sm:grid-cols-2">
        <div className="rounded-card border border-line bg-sunken p-4 sm:col-span-2">
          <CheckboxLine
            checked={draft.stopped}
            onChange={(stopped) => change({ stopped })}
            disabled={!mayEdit}
            label="Stop all changes"
            hint="Only what lowers spend still passes: pausing, archiving, a smaller budget."
          />
        </div>
        <AmountsField
          label="Largest increase per day"
          help="Of an ad account’s daily cost, all changes of a day together."
          error={errorOf("max_daily_increase")}
          currencies={currencies}
          value={draft.max_daily_increase}
          onChange={(max_daily_increase) => change({ max_daily_increase })}
        />
        <AmountsField
          label="Largest daily budget"
          help="Of any campaign or ad group."
          error={errorOf("max_daily_budget")}
          currencies={currencies}
          value={draft.max_daily_budget}
          onChange={(max_daily_budget) => change({ max_daily_budget })}
        />
        <NumberField
          label="Largest step"
          unit="%"
          help="By how much one budget may rise at once. Bigger steps restart learning on the platform."
          error={errorOf("max_step_percent")}
          value={draft.max_step_percent}
          onChange={(max_step_percent) => change({ max_step_percent })}
        />
        <NumberField
          label="Cool-down"
          unit="h"
          help="How long what was changed is left alone."
          error={errorOf("cool_down_hours")}
          value={draft.cool_down_hours}
          onChange={(cool_down_hours) => change({ cool_down_hours })}
        />
        <NoTouchHours value={draft.no_touch_hours} error={errorOf("no_touch_hours")} onChange={(no_touch_hours) => change({ no_touch_hours })} />
        <NumberField
          label="Largest change"
          unit="entities"
          help="Campaigns, ad groups and ads that one change may touch."
          error={errorOf("max_entities")}
          value={draft.max_entities}
          onChange={(max_entities) => change({ max_entities })}
        />
        <div className="sm:col-span-2">
          <NeverTouch
            advertiserId={advertiserId}
            accountId={accountId}
            value={draft.never_touch}
            saved={saved.never_touched}
            onChange={(never_touch) => change({ never_touch })}
          />
        </div>
      </fieldset>
      <PlainWords name="guardrails" body={body} ask={(asked) => guardrailsSummarize({ body: asked })} />
      <FormProblem message={save.error && !problem?.fields.length ? sentenceOf(save.error) : undefined} />
      {mayEdit && (
        <Button type="submit" look="primary" className="self-start" busy={save.isPending}>
          Save guardrails
        </Button>
      )}
    </form>
  );
}

function NumberField({ label, unit, help, error, value, onChange }: {
  label: string;
  unit: string;
  help: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label} help={help} error={error ?? null} aside={unit}>
      <Input inputMode="numeric" className="figures" placeholder="Not limited" value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}
