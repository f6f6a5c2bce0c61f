import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import type { AdAccount } from "@/lib/accounts";
import { offerOf, platformsQuery } from "@/lib/platforms";
import { AccountChoice } from "./AccountChoice";
import type { StepProps } from "./EditCampaignPage";
import { MetaNeeds } from "./MetaNeeds";
import { PageAndPixel } from "./PageAndPixel";
import { messageAt } from "./problems";
import { ConversionActions } from "./search/ConversionActions";
import { NEW_SEARCH } from "./search/draftSearch";
import { Own, useIsOneOfTwo } from "./written";

/** Where the campaign runs, what it is called, and what of the account it uses. */
export function AccountStep({ editor, problems, account }: StepProps) {
  const { draft, edit } = editor;
  const isOneOfTwo = useIsOneOfTwo();
  const { data: platforms } = useQuery(platformsQuery);
  const offer = offerOf(platforms, account?.platform ?? "meta", draft.purpose);
  const choose = (chosen: AdAccount) => {
    const search = chosen.platform === "google" ? (draft.search ?? NEW_SEARCH) : null;
    edit({ type: "set", fields: { adAccountId: chosen.id, pageExternalId: null, pixelExternalId: null, meta: null, search } });
  };
  return (
    <div className="flex flex-col gap-6">
      <Own part="name">
        <Field label="Name" required error={messageAt(problems, "name")} help="Advertiser, purpose and month; the platform shows it to nobody but you.">
          <Input value={draft.name} maxLength={200} onChange={(event) => edit({ type: "set", fields: { name: event.target.value } })} />
        </Field>
      </Own>
      <section aria-label="Ad account" className="flex flex-col gap-2">
        <h3 className="text-base">Ad account</h3>
        <AccountChoice
          value={draft.adAccountId}
          purpose={draft.purpose}
          advertiserId={draft.advertiserId}
          {...(isOneOfTwo && account ? { platform: account.platform } : {})}
          onChoose={choose}
        />
        {messageAt(problems, "ad_account_id") && <p className="text-sm text-negative">{messageAt(problems, "ad_account_id")}</p>}
      </section>
      {account?.platform === "google" ? (
        <ConversionActions adAccountId={account.id} />
      ) : (
        <>
          <PageAndPixel editor={editor} problems={problems} offer={offer} />
          {account && <MetaNeeds editor={editor} problems={problems} account={account} offer={offer} />}
        </>
      )}
    </div>
  );
}
