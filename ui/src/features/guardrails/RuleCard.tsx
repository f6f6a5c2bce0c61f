import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Role } from "@/api";
import { IconButton } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { ChoiceChips } from "@/components/ui/ChoiceChips";
import { Field } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { AUTHOR_WORDS, KIND_WORDS } from "@/features/changes/words";
import { AUTHOR_KINDS, CHANGE_KINDS } from "@/lib/changes";
import { roleLabel } from "@/lib/words";
import { AmountsField } from "./AmountsField";
import type { AutomaticDraft, RuleDraft } from "./policy";

const KINDS = CHANGE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }));
const AUTHORS = AUTHOR_KINDS.map((value) => ({ value, label: AUTHOR_WORDS[value] }));
const rolesOf = (roles: readonly Role[]) => roles.map((value) => ({ value, label: roleLabel(value) }));
const APPROVERS = rolesOf(["owner", "admin", "manager", "approver"]);
const BUILDERS = rolesOf(["owner", "admin", "manager"]);
const COUNTS = [1, 2, 3, 4, 5].map((count) => ({ value: String(count), label: String(count) }));

/** One rule: which changes, and who has to approve them. */
export function RuleCard({ number, rule, currencies, onChange }: {
  number: number;
  rule: RuleDraft;
  currencies: readonly string[];
  /** Null takes the rule away. */
  onChange: (part: Partial<RuleDraft> | null) => void;
}) {
  return (
    <Framed title={`Rule ${number}`} onRemove={() => onChange(null)}>
      <ChoiceChips label="Changes of kind" any="any kind" choices={KINDS} value={rule.kinds} onChange={(kinds) => onChange({ kinds })} />
      <ChoiceChips label="Proposed by" any="anybody" choices={AUTHORS} value={rule.authors} onChange={(authors) => onChange({ authors })} />
      {(rule.authors.length === 0 || rule.authors.includes("person")) && (
        <ChoiceChips label="With the role" any="any role" choices={BUILDERS} value={rule.author_roles} onChange={(author_roles) => onChange({ author_roles })} />
      )}
      <AmountsField
        label="That raise the daily cost by more than"
        help="Without an amount, whatever they cost."
        currencies={currencies}
        value={rule.over}
        onChange={(over) => onChange({ over })}
      />
      <div className="grid gap-4 border-t border-line pt-4 sm:grid-cols-[7rem_minmax(0,1fr)]">
        <Field label="Approvals">
          <Select choices={COUNTS} value={String(rule.approvals)} onChange={(count) => onChange({ approvals: Number(count) })} />
        </Field>
        <ChoiceChips label="By" any="whoever may approve" choices={APPROVERS} value={rule.approver_roles} onChange={(approver_roles) => onChange({ approver_roles })} />
      </div>
      <CheckboxLine checked={rule.author_counts} onChange={(author_counts) => onChange({ author_counts })} label="The author’s own approval counts" />
      <CheckboxLine checked={rule.link_counts} onChange={(link_counts) => onChange({ link_counts })} label="An approval by link counts as one" />
    </Framed>
  );
}

/** Changes that need nobody. */
export function AutomaticCard({ number, automatic, currencies, onChange }: {
  number: number;
  automatic: AutomaticDraft;
  currencies: readonly string[];
  onChange: (part: Partial<AutomaticDraft> | null) => void;
}) {
  return (
    <Framed title={`Without approval ${number}`} onRemove={() => onChange(null)}>
      <ChoiceChips label="Proposed by" any="choose at least one" choices={AUTHORS} value={automatic.authors} onChange={(authors) => onChange({ authors })} />
      <ChoiceChips label="Changes of kind" any="any kind" choices={KINDS} value={automatic.kinds} onChange={(kinds) => onChange({ kinds })} />
      <AmountsField
        label="That raise the daily cost by no more than"
        help="Without an amount, whatever they cost; guardrails hold all the same."
        currencies={currencies}
        value={automatic.up_to}
        onChange={(up_to) => onChange({ up_to })}
      />
    </Framed>
  );
}

function Framed({ title, onRemove, children }: { title: string; onRemove: () => void; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 rounded-card border border-line p-4">
      <div className="flex items-center justify-between">
        <h3 className="text-base">{title}</h3>
        <IconButton label={`Remove: ${title}`} size="small" onClick={onRemove}>
          <X className="size-4" />
        </IconButton>
      </div>
      {children}
    </section>
  );
}
