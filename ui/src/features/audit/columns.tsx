import { type AuditEntryOut } from "@/api";
import type { Column } from "@/components/data-table/columns";
import { Badge } from "@/components/ui/Badge";
import { formatInstant } from "@/lib/days";
import { readable } from "@/lib/words";
import { type FieldDifference, differences } from "./differences";

type AuditEntry = AuditEntryOut;

export const auditColumns: readonly Column<AuditEntry>[] = [
  {
    key: "at",
    label: "When",
    fixed: true,
    cell: (entry) => (
      <time dateTime={entry.at} className="figures whitespace-nowrap" title={entry.at}>
        {formatInstant(entry.at)}
      </time>
    ),
  },
  {
    key: "actor",
    label: "Who",
    cell: (entry) => (
      <span className="flex items-center gap-1.5">
        {entry.actor_name}
        {entry.actor_kind !== "person" && <Badge tone="info">{readable(entry.actor_kind)}</Badge>}
      </span>
    ),
  },
  { key: "action", label: "What", cell: (entry) => <span className="font-semibold">{entry.action}</span> },
  { key: "subject", label: "On", cell: (entry) => <span title={entry.subject_id}>{readable(entry.subject_type)}</span> },
  { key: "difference", label: "Before → after", cell: (entry) => <Difference entry={entry} /> },
  { key: "why", label: "Why", cell: (entry) => <span className="whitespace-normal">{entry.why}</span> },
];

const SHOWN = 3;

function Difference({ entry }: { entry: AuditEntry }) {
  const found = differences(entry.before, entry.after);
  if (found.length === 0) return null;
  return (
    <ul className="min-w-72 py-1.5 text-sm whitespace-normal">
      {found.slice(0, SHOWN).map((difference) => (
        <DifferenceLine key={difference.field} {...difference} />
      ))}
      {found.length > SHOWN && (
        <li>
          <details>
            <summary className="text-ink-soft">{found.length - SHOWN} more</summary>
            <ul>
              {found.slice(SHOWN).map((difference) => (
                <DifferenceLine key={difference.field} {...difference} />
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  );
}

function DifferenceLine({ field, before, after }: FieldDifference) {
  return (
    <li className="max-w-md min-w-48 wrap-anywhere">
      <span className="text-ink-faint">{readable(field)}: </span>
      {before !== null && <span className="text-ink-soft line-through">{before}</span>}
      {before !== null && after !== null && " → "}
      {after !== null && <span>{after}</span>}
    </li>
  );
}
