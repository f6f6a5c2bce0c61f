import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { MoneyField } from "@/features/builder/MoneyField";
import { apiAmount, readAmount } from "@/features/builder/amounts";
import { budgetDecimals, budgetProblem, minimumDaily } from "@/features/builder/draftMoney";
import type { AdAccount } from "@/lib/accounts";
import type { Budget, Campaign } from "@/lib/campaign";
import { formatMoney } from "@/lib/format";
import { platformsQuery } from "@/lib/platforms";
import { placeProblems } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { amountWords } from "./detailWords";
import { type NodeRef, nodeFields, usePropose } from "./propose";

/** Propose another budget for the campaign, or for one ad group. */
export function BudgetDialog({ campaign, account, node, budget = campaign.budget, onClose }: {
  campaign: Campaign;
  account: AdAccount | undefined;
  node: NodeRef | null;
  budget?: Budget | null;
  onClose: () => void;
}) {
  const { data: platforms } = useQuery(platformsQuery);
  const mayApprove = useMay("approve");
  const currency = campaign.currency ?? "";
  const decimals = budgetDecimals(platforms, campaign.search ? "google" : "meta", currency);
  const minimum = minimumDaily(platforms, account);
  const [typed, setTyped] = useState(budget?.amount ?? "");
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const propose = usePropose(campaign.id);
  const period = budget?.period ?? "daily";
  const same = readAmount(typed, decimals, currency).micros === readAmount(budget?.amount ?? "", 6, currency).micros;
  const wrong =
    budgetProblem(typed, period, minimum?.sure ? minimum.money : null, decimals, currency, null) ??
    (tried && !typed.trim() ? "Enter the new budget." : null) ??
    (tried && same ? "This is the budget it has already." : null);
  const refused = propose.error ? placeProblems(propose.error, {}, (field) => field === "amount") : null;

  const send = (approve: boolean) => {
    setTried(true);
    const amount = apiAmount(typed);
    if (amount === null || wrong || same) return;
    propose.mutate({ path: "budget", body: { ...nodeFields(node), amount, ...(why.trim() ? { why } : {}) }, approve });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Edit the budget of ${node?.name ?? campaign.name}`}
      description={budget ? `Now ${amountWords(budget)}.` : undefined}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look={mayApprove ? "plain" : "primary"} busy={propose.isPending && !propose.variables.approve} onClick={() => send(false)}>
            Propose
          </Button>
          {mayApprove && (
            <Button look="primary" busy={propose.isPending && propose.variables.approve} onClick={() => send(true)}>
              Set now
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <MoneyField
          label={period === "daily" ? "Daily budget" : "Lifetime budget"}
          required
          currency={currency}
          value={typed}
          error={wrong ?? refused?.fields[0]?.message ?? null}
          help={minimum && `At least ${formatMoney(minimum.money)} a day${minimum.sure ? "" : ", as a rule"}.`}
          onChange={setTyped}
        />
        <Field label="Why" optional help="It stays with the change.">
          <Textarea rows={2} value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        <FormProblem message={refused?.rest ?? undefined} />
      </div>
    </Dialog>
  );
}
