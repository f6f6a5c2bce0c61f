import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import { pagesQuery, pixelsQuery } from "@/lib/pages";
import { offerOf, platformsQuery } from "@/lib/platforms";
import { AccountChoice } from "./AccountChoice";
import { MetaNeeds } from "./MetaNeeds";
import type { StepProps } from "./EditCampaignPage";
import { messageAt } from "./problems";
import { useOnlyChoice } from "./useOnlyChoice";

const NONE: readonly never[] = [];

/** Where the campaign runs, what it is called, and who its ads come from. */
export function AccountStep({ editor, problems, account }: StepProps) {
  const { draft, edit } = editor;
  const { data: platforms } = useQuery(platformsQuery);
  const { data: pages = [] } = useQuery(pagesQuery(draft.adAccountId));
  const { data: pixels = [] } = useQuery(pixelsQuery(draft.adAccountId));
  const onlyPage = pages.length === 1 ? pages[0]?.external_id : undefined;
  const onlyPixel = pixels.length === 1 ? pixels[0]?.external_id : undefined;
  // Where there is no choice, nobody is asked.
  useEffect(() => {
    if (onlyPage && !draft.pageExternalId) edit({ type: "set", fields: { pageExternalId: onlyPage } });
  }, [edit, onlyPage, draft.pageExternalId]);
  useEffect(() => {
    if (onlyPixel && !draft.pixelExternalId) edit({ type: "set", fields: { pixelExternalId: onlyPixel } });
  }, [edit, onlyPixel, draft.pixelExternalId]);
  const offer = offerOf(platforms, account?.platform ?? "meta", draft.purpose);
  useOnlyChoice(editor, pages, offer?.needs_pixel ? pixels : NONE);
  return (
    <div className="flex flex-col gap-6">
      <Field label="Name" required error={messageAt(problems, "name")} help="Advertiser, purpose and month; the platform shows it to nobody but you.">
        <Input value={draft.name} maxLength={200} onChange={(event) => edit({ type: "set", fields: { name: event.target.value } })} />
      </Field>
      <section aria-label="Ad account" className="flex flex-col gap-2">
        <h3 className="text-base">Ad account</h3>
        <AccountChoice
          value={draft.adAccountId}
          advertiserId={draft.advertiserId}
          onChoose={(chosen) => edit({ type: "set", fields: { adAccountId: chosen.id, pageExternalId: null, pixelExternalId: null, meta: null } })}
        />
        {messageAt(problems, "ad_account_id") && <p className="text-sm text-negative">{messageAt(problems, "ad_account_id")}</p>}
      </section>
      <Field
        label="Page"
        required
        error={messageAt(problems, "page_external_id")}
        help={pages.length === 0 ? "This account can use no page yet. Add one on the platform, then refresh the connection." : "The ads come from this page: its picture and name stand above them."}
      >
        <Select
          choices={pages.map((page) => ({ value: page.external_id, label: page.name }))}
          value={draft.pageExternalId}
          placeholder="Choose the page"
          disabled={pages.length === 0}
          onChange={(pageExternalId) => edit({ type: "set", fields: { pageExternalId } })}
        />
      </Field>
      {offer?.needs_pixel && !draft.meta?.leadFormExternalId && (
        <Field
          label="Pixel"
          required
          error={messageAt(problems, "pixel_external_id")}
          help="It counts the conversions on your website that this purpose is about."
        >
          <Select
            choices={pixels.map((pixel) => ({ value: pixel.external_id, label: pixel.name, hint: pixel.external_id }))}
            value={draft.pixelExternalId}
            placeholder="Choose the pixel"
            disabled={pixels.length === 0}
            onChange={(pixelExternalId) => edit({ type: "set", fields: { pixelExternalId } })}
          />
        </Field>
      )}
      {account?.platform === "meta" && <MetaNeeds editor={editor} problems={problems} account={account} offer={offer} />}
    </div>
  );
}
