import { queryOptions } from "@tanstack/react-query";
import {
  type GuardrailsOut,
  type LimitsIn,
  guardrailsOfAdAccount,
  guardrailsOfAdvertiser,
  guardrailsOfOrganization,
  guardrailsSetForAdAccount,
  guardrailsSetForAdvertiser,
  guardrailsSetForOrganization,
} from "@/api";
import type { ScopeValue } from "./ScopeChoice";

export const guardrailsQuery = (value: ScopeValue) =>
  queryOptions({
    queryKey: ["guardrails", value],
    queryFn: (): Promise<GuardrailsOut> => {
      if (value.scope === "organization") return guardrailsOfOrganization();
      if (value.scope === "advertiser") return guardrailsOfAdvertiser({ path: { advertiser_id: value.id } });
      return guardrailsOfAdAccount({ path: { ad_account_id: value.id } });
    },
  });

export function saveGuardrails(value: ScopeValue, body: LimitsIn): Promise<GuardrailsOut> {
  if (value.scope === "organization") return guardrailsSetForOrganization({ body });
  if (value.scope === "advertiser") return guardrailsSetForAdvertiser({ path: { advertiser_id: value.id }, body });
  return guardrailsSetForAdAccount({ path: { ad_account_id: value.id }, body });
}
