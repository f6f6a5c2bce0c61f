import { useCallback, useState } from "react";
import type { DraftAction, Places } from "@/features/builder/draftReducer";
import { type DraftEditor, useDraft } from "@/features/builder/useDraft";
import type { SharedKey } from "@/features/builder/written";
import type { Campaign } from "@/lib/campaign";
import { type SharedTexts, agree, firstAd, placesOf, takeOver, worseOf } from "./both";

export interface BothEditor {
  sides: readonly [DraftEditor, DraftEditor];
  /** Set fields of both drafts. */
  set: (fields: Extract<DraftAction, { type: "set" }>["fields"]) => void;
  /** Write texts into the first ad of both drafts. */
  write: (texts: Partial<SharedTexts>) => void;
  /** Set where people are and which languages they use in both drafts. */
  place: (places: Partial<Places>) => void;
  /** What is written once now: what both say alike, and nobody wants to write for each by itself. */
  together: ReadonlySet<SharedKey>;
  /** Write a part for each platform by itself. */
  part: (key: SharedKey) => void;
  /** What the second draft can take over from the first. */
  joinable: ReadonlySet<SharedKey>;
  /** Let the second draft say what the first says, and write it once from then on. */
  join: (key: SharedKey) => void;
  flush: () => Promise<boolean>;
}

const KEYS: readonly SharedKey[] = ["name", "places", "texts", "schedule"];

const NOWHERE: Places = { countries: [], languages: [] };

/** Two drafts of one idea, each on its platform and saving itself; what they share is written into both. */
export function useBoth([first, second]: readonly [Campaign, Campaign], [here, there]: readonly (string | undefined)[]): BothEditor {
  const one = useDraft(first, here);
  const other = useDraft(second, there);
  const [apart, setApart] = useState<ReadonlySet<SharedKey>>(new Set());
  const together = new Set(KEYS.filter((key) => !apart.has(key) && agree(key, one.draft, other.draft)));
  const flush = useCallback(async () => {
    const saved = await Promise.all([one.flush(), other.flush()]);
    return saved.every(Boolean);
  }, [one, other]);
  return {
    sides: [one, other],
    set: (fields) => {
      one.edit({ type: "set", fields });
      other.edit({ type: "set", fields });
    },
    write: (texts) => {
      for (const { draft, edit } of [one, other]) {
        const ad = firstAd(draft);
        if (ad) edit({ type: "write", ad: ad.key, content: texts });
      }
    },
    place: (changed) => {
      const places = { ...NOWHERE, ...placesOf(one.draft), ...changed };
      one.edit({ type: "setPlaces", places });
      other.edit({ type: "setPlaces", places });
    },
    together,
    joinable: new Set(KEYS.filter((key) => takeOver(key, one.draft, other.draft) !== null)),
    part: (key) => setApart((before) => new Set([...before, key])),
    join: (key) => {
      const action = takeOver(key, one.draft, other.draft);
      if (action) other.edit(action);
      setApart((before) => new Set([...before].filter((each) => each !== key)));
    },
    flush,
  };
}

/** How saving both stands. */
export const savingOf = ({ sides: [one, other] }: BothEditor) => worseOf(one.saving, other.saving);
