import type { Draft } from "./draft";

/** What was typed and is not saved yet, kept in this browser: it outlives a reload and an ended session. */
const KEY = "adwright.draft.";

export function keepBackup(campaignId: string, draft: Draft, storage: Storage = localStorage): void {
  try {
    storage.setItem(KEY + campaignId, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage: the server's copy is the only one.
  }
}

export function dropBackup(campaignId: string, storage: Storage = localStorage): void {
  storage.removeItem(KEY + campaignId);
}

export function readBackup(campaignId: string, storage: Storage = localStorage): Draft | null {
  const kept = storage.getItem(KEY + campaignId);
  if (!kept) return null;
  try {
    const draft: unknown = JSON.parse(kept);
    const known = typeof draft === "object" && draft !== null && "search" in draft;
    const whole = known && "adGroups" in draft && Array.isArray(draft.adGroups);
    return whole ? (draft as Draft) : null;
  } catch {
    return null;
  }
}
