import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { type NamingIn, type NamingOut, type RuleMode, namingPreview } from "@/api";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import { toast } from "@/components/ui/toast";
import { platformName } from "@/lib/platforms";
import { ProblemError, sentenceOf } from "@/lib/problem";

const MODES: readonly { value: RuleMode; label: string }[] = [
  { value: "off", label: "Leave as they are" },
  { value: "warn", label: "Warn" },
  { value: "refuse", label: "Refuse the launch" },
  { value: "apply", label: "Apply at launch" },
];
const SEPARATORS = ["_", "-", "|", ".", "/", "~"].map((value) => ({ value, label: value }));
const LEVELS = [
  { key: "campaign", label: "Campaigns" },
  { key: "ad_group", label: "Ad groups" },
  { key: "ad", label: "Ads" },
] as const;

function entered(rules: NamingOut): NamingIn {
  const { names, campaign, ad_group, ad, separator, lower, links, parameters } = rules;
  return { names, campaign, ad_group, ad, separator, lower, links, parameters: { ...parameters } };
}

/** Templates with what they make of an example, while they are written. */
export function NamingForm({ rules, advertiserId, readOnly, onSave }: {
  rules: NamingOut;
  advertiserId: string | undefined;
  readOnly: boolean;
  onSave: (body: NamingIn) => Promise<void>;
}) {
  const [draft, setDraft] = useState<NamingIn>(() => entered(rules));
  const shown = useDeferredValue(draft);
  const preview = useQuery({
    queryKey: ["naming", "preview", advertiserId, shown],
    queryFn: () => namingPreview({ body: { ...shown, advertiser_id: advertiserId ?? null } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useMutation({ mutationFn: onSave, onSuccess: () => toast.success("Templates saved") });
  const set = (part: Partial<NamingIn>) => setDraft((before) => ({ ...before, ...part }));
  const failed = preview.error instanceof ProblemError ? preview.error : null;
  const errorOf = (field: string) => failed?.fields.find((each) => each.field === field)?.message ?? null;
  const tokens = Object.keys(rules.tokens).map((token) => `{${token}}`).join(" ");
  const macros = rules.macros.map((macro) => `{${macro}}`).join(" ");

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <fieldset disabled={readOnly} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Names that do not follow">
            <Select choices={MODES} value={draft.names ?? "off"} onChange={(names) => set({ names })} />
          </Field>
          <Field label="Separator" error={errorOf("separator")}>
            <Select choices={SEPARATORS} value={draft.separator ?? "_"} onChange={(separator) => set({ separator })} />
          </Field>
        </div>
        <p className="text-sm break-words text-ink-soft">Tokens: {tokens}</p>
        {LEVELS.map(({ key, label }) => (
          <Field key={key} label={label} optional error={errorOf(key)}>
            <Input value={draft[key] ?? ""} maxLength={200} onChange={(event) => set({ [key]: event.target.value || null })} />
          </Field>
        ))}
        <Field label="Links without these parameters">
          <Select choices={MODES} value={draft.links ?? "off"} onChange={(links) => set({ links })} />
        </Field>
        <p className="text-sm break-words text-ink-soft">Also, put in by the platform at the click: {macros}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          {rules.known_parameters.map((name) => (
            <Field key={name} label={name} error={errorOf(`parameters.${name}`)}>
              <Input
                value={draft.parameters?.[name] ?? ""}
                maxLength={200}
                onChange={(event) => set({ parameters: { ...draft.parameters, [name]: event.target.value } })}
              />
            </Field>
          ))}
        </div>
      </fieldset>
      <section aria-label="Example" aria-live="polite" className="grid gap-3 rounded-control border border-line bg-sunken p-3 text-sm">
        {preview.data?.examples.map((each) => (
          <div key={each.platform} className="min-w-0">
            <p className="font-semibold">{platformName(each.platform)}</p>
            <p className="break-all">{each.campaign}</p>
            <p className="break-all text-ink-soft">
              {each.ad_group} › {each.ad}
            </p>
            <p className="break-all text-ink-soft">{each.destination_url}</p>
          </div>
        ))}
      </section>
      <FormProblem message={save.error ? sentenceOf(save.error) : undefined} />
      {!readOnly && (
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={save.isPending} disabled={Boolean(failed)}>
            Save templates
          </Button>
        </div>
      )}
    </form>
  );
}
