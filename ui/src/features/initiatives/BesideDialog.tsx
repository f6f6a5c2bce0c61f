import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { initiativesBegin } from "@/api";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { MoneyField } from "@/features/builder/MoneyField";
import { apiAmount } from "@/features/builder/amounts";
import { type AdAccount, adAccountsQuery } from "@/lib/accounts";
import type { Campaign } from "@/lib/campaign";
import { idempotencyKey } from "@/lib/http";
import { platformName } from "@/lib/platforms";
import { placeProblems } from "@/lib/problem";

/** Accounts of the same advertiser on the other platform. */
export function accountsBeside(accounts: readonly AdAccount[], account: AdAccount | undefined): AdAccount[] {
  if (!account || account.platform === "file") return [];
  return accounts.filter(
    (each) => each.advertiser_id === account.advertiser_id && each.platform !== account.platform && each.platform !== "file",
  );
}

/** A draft becomes an initiative: the account on the other platform, and what it may cost there. */
export function BesideDialog({ campaign, account, onClose }: { campaign: Campaign; account: AdAccount; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: all = [] } = useQuery(adAccountsQuery);
  const accounts = accountsBeside(all, account);
  const [chosen, setChosen] = useState<string | null>(null);
  const [amount, setAmount] = useState("");
  const [key] = useState(idempotencyKey);
  const target = accounts.find((each) => each.id === chosen) ?? (accounts.length === 1 ? accounts[0] : undefined);
  const begin = useMutation({
    mutationFn: (into: AdAccount) => {
      const entered = apiAmount(amount);
      return initiativesBegin({
        body: {
          campaign_id: campaign.id,
          ad_account_id: into.id,
          ...(entered ? { budget: { period: "daily" as const, amount: entered } } : {}),
        },
        headers: { "Idempotency-Key": `${key}-${into.id}-${entered ?? ""}` },
      });
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ["campaign", campaign.id] });
      await queryClient.invalidateQueries({ queryKey: ["campaigns"] });
      if (made.not_carried.length === 0) await open(made.id);
    },
  });
  const open = (id: string) => navigate({ to: "/initiatives/$initiativeId", params: { initiativeId: id } });
  const other = platformName(account.platform === "meta" ? "google" : "meta");
  if (begin.data) {
    const made = begin.data;
    return (
      <Dialog
        open
        insistent
        onOpenChange={() => void open(made.id)}
        title={`A draft on ${other} stands beside it`}
        description="This does not carry over:"
        footer={
          <Button look="primary" onClick={() => void open(made.id)}>
            Open the initiative
          </Button>
        }
      >
        <ul className="grid list-disc gap-1 pl-5 text-base text-ink-soft">
          {made.not_carried.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Dialog>
    );
  }
  const refused = begin.error ? placeProblems(begin.error, {}, (field) => field.startsWith("budget")) : null;
  return (
    <Dialog
      open
      onOpenChange={(on) => !on && onClose()}
      title={`Also on ${other}`}
      description={`A second draft is made like this one, for ${other}. Both are launched in one act and compared side by side.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!target} busy={begin.isPending} onClick={() => target && begin.mutate(target)}>
            Make the second draft
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={`Ad account on ${other}`} required>
          <Select
            choices={accounts.map((each) => ({ value: each.id, label: each.name, hint: `${each.currency}, ${each.zone}` }))}
            value={target?.id ?? null}
            placeholder="Choose the account"
            onChange={setChosen}
          />
        </Field>
        <MoneyField
          label={`Daily budget on ${other}`}
          optional
          currency={target?.currency ?? ""}
          value={amount}
          error={refused?.fields[0]?.message ?? null}
          help="Beside the budget this draft has: it is not copied or converted. It can be entered later."
          onChange={setAmount}
        />
        <FormProblem message={refused?.rest ?? undefined} />
      </div>
    </Dialog>
  );
}
