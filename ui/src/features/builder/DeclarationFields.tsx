import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { type AdAccount, advertisersQuery } from "@/lib/accounts";
import type { LaunchProblem } from "@/lib/campaign";
import type { DraftMeta } from "./draft";
import { messageAt } from "./problems";

const LONGEST = 512;

/** Whom the ads are for and who pays: the European Union asks for it (Digital Services Act). */
export function DeclarationFields({ meta, set, account, problems }: {
  meta: DraftMeta;
  set: (fields: Partial<DraftMeta>) => void;
  account: AdAccount;
  problems: readonly LaunchProblem[];
}) {
  const { data: advertisers = [] } = useQuery(advertisersQuery);
  const advertiser = advertisers.find((each) => each.id === account.advertiser_id)?.name ?? "";
  const usual = { beneficiary: account.beneficiary ?? advertiser, payor: account.payor ?? account.beneficiary ?? advertiser };
  return (
    <section aria-label="In the European Union" className="flex flex-col gap-2">
      <h3 className="text-base">In the European Union</h3>
      <p className="text-sm text-ink-soft">
        An ad there says whom it is for and who pays. Left empty: {usual.beneficiary}
        {usual.payor === usual.beneficiary ? ", for both." : `, paid by ${usual.payor}.`}
      </p>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Whom the ads are for" optional error={messageAt(problems, "meta.beneficiary")}>
          <Input
            value={meta.beneficiary}
            maxLength={LONGEST}
            placeholder={usual.beneficiary}
            onChange={(event) => set({ beneficiary: event.target.value })}
          />
        </Field>
        <Field label="Who pays" optional error={messageAt(problems, "meta.payor")}>
          <Input value={meta.payor} maxLength={LONGEST} placeholder={usual.payor} onChange={(event) => set({ payor: event.target.value })} />
        </Field>
      </div>
    </section>
  );
}
