import { Figure, NotAvailable } from "@/components/Figure";
import { Badge } from "@/components/ui/Badge";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { cn } from "@/lib/className";
import { formatPeriod } from "@/lib/days";
import { formatCount, plural } from "@/lib/format";
import { readable } from "@/lib/words";
import { fieldLabel, fieldUnit, totalsInOrder } from "./fields";
import type { Understood } from "./queries";

/** Rows, days, currency, levels and totals, as they would be written. */
export function UnderstoodCard({ preview, stale }: { preview: Understood; stale: boolean }) {
  const { since_date: since, until_date: until } = preview;
  return (
    <Card className={cn(stale && "opacity-60")}>
      <CardHeader title="What was understood" description="Nothing is written before you import." />
      <CardBody className="grid gap-5">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
          <Fact label="Rows" value={formatCount(preview.rows_taken)} note={rowsNote(preview)} />
          <Fact
            label="Days"
            value={since ? formatCount(preview.days) : <NotAvailable reason="The rows have no day yet." />}
            note={since && until ? formatPeriod(since, until) : "not known yet"}
          />
          <Fact label="Currency" value={preview.currency ?? <NotAvailable reason="Choose it." />} />
          <Fact
            label="Campaigns"
            value={formatCount(preview.campaigns)}
            note={`${plural(preview.ad_groups, "ad group")}, ${plural(preview.ads, "ad")}`}
          />
        </dl>
        {preview.levels.length > 1 && (
          <div>
            <h3 className="mb-1.5 font-sans text-sm font-normal tracking-normal text-ink-faint">Rows by level</h3>
            <ul className="flex flex-wrap gap-1.5">
              {preview.levels.map(({ level, rows, taken }) => (
                <li key={level}>
                  <Badge tone={taken ? "amber" : "neutral"}>
                    {readable(level)}: {formatCount(rows)} {taken ? "(taken)" : "(repeat the same figures)"}
                  </Badge>
                </li>
              ))}
            </ul>
          </div>
        )}
        <div>
          <h3 className="mb-1.5 font-sans text-sm font-normal tracking-normal text-ink-faint">Totals of these rows</h3>
          <dl className="grid grid-cols-2 gap-x-6 sm:grid-cols-3">
            {totalsInOrder(preview.totals).map(([field, total]) => (
              <div key={field} className="flex items-baseline justify-between gap-3 border-b border-line py-1.5">
                <dt className="truncate text-ink-soft">{fieldLabel(field)}</dt>
                <dd className="font-semibold">
                  {total !== null && fieldUnit(field) === "money" && preview.currency === null ? (
                    <span className="figures">{total}</span>
                  ) : (
                    <Figure
                      value={total}
                      unit={fieldUnit(field)}
                      currency={preview.currency}
                      precision="usual"
                      reason="The file does not give it."
                    />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      </CardBody>
    </Card>
  );
}

function Fact({ label, value, note }: { label: string; value: React.ReactNode; note?: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-faint">{label}</dt>
      <dd className="figures text-lg font-semibold">{value}</dd>
      {note && <dd className="text-sm text-ink-soft">{note}</dd>}
    </div>
  );
}

function rowsNote({ rows, rows_taken, summary_rows, repeated_rows }: Understood): string {
  if (rows === rows_taken) return "all of the file";
  const why = [
    summary_rows > 0 && `${formatCount(summary_rows)} totals`,
    repeated_rows > 0 && `${formatCount(repeated_rows)} repeated`,
  ].filter(Boolean);
  return `of ${formatCount(rows)}${why.length > 0 ? ` (${why.join(", ")})` : ""}`;
}
