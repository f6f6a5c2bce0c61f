import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import type { ScheduleSlot } from "@/lib/campaign";
import { zoneCity } from "@/lib/days";
import { readable } from "@/lib/words";
import type { StepProps } from "../EditCampaignPage";
import { messageAt } from "../problems";
import type { DraftSearch } from "./draftSearch";
import { WEEKDAYS, WORKING_HOURS, clockOf, endOf, minutesOf, slotProblem } from "./hours";

const STEP_SECONDS = 900;
const DAYS = WEEKDAYS.map((day) => ({ value: day, label: readable(day) }));

/** On which days and at which hours ads may be shown, in the account's zone. */
export function AdHours({ editor, problems, account, search }: StepProps & { search: DraftSearch }) {
  const { schedule } = search;
  const set = (slots: readonly ScheduleSlot[]) => editor.edit({ type: "set", fields: { search: { ...search, schedule: slots } } });
  const error = messageAt(problems, "search.schedule");
  return (
    <section aria-label="Hours" className="flex flex-col gap-3">
      <CheckboxLine
        label="Show ads at set hours only"
        hint={`Otherwise they are shown at any time. Hours are those of ${zoneCity(account?.zone ?? "UTC")}, in quarters.`}
        checked={schedule.length > 0}
        onChange={(on) => set(on ? WORKING_HOURS : [])}
      />
      {schedule.map((slot, index) => (
        // Times have no identity but their place.
        <SlotFields
          key={index}
          number={index + 1}
          slot={slot}
          problem={slotProblem(slot, schedule)}
          onChange={(changed) => set(schedule.with(index, changed))}
          onRemove={() => set(schedule.toSpliced(index, 1))}
        />
      ))}
      {error && <p className="text-sm text-negative">{error}</p>}
      {schedule.length > 0 && (
        <div className="sm:pl-7">
          <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={() => set([...schedule, nextSlot(schedule)])}>
            Add hours
          </Button>
        </div>
      )}
    </section>
  );
}

function SlotFields({ number, slot, problem, onChange, onRemove }: {
  number: number;
  slot: ScheduleSlot;
  problem: string | null;
  onChange: (slot: ScheduleSlot) => void;
  onRemove: () => void;
}) {
  return (
    <div role="group" aria-label={`Hours ${number}`} className="sm:pl-7">
      <div className="grid max-w-xl grid-cols-[minmax(0,1fr)_auto] items-end gap-2 sm:grid-cols-[minmax(0,1fr)_7.5rem_7.5rem_auto]">
        <Field label="Day">
          <Select choices={DAYS} value={slot.weekday} onChange={(weekday) => onChange({ ...slot, weekday: weekday as ScheduleSlot["weekday"] })} />
        </Field>
        <div className="order-last col-span-2 grid grid-cols-2 gap-2 sm:order-none">
          <Field label="From">
            <Input
              type="time"
              step={STEP_SECONDS}
              value={clockOf(slot.from_minute)}
              onChange={(event) => event.target.value && onChange({ ...slot, from_minute: minutesOf(event.target.value) })}
            />
          </Field>
          <Field label="Until">
            <Input
              type="time"
              step={STEP_SECONDS}
              value={clockOf(slot.until_minute)}
              onChange={(event) => event.target.value && onChange({ ...slot, until_minute: endOf(event.target.value) })}
            />
          </Field>
        </div>
        <IconButton label={`Remove hours ${number}`} onClick={onRemove}>
          <Trash2 className="size-4" />
        </IconButton>
      </div>
      {problem && <p className="mt-1 text-sm text-negative">{problem}</p>}
    </div>
  );
}

/** The first day without hours, with those of the last. */
function nextSlot(schedule: readonly ScheduleSlot[]): ScheduleSlot {
  const taken = new Set(schedule.map((slot) => slot.weekday));
  const last = schedule.at(-1) ?? WORKING_HOURS[0];
  const weekday = WEEKDAYS.find((day) => !taken.has(day)) ?? "monday";
  return { from_minute: last?.from_minute ?? 0, until_minute: last?.until_minute ?? 24 * 60, weekday };
}
