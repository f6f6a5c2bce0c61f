import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { useFieldControl } from "@/components/ui/Field";
import { controlClass } from "@/components/ui/Input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/Popover";
import { cn } from "@/lib/className";
import { type Day, formatDay } from "@/lib/days";
import { Calendar } from "./Calendar";

export interface DayPickerProps {
  value: Day | null;
  onChange: (day: Day) => void;
  placeholder?: string;
  min?: Day;
  max?: Day;
  disabled?: boolean;
}

/** One day. */
export function DayPicker({ value, onChange, placeholder = "Choose a day", min, max, disabled }: DayPickerProps) {
  const control = useFieldControl();
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        {...control}
        disabled={disabled}
        className={cn(controlClass, "flex h-9 items-center justify-between gap-2 px-3 text-left max-sm:h-11")}
      >
        <span className={cn(!value && "text-ink-faint")}>{value ? formatDay(value) : placeholder}</span>
        <CalendarDays aria-hidden className="size-4 text-ink-faint" />
      </PopoverTrigger>
      <PopoverContent label="Choose a day" align="start" className="w-72 p-3">
        <Calendar
          since={value}
          until={value}
          min={min}
          max={max}
          onPick={(day) => {
            onChange(day);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
