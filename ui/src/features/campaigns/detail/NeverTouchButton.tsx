import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Shield, ShieldCheck } from "lucide-react";
import { IconButton } from "@/components/ui/Button";
import { toast, toastProblem } from "@/components/ui/toast";
import { withNeverTouched } from "@/features/guardrails/neverTouched";
import { guardrailsQuery, saveGuardrails } from "@/features/guardrails/queries";
import { useMay } from "@/lib/session";

/** Put a campaign, an ad group or an ad on its account's list of what is never touched, or take it off. */
export function NeverTouchButton({ accountId, id, name, size = "small" }: {
  accountId: string | null;
  id: string;
  name: string;
  size?: "small" | "normal";
}) {
  const mayEdit = useMay("admin");
  const queryClient = useQueryClient();
  const scope = { scope: "ad_account", id: accountId ?? "" } as const;
  const { data } = useQuery({ ...guardrailsQuery(scope), enabled: accountId !== null });
  const never = data?.limits.never_touch.includes(id) ?? false;
  const change = useMutation({
    mutationFn: async () => {
      // Read again: what somebody else has set since stays.
      const now = await queryClient.fetchQuery({ ...guardrailsQuery(scope), staleTime: 0 });
      return saveGuardrails(scope, withNeverTouched(now.limits, id, !never));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["guardrails"] });
      toast.success(never ? `${name} may be changed again` : `No change touches ${name} any more`);
    },
    onError: toastProblem,
  });
  if (!data || (!mayEdit && !never)) return null;
  return (
    <IconButton
      size={size}
      label={never ? `${name} is never touched: let it be changed again` : `Never touch ${name}`}
      aria-pressed={never}
      disabled={!mayEdit || change.isPending}
      onClick={() => change.mutate()}
    >
      {never ? <ShieldCheck className="size-4 text-positive" /> : <Shield className="size-4" />}
    </IconButton>
  );
}
