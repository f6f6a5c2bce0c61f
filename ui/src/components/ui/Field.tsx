import { CircleAlert } from "lucide-react";
import { type ReactNode, createContext, useContext, useId } from "react";
import { cn } from "@/lib/className";

interface FieldContext {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const Context = createContext<FieldContext | null>(null);

/** What a control inside a field needs so that label, help and error belong to it. */
export function useFieldControl(): Record<string, unknown> {
  const field = useContext(Context);
  if (!field) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}

export interface FieldProps {
  label: ReactNode;
  /** How to answer; always visible, never only in a placeholder. */
  help?: ReactNode;
  /** What is wrong, in words. */
  error?: string | null;
  /** Right of the label: a counter, a link. */
  aside?: ReactNode;
  optional?: boolean;
  required?: boolean;
  className?: string;
  children: ReactNode;
}

export function Field({ label, help, error, aside, optional, required, className, children }: FieldProps) {
  const id = useId();
  const helpId = help ? `${id}-help` : null;
  const errorId = error ? `${id}-error` : null;
  const describedBy = [errorId, helpId].filter(Boolean).join(" ") || undefined;
  return (
    <Context value={{ id, describedBy, invalid: Boolean(error), required: Boolean(required) }}>
      <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
        <div className="flex items-baseline justify-between gap-3">
          <label htmlFor={id} className="text-sm font-semibold">
            {label}
            {optional && <span className="ml-1.5 font-normal text-ink-faint">optional</span>}
          </label>
          {aside && <span className="text-xs text-ink-faint">{aside}</span>}
        </div>
        {children}
        {error && (
          <p id={errorId ?? undefined} className="flex gap-1.5 text-sm text-negative">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>{error}</span>
          </p>
        )}
        {help && (
          <p id={helpId ?? undefined} className="text-sm text-ink-soft">
            {help}
          </p>
        )}
      </div>
    </Context>
  );
}

/** What is wrong with a form as a whole; read out when it appears. */
export function FormProblem({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <div
      role="alert"
      className="flex gap-2 rounded-control border border-negative-border bg-negative-ground px-3 py-2.5 text-sm text-negative"
    >
      <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
      <p>{message}</p>
    </div>
  );
}
