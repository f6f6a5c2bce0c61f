import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** What the product tells open pages; the names are the API's. */
export const LIVE_KINDS = [
  "facts.updated",
  "sync.progress",
  "change.updated",
  "campaign.updated",
  "import.updated",
  "connection.updated",
  "drift.updated",
  "initiative.updated",
  "guardrails.updated",
  "approval_policy.updated",
] as const;

export type LiveKind = (typeof LIVE_KINDS)[number];
export type LiveState = "connecting" | "live" | "offline";

/** First words of the query keys that a kind of event makes stale. */
const STALE_BY_KIND: Readonly<Record<LiveKind, readonly string[]>> = {
  "facts.updated": ["overview", "campaigns", "campaign", "initiative", "ad-accounts", "sync-runs"],
  "sync.progress": ["sync-runs"],
  "change.updated": ["changes", "change", "campaigns", "campaign", "initiative"],
  "campaign.updated": ["campaigns", "campaign", "initiative"],
  "import.updated": ["imports", "import"],
  "connection.updated": ["connections", "connection", "ad-accounts"],
  "drift.updated": ["drift", "campaigns", "campaign"],
  "initiative.updated": ["initiative", "campaigns", "campaign"],
  "guardrails.updated": ["guardrails", "change"],
  "approval_policy.updated": ["approval-policy", "change", "changes"],
};

export function isStaleAfter(kind: LiveKind, queryKey: QueryKey): boolean {
  return typeof queryKey[0] === "string" && STALE_BY_KIND[kind].includes(queryKey[0]);
}

/**
 * Read again what an event touches. A first reading that is under way may have come just before the event and would
 * count as fresh; what it touches is read once more when that reading is there.
 */
export async function readAgain(queryClient: QueryClient, kind: LiveKind): Promise<void> {
  const touched = { predicate: ({ queryKey }: { queryKey: QueryKey }) => isStaleAfter(kind, queryKey) };
  const firstReadings = queryClient
    .getQueryCache()
    .findAll(touched)
    .filter(({ state }) => state.fetchStatus === "fetching" && state.data === undefined);
  void queryClient.invalidateQueries(touched);
  if (firstReadings.length === 0) return;
  await Promise.allSettled(firstReadings.map((query) => query.promise));
  await queryClient.invalidateQueries(touched);
}

const RETRY_MS = 5_000;

/**
 * Follow the product's events and mark what they touch as stale, so that open pages read it again by themselves.
 *
 * A short break is mended by the browser, which resumes after the last event it saw. After a long one (the product was
 * restarted, the session ended) nobody knows what was missed, so everything in sight is read again.
 */
export function followEvents(queryClient: QueryClient, onState: (state: LiveState) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let missed = false;

  function open() {
    onState("connecting");
    source = new EventSource("/api/v1/events");
    source.onopen = () => {
      onState("live");
      if (missed) void queryClient.invalidateQueries();
      missed = false;
    };
    source.onerror = () => {
      onState("offline");
      if (source?.readyState !== EventSource.CLOSED) return;
      missed = true;
      timer = setTimeout(open, RETRY_MS);
    };
    for (const kind of LIVE_KINDS) {
      source.addEventListener(kind, () => void readAgain(queryClient, kind));
    }
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
