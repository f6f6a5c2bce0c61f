import { DayPicker } from "@/components/date-range/DayPicker";
import { Button } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { type Day, addDays, zoneCity } from "@/lib/days";
import type { Draft } from "./draft";

const FIRST_HOUR = "09:00";
const LAST_MINUTE = "23:59";
const USUAL_DAYS = 14;

/** When the campaign runs, by the wall clock of the account's own zone, which is named. */
export function ScheduleFields({ draft, startFixed, zones, today, startProblem, endProblem, onChange }: {
  draft: Draft;
  /** The platform keeps the start of what exists. */
  startFixed?: boolean;
  /** Of each account that the times count in. */
  zones: readonly string[];
  today: Day;
  startProblem: string | null;
  endProblem: string | null;
  onChange: (fields: Pick<Partial<Draft>, "startLocal" | "endLocal">) => void;
}) {
  return (
    <section aria-label="Schedule" className="flex flex-col gap-4">
      <div>
        <h3 className="text-base">Schedule</h3>
        <p className="text-sm text-ink-soft">
          All times are in {zones.length > 1 ? "each ad account’s own zone" : "the ad account’s zone"}:{" "}
          <strong className="text-ink">{zones.map(zoneCity).join(" and ")}</strong> ({zones.join(", ")}).
        </p>
      </div>
      {startFixed ? (
        <p className="text-base text-ink-soft">The start stays as it is: Google keeps that of a campaign that exists.</p>
      ) : (
        <>
          <CheckboxLine
            checked={draft.startLocal !== null}
            onChange={(on) => onChange({ startLocal: on ? `${addDays(today, 1)}T${FIRST_HOUR}` : null })}
            label="Start at a set time"
            hint="Otherwise it starts as soon as its launch is approved."
          />
          {draft.startLocal && (
            <Moment label="Start" value={draft.startLocal} min={today} error={startProblem} onChange={(startLocal) => onChange({ startLocal })} />
          )}
        </>
      )}
      <CheckboxLine
        checked={draft.endLocal !== null}
        onChange={(on) => onChange({ endLocal: on ? `${addDays(draft.startLocal?.slice(0, 10) ?? today, USUAL_DAYS)}T${LAST_MINUTE}` : null })}
        label="End at a set time"
        hint={draft.budgetPeriod === "lifetime" ? "A lifetime budget needs an end." : "Otherwise it runs until somebody pauses it."}
      />
      {draft.endLocal ? (
        <Moment
          label="End"
          value={draft.endLocal}
          min={draft.startLocal?.slice(0, 10) ?? today}
          error={endProblem}
          onChange={(endLocal) => onChange({ endLocal })}
        />
      ) : (
        endProblem && (
          <p role="alert" className="text-sm text-negative">
            {endProblem}{" "}
            <Button size="small" onClick={() => onChange({ endLocal: `${addDays(today, USUAL_DAYS)}T${LAST_MINUTE}` })}>
              Set an end
            </Button>
          </p>
        )
      )}
    </section>
  );
}

function Moment({ label, value, min, error, onChange }: {
  label: string;
  value: string;
  min: Day;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const [day = "", time = ""] = value.split("T");
  return (
    <div className="grid max-w-md grid-cols-[minmax(0,1fr)_8rem] gap-3 pl-7">
      <Field label={`${label} day`} error={error}>
        <DayPicker value={day} min={min} onChange={(next) => onChange(`${next}T${time}`)} />
      </Field>
      <Field label={`${label} time`}>
        <Input type="time" value={time} onChange={(event) => event.target.value && onChange(`${day}T${event.target.value}`)} />
      </Field>
    </div>
  );
}
