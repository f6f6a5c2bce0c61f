import { Field, FormProblem } from "@/components/ui/Field";
import { Input, Textarea } from "@/components/ui/Input";
import { AccountStep } from "@/features/builder/AccountStep";
import { AudienceStep } from "@/features/builder/AudienceStep";
import { BudgetStep } from "@/features/builder/BudgetStep";
import { CreativeStep } from "@/features/builder/CreativeStep";
import { PurposeStep } from "@/features/builder/PurposeStep";
import { ReviewParts } from "@/features/builder/ReviewStep";
import { ScheduleFields } from "@/features/builder/ScheduleFields";
import { findAd } from "@/features/builder/draftReducer";
import { messageAt } from "@/features/builder/problems";
import type { StepKey } from "@/features/builder/steps";
import type { SharedKey } from "@/features/builder/written";
import type { LaunchProblem } from "@/lib/campaign";
import { SharedPart } from "./SharedPart";
import { SharedPlacesFields } from "./SharedPlacesFields";
import { SharedTextFields } from "./SharedTextFields";
import { togetherWords } from "../budgetSplit";
import { budgetOf, firstAd } from "./both";
import { type Side, Sides } from "./sides";
import type { BothEditor } from "./useBoth";

export interface InitiativeStepProps {
  step: StepKey;
  both: BothEditor;
  sides: readonly Side[];
  /** By campaign. */
  chosenAds: Readonly<Record<string, string>>;
  onChooseAd: (campaignId: string, ad: string) => void;
  why: string;
  onWhy: (why: string) => void;
  onVisit: (step: StepKey, problem?: LaunchProblem) => void;
  refused: string | undefined;
}

const NOTHING: ReadonlySet<SharedKey> = new Set();

/** One station for both drafts: first what is written once, then what each platform needs besides. */
export function InitiativeStep(props: InitiativeStepProps) {
  const { step, both, sides } = props;
  const first = sides[0];
  if (!first) return null;
  const { draft } = first.editor;
  if (step === "purpose") {
    return <PurposeStep platform={null} everywhere value={draft.purpose} onChoose={(purpose) => both.set({ purpose })} />;
  }
  return (
    <div className="flex flex-col gap-6">
      {step === "account" && (
        <SharedPart both={both} part="name" name="the name">
          <Field label="Name" required error={messageAt(first.problems, "name")} help="Of the initiative and of both campaigns.">
            <Input value={draft.name} maxLength={200} onChange={(event) => both.set({ name: event.target.value })} />
          </Field>
        </SharedPart>
      )}
      {step === "account" && (
        <Sides sides={sides} written={both.together}>
          {(side) => <AccountStep {...side} />}
        </Sides>
      )}
      {step === "audience" && (
        <SharedPart both={both} part="places" name="places">
          <SharedPlacesFields both={both} sides={sides} />
        </SharedPart>
      )}
      {step === "audience" && (
        <Sides sides={sides} written={both.together}>
          {(side) => <AudienceStep {...side} />}
        </Sides>
      )}
      {step === "creative" && <CreativeParts {...props} />}
      {step === "budget" && <BudgetParts {...props} first={first} />}
      {step === "review" && <ReviewOfBoth {...props} />}
    </div>
  );
}

function CreativeParts({ both, sides, chosenAds, onChooseAd }: InitiativeStepProps) {
  return (
    <>
      <SharedPart both={both} part="texts" name="headline and text">
        <SharedTextFields both={both} sides={sides} />
      </SharedPart>
      {sides.map((side) => {
        const { draft, campaignId } = side.editor;
        const ad = findAd(draft, chosenAds[campaignId] ?? null);
        // Only the first ad says what both say; every other one is the platform's own.
        const isFirst = ad?.key === firstAd(draft)?.key;
        return (
          <Sides key={side.platform} sides={[side]} written={isFirst ? both.together : NOTHING}>
            {() => <CreativeStep {...side} chosenAd={ad?.key ?? null} onChooseAd={(key) => onChooseAd(campaignId, key)} />}
          </Sides>
        );
      })}
    </>
  );
}

function BudgetParts({ both, sides, first }: InitiativeStepProps & { first: Side }) {
  const zones = [...new Set(sides.map((side) => side.account?.zone ?? "UTC"))];
  return (
    <>
      <SharedPart both={both} part="schedule" name="the schedule">
        <ScheduleFields
          draft={first.editor.draft}
          zones={zones}
          today={first.account?.today ?? first.nowLocal.slice(0, 10)}
          startProblem={messageAt(first.problems, "start_local")}
          endProblem={messageAt(first.problems, "end_local")}
          onChange={both.set}
        />
      </SharedPart>
      <Sides sides={sides} written={both.together}>
        {(side) => <BudgetStep {...side} />}
      </Sides>
      <p role="status" className="rounded-card border border-line bg-sunken px-4 py-3 text-base">
        {togetherWords(sides.map((side) => budgetOf(side.editor.draft, side.account?.currency ?? null)))}
      </p>
    </>
  );
}

function ReviewOfBoth({ sides, why, onWhy, onVisit, refused }: InitiativeStepProps) {
  return (
    <>
      <Sides sides={sides} written={NOTHING}>
        {(side) => <ReviewParts {...side} onVisit={onVisit} />}
      </Sides>
      <Field label="Why" optional help="One sentence for whoever approves them; it stays with both changes.">
        <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => onWhy(event.target.value)} />
      </Field>
      <FormProblem message={refused} />
    </>
  );
}
