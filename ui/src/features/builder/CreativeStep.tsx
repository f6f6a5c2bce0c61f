import { AdEditor } from "./AdEditor";
import { AdTree } from "./AdTree";
import type { StepProps } from "./EditCampaignPage";
import { findAd } from "./draftReducer";
import { SearchAdEditor } from "./search/SearchAdEditor";

/** The ads: chosen at the left, written in the middle, seen at the right on every keystroke. */
export function CreativeStep({ editor, problems, live, callToAction, chosenAd, onChooseAd }: StepProps & {
  chosenAd: string | null;
  onChooseAd: (ad: string) => void;
}) {
  const { draft, edit } = editor;
  const ad = findAd(draft, chosenAd);
  const Editor = draft.search ? SearchAdEditor : AdEditor;
  const wrong = new Set(problems.filter((problem) => problem.level === "ad" && problem.severity === "error").map((problem) => problem.node_id));
  if (draft.adGroups.length === 0) {
    return <p className="text-base text-ink-soft">There is no ad group yet, which the ads stand in. Add one under Audience.</p>;
  }
  return (
    <div className="flex flex-col gap-5">
      <AdTree draft={draft} chosen={ad?.key ?? null} wrong={wrong} onChoose={onChooseAd} edit={edit} callToAction={callToAction} />
      {ad ? (
        <Editor key={ad.key} ad={ad} advertiserId={draft.advertiserId} problems={problems} edit={edit} live={live} />
      ) : (
        <p className="text-base text-ink-soft">There is no ad yet. Add one to an ad group.</p>
      )}
    </div>
  );
}
