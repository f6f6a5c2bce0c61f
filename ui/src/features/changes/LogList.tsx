import { formatInstant } from "@/lib/days";
import type { LogEntry } from "@/lib/changes";
import { AccountSentence } from "./AccountSentence";
import { durationWords, platformWords } from "./words";

/** The execution log: when, who, what, what the platform said, how long it took. */
export function LogList({ entries, adAccountId, zone }: { entries: readonly LogEntry[]; adAccountId: string | null; zone?: string }) {
  return (
    <ol className="flex flex-col divide-y divide-line text-base">
      {entries.map((entry) => (
        <li key={entry.id} className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_minmax(0,1fr)_auto]">
          <time dateTime={entry.at} className="figures text-sm text-ink-soft">
            {formatInstant(entry.at, zone)}
          </time>
          <div className="min-w-0">
            <p className="break-words">
              <AccountSentence adAccountId={adAccountId}>{entry.text}</AccountSentence>
            </p>
            <Said entry={entry} />
          </div>
          <p className="figures text-sm text-ink-soft sm:text-right">
            {entry.actor}
            {entry.duration_ms !== null && ` · ${durationWords(entry.duration_ms)}`}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Said({ entry }: { entry: LogEntry }) {
  const said = platformWords(entry.answer);
  if (!said && !entry.external_id) return null;
  return (
    <p className="text-sm break-words text-ink-soft">
      {said ? `The platform: “${said}”` : null}
      {said && entry.external_id ? " · " : null}
      {entry.external_id && <span className="font-mono text-xs">{entry.external_id}</span>}
    </p>
  );
}
