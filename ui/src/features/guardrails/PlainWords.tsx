import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { sentenceOf } from "@/lib/problem";

/** What settings mean, in the server's own sentences, while they are edited. */
export function PlainWords<Body>({ name, body, ask }: {
  /** Of the settings, for the cache. */
  name: string;
  body: Body;
  ask: (body: Body) => Promise<{ sentences: string[] }>;
}) {
  const settled = useDeferredValue(body);
  const { data, error } = useQuery({
    queryKey: ["plain-words", name, settled],
    queryFn: () => ask(settled),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
  });
  return (
    <section aria-label="In plain words" aria-live="polite" className="rounded-card border border-amber-border bg-amber-ground p-4">
      <h3 className="text-sm">In plain words</h3>
      {error ? (
        <p className="mt-1.5 text-base text-negative">{sentenceOf(error)}</p>
      ) : (
        <ul className="mt-1.5 flex list-disc flex-col gap-1 pl-4 text-base">
          {(data?.sentences ?? []).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
