import { CircleAlert, CloudCheck, CloudOff, LoaderCircle, PencilLine } from "lucide-react";
import { Notice } from "@/components/ui/Badge";
import type { SaveState } from "./autosave";

const words = { saved: "Saved", waiting: "Editing", saving: "Saving", retrying: "Not saved yet", refused: "Not saved", conflict: "Not saved" };
const icons = { saved: CloudCheck, waiting: PencilLine, saving: LoaderCircle, retrying: CloudOff, refused: CircleAlert, conflict: CircleAlert };

/** Whether what is on the page is on the server. */
export function SaveMark({ state }: { state: SaveState }) {
  const Icon = icons[state.kind];
  const bad = state.kind === "retrying" || state.kind === "refused" || state.kind === "conflict";
  return (
    <span role="status" aria-label={`Draft: ${words[state.kind]}`} className={`flex items-center gap-1.5 text-sm ${bad ? "font-semibold text-negative" : "text-ink-soft"}`}>
      <Icon aria-hidden className={state.kind === "saving" ? "size-4 animate-spin" : "size-4"} />
      {words[state.kind]}
    </span>
  );
}

/** What is wrong with saving, and what happens next. */
export function SaveNotice({ state }: { state: SaveState }) {
  if (state.kind !== "retrying" && state.kind !== "refused" && state.kind !== "conflict") return null;
  const next = {
    retrying: "What you typed is kept in this browser and saved as soon as it can be.",
    refused: "What you typed is kept in this browser. Correct it and it is saved.",
    conflict: "What you typed is kept in this browser. Reload the page to see the campaign as it is now.",
  }[state.kind];
  return (
    <Notice tone={state.kind === "retrying" ? "warning" : "negative"} className="mb-4">
      <strong>{state.message}</strong> {next}
    </Notice>
  );
}
