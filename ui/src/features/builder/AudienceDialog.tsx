import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { Select } from "@/components/ui/Select";
import { api } from "@/lib/api";
import type { Targeting } from "@/lib/campaign";
import { usePlaceNames } from "@/lib/places";
import { platformsQuery } from "@/lib/platforms";
import { ProblemError, sentenceOf } from "@/lib/problem";
import { AudienceSize } from "./AudienceSize";
import { MultiChoice } from "./MultiChoice";
import { type Audience, interestsQuery } from "./queries";
import { EVERYBODY, OLDEST, YOUNGEST, targetingProblems } from "./targeting";

const ages = (last: string) =>
  Array.from({ length: OLDEST - YOUNGEST + 1 }, (_, index) => YOUNGEST + index).map((age) => ({
    value: String(age),
    label: age === OLDEST ? last : String(age),
  }));

/** Make an audience, or edit one; an edit makes a new version and leaves what is live as it was launched. */
export function AudienceDialog({ audience, like, advertiserId, adAccountId, onClose, onSaved }: {
  audience: Audience | null;
  /** Whom a new audience is made from. */
  like: { name: string; targeting: Targeting } | null;
  advertiserId: string;
  adAccountId: string | null;
  onClose: () => void;
  onSaved: (audience: Audience) => void;
}) {
  const queryClient = useQueryClient();
  const { data } = useQuery(platformsQuery);
  const [name, setName] = useState(audience?.name ?? (like ? like.name : ""));
  const [targeting, setTargeting] = useState<Targeting>(audience?.targeting ?? like?.targeting ?? EVERYBODY);
  const [tried, setTried] = useState(false);
  const [typed, setTyped] = useState("");
  const { data: found } = useQuery(interestsQuery(adAccountId, typed));
  const places = usePlaceNames(adAccountId, targeting.countries);
  const set = (fields: Partial<Targeting>) => setTargeting((before) => ({ ...before, ...fields }));

  const save = useMutation({
    mutationFn: () =>
      audience
        ? api.patch<Audience>(`/audiences/${audience.id}`, { name, targeting })
        : api.post<Audience>("/audiences", { advertiser_id: advertiserId, name, targeting }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: ["audiences"] });
      onSaved(saved);
    },
  });
  const refused = save.error ? wordsOf(save.error) : undefined;
  const problems = tried ? targetingProblems(name, targeting) : {};
  const submit = () => {
    setTried(true);
    if (Object.keys(targetingProblems(name, targeting)).length === 0) save.mutate();
  };
  const named = (items: readonly { code: string; name: string }[] = []) => items.map(({ code, name: label }) => ({ value: code, label }));
  const countries = named(data?.countries);
  const languages = named(data?.languages);

  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => !open && onClose()}
      title={audience ? "Edit audience" : "New audience"}
      description={audience ? "Saving makes a new version. What is live keeps the version it was launched with." : "It can be used again in every campaign of this advertiser."}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={save.isPending} onClick={submit}>
            {audience ? "Save new version" : "Save audience"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Field label="Name" required error={problems.name ?? null}>
          <Input value={name} maxLength={200} placeholder="Snack lovers, US" onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Countries" required error={problems.countries ?? null}>
          <MultiChoice
            choices={countries}
            chosen={targeting.countries.map((code) => ({ value: code, label: places.of(code) }))}
            placeholder="Add a country"
            onChange={(chosen) => set({ countries: chosen.map((choice) => choice.value) })}
          />
        </Field>
        <div className="grid gap-5 sm:grid-cols-3">
          <Field label="Age from" error={problems.age ?? null}>
            <Select choices={ages("65")} value={String(targeting.age_min)} onChange={(age) => set({ age_min: Number(age) })} />
          </Field>
          <Field label="Age to">
            <Select choices={ages("65 and older")} value={String(targeting.age_max)} onChange={(age) => set({ age_max: Number(age) })} />
          </Field>
          <Field label="Gender">
            <SegmentedControl
              label="Gender"
              value={targeting.genders.length === 1 ? (targeting.genders[0] as "female" | "male") : "all"}
              onChange={(gender) => set({ genders: gender === "all" ? [] : [gender] })}
              segments={[
                { value: "all", label: "All" },
                { value: "female", label: "Women" },
                { value: "male", label: "Men" },
              ]}
            />
          </Field>
        </div>
        <Field label="Languages" optional help="Leave empty unless the language is not the usual one where these people live.">
          <MultiChoice
            choices={languages}
            chosen={languages.filter((choice) => targeting.languages.includes(choice.value))}
            placeholder="Add a language"
            onChange={(chosen) => set({ languages: chosen.map((choice) => choice.value) })}
          />
        </Field>
        <Field label="Interests" optional help="From the platform’s own catalogue; one of them is enough.">
          <MultiChoice
            choices={(found?.items ?? []).map((interest) => ({ value: interest.external_id, label: interest.name }))}
            chosen={targeting.interests.map((interest) => ({ value: interest.external_id, label: interest.name }))}
            placeholder="Search interests"
            onSearch={setTyped}
            empty={typed.trim().length > 1 ? "No interest of this name. Try another word." : "Type two letters or more."}
            onChange={(chosen) => set({ interests: chosen.map((choice) => ({ external_id: choice.value, name: choice.label })) })}
          />
        </Field>
        <CheckboxLine
          checked={targeting.expand}
          onChange={(expand) => set({ expand })}
          label="Let the platform go beyond these people"
          hint="It then treats this as a suggestion where it expects better results (Meta: Advantage audience)."
        />
        <AudienceSize adAccountId={adAccountId} targeting={targeting} />
        <FormProblem message={refused} />
      </div>
    </Dialog>
  );
}

/** What the server said of each field, or of the whole. */
function wordsOf(error: unknown): string {
  const fields = error instanceof ProblemError ? error.fields.map((field) => field.message) : [];
  return fields.length > 0 ? fields.join(" ") : sentenceOf(error);
}
