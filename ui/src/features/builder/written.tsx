import { type ReactNode, createContext, use } from "react";

/** A part of a campaign that can be written once for both platforms. */
export type SharedKey = "name" | "places" | "texts" | "schedule";

const Written = createContext<ReadonlySet<SharedKey> | null>(null);

/** Around the station of one of two campaigns: these parts are written above it, for both platforms. */
export function WrittenForBoth({ parts, children }: { parts: ReadonlySet<SharedKey>; children: ReactNode }) {
  return <Written value={parts}>{children}</Written>;
}

/** Fields that are this campaign's own, unless they are written for both platforms. */
export function Own({ part, children }: { part: SharedKey; children: ReactNode }) {
  return useWrittenForBoth(part) ? null : children;
}

/** Whether a part is written for both platforms, above. */
export const useWrittenForBoth = (part: SharedKey): boolean => use(Written)?.has(part) ?? false;

/** Whether the campaign is one of two, and so stays on its platform. */
export const useIsOneOfTwo = (): boolean => use(Written) !== null;
