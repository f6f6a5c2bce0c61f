import type { Tone } from "@/components/ui/Badge";
import type { Connection } from "./queries";

const MS_PER_DAY = 86_400_000;
const SOON_DAYS = 14;

export interface Health {
  tone: Tone;
  word: string;
  /** What it means and what to do; null when all is well. */
  advice: string | null;
}

/** Whole days until the token ends; negative when it has; null when it does not end. */
export function daysLeft(expiresAt: string | null, now = new Date()): number | null {
  return expiresAt === null ? null : Math.floor((new Date(expiresAt).getTime() - now.getTime()) / MS_PER_DAY);
}

export function describeExpiry(expiresAt: string | null, now = new Date()): string {
  const days = daysLeft(expiresAt, now);
  if (days === null) return "Does not expire";
  if (days < 0) return "Expired";
  if (days === 0) return "Expires today";
  return `Expires in ${days} ${days === 1 ? "day" : "days"}`;
}

/** A connection's state in a word, and what to do about it. Passing trouble is not the same as a revoked token. */
export function healthOf(connection: Connection, now = new Date()): Health {
  if (connection.status === "disconnected") {
    return { tone: "neutral", word: "Disconnected", advice: "History is kept. Reconnect to sync and launch again." };
  }
  if (connection.status === "reconnect_needed") {
    return {
      tone: "negative",
      word: "Reconnect needed",
      advice: connection.trouble ?? "The platform no longer accepts the token. Reconnect to go on.",
    };
  }
  if (connection.missing_scopes.length > 0) {
    return {
      tone: "warning",
      word: "Permissions missing",
      advice: `Not granted: ${connection.missing_scopes.join(", ")}. Reconnect and allow them.`,
    };
  }
  const days = daysLeft(connection.expires_at, now);
  if (days !== null && days <= SOON_DAYS) {
    return { tone: "warning", word: "Expires soon", advice: `${describeExpiry(connection.expires_at, now)}. Renew it now.` };
  }
  if (connection.trouble !== null) {
    return { tone: "warning", word: "Passing trouble", advice: `${connection.trouble} It is tried again by itself.` };
  }
  return { tone: "positive", word: "Good", advice: null };
}
