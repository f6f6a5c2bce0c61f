import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { type Campaign, type LaunchProblem, campaignQuery } from "@/lib/campaign";
import { Autosaver, type SaveState } from "./autosave";
import type { Draft } from "./draft";
import { fromCampaign, saveDraft } from "./draftApi";
import { dropBackup, keepBackup, readBackup } from "./draftBackup";
import { type DraftAction, draftReducer } from "./draftReducer";

// A pause in writing makes a version; a choice is saved sooner.
const AFTER_WRITING_MS = 2_000;
const AFTER_CHOOSING_MS = 600;

export interface DraftEditor {
  campaignId: string;
  draft: Draft;
  edit: (action: DraftAction) => void;
  saving: SaveState;
  /** What the server says stands between the draft and its launch, as of the last save. */
  problems: LaunchProblem[];
  /** Save now; true when everything is saved. */
  flush: () => Promise<boolean>;
  /** Ask the server again what stands in the way, when something else than the draft has changed. */
  recheck: () => Promise<void>;
  /** Something typed before was not saved and is here again. */
  restored: boolean;
}

/** A draft that saves itself. What is not saved yet is kept in the browser, too. */
export function useDraft(campaign: Campaign, platform: string | undefined): DraftEditor {
  const queryClient = useQueryClient();
  const [backup] = useState(() => readBackup(campaign.id));
  const [draft, dispatch] = useReducer(draftReducer, campaign, (from) => backup ?? fromCampaign(from, platform));
  const [saving, setSaving] = useState<SaveState>({ kind: "saved" });
  const [problems, setProblems] = useState(campaign.problems);
  const newest = useRef(draft);
  const saver = useRef<Autosaver<null> | null>(null);

  const apply = useCallback((action: DraftAction) => {
    newest.current = draftReducer(newest.current, action);
    dispatch({ type: "replace", draft: newest.current });
  }, []);

  const edit = useCallback(
    (action: DraftAction) => {
      apply(action);
      keepBackup(campaign.id, newest.current);
      saver.current?.change(null, action.type === "write" ? AFTER_WRITING_MS : AFTER_CHOOSING_MS);
    },
    [apply, campaign.id],
  );

  useEffect(() => {
    const made = new Autosaver<null>({
      save: () =>
        saveDraft(campaign.id, newest.current, {
          onVersion: (kept) => apply({ type: "versionKept", ...kept }),
          onTree: (ids, saved) => {
            apply({ type: "treeKept", ids });
            setProblems(saved.problems);
            queryClient.setQueryData(campaignQuery(saved.id).queryKey, saved);
            void queryClient.invalidateQueries({ queryKey: ["campaigns"] });
          },
        }),
      onState: (state) => {
        if (state.kind === "saved") dropBackup(campaign.id);
        setSaving(state);
      },
    });
    saver.current = made;
    if (readBackup(campaign.id)) made.change(null, AFTER_CHOOSING_MS);
    const saveWhenHidden = () => document.visibilityState === "hidden" && void made.flush();
    document.addEventListener("visibilitychange", saveWhenHidden);
    return () => {
      document.removeEventListener("visibilitychange", saveWhenHidden);
      void made.flush().finally(() => made.stop());
    };
  }, [apply, campaign.id, queryClient]);

  const flush = useCallback(() => saver.current?.flush() ?? Promise.resolve(true), []);
  const recheck = useCallback(async () => {
    const now = await queryClient.fetchQuery({ ...campaignQuery(campaign.id), staleTime: 0 });
    setProblems(now.problems);
  }, [campaign.id, queryClient]);
  return { campaignId: campaign.id, draft, edit, saving, problems, flush, recheck, restored: backup !== null };
}
