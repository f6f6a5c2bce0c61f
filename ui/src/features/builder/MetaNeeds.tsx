import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Field } from "@/components/ui/Field";
import { type Choice, Select } from "@/components/ui/Select";
import type { AdAccount } from "@/lib/accounts";
import type { LaunchProblem } from "@/lib/campaign";
import { instagramAccountsQuery, leadFormsQuery, pixelsQuery } from "@/lib/pages";
import { type PurposeOffer, platformsQuery } from "@/lib/platforms";
import { DeclarationFields } from "./DeclarationFields";
import { type Draft, type DraftMeta, NO_META } from "./draft";
import type { DraftAction } from "./draftReducer";
import { messageAt } from "./problems";
import { onlyOne } from "./useOnlyChoice";

// A choice that stands for none; ids of the platform are digits.
const NONE = "none";

interface MetaNeedsProps {
  editor: { draft: Draft; edit: (action: DraftAction) => void };
  problems: readonly LaunchProblem[];
  account: AdAccount;
  offer: PurposeOffer | undefined;
  /** The campaign runs: a form can only become another, and what counts stays. */
  live?: boolean;
}

/** What ads on Meta need besides page and pixel: Instagram, where leads answer, what counts, and who pays. */
export function MetaNeeds({ editor: { draft, edit }, problems, account, offer, live = false }: MetaNeedsProps) {
  const meta = draft.meta ?? NO_META;
  const set = (fields: Partial<DraftMeta>) => edit({ type: "set", fields: { meta: { ...meta, ...fields } } });
  const formChosen = meta.leadFormExternalId !== null;
  return (
    <>
      <InstagramField draft={draft} edit={edit} chosen={meta.instagramExternalId} set={set} problems={problems} live={live} />
      {(live ? formChosen : offer?.lead_forms) && (
        <FormField draft={draft} chosen={meta.leadFormExternalId} set={set} error={messageAt(problems, "meta.lead_form_external_id")} live={live} />
      )}
      {offer?.needs_pixel && !formChosen && (
        <EventField
          draft={draft}
          chosen={meta.conversionEvent}
          set={set}
          offer={offer}
          message={messageAt(problems, "meta.conversion_event")}
          live={live}
        />
      )}
      <DeclarationFields meta={meta} set={set} account={account} problems={problems} />
    </>
  );
}

type Set = (fields: Partial<DraftMeta>) => void;

function InstagramField({ draft, edit, chosen, set, problems, live }: {
  draft: Draft;
  edit: (action: DraftAction) => void;
  chosen: string | null;
  set: Set;
  problems: readonly LaunchProblem[];
  live: boolean;
}) {
  const { data: accounts = [] } = useQuery(instagramAccountsQuery(draft.adAccountId));
  // The only one there is is taken for a draft, until a person has chosen anything here.
  const only = !live && draft.meta === null ? onlyOne(accounts, null) : null;
  useEffect(() => {
    if (only) edit({ type: "set", fields: { meta: { ...NO_META, instagramExternalId: only } } });
  }, [edit, only]);
  if (accounts.length === 0) return null;
  return (
    <Field
      label="Instagram account"
      error={messageAt(problems, "meta.instagram_external_id")}
      help="On Instagram the ads come from this account."
    >
      <Select
        choices={[
          ...accounts.map((each) => ({ value: each.external_id, label: `@${each.name}` })),
          { value: NONE, label: "None: show the page’s name" },
        ]}
        value={chosen ?? NONE}
        onChange={(value) => set({ instagramExternalId: value === NONE ? null : value })}
      />
    </Field>
  );
}

function FormField({ draft, chosen, set, error, live }: {
  draft: Draft;
  chosen: string | null;
  set: Set;
  error: string | null;
  live: boolean;
}) {
  const { data: forms = [] } = useQuery(leadFormsQuery(draft.adAccountId));
  const page = draft.pageExternalId ?? forms.find((form) => form.external_id === chosen)?.page_external_id;
  const ofPage = forms.filter((form) => form.page_external_id === page || form.external_id === chosen);
  return (
    <Field
      label="Where people answer"
      error={error}
      help={
        ofPage.length === 0
          ? "This page has no lead form that Adwright may see. Make one on Meta, or give the connection pages_manage_ads, then sync the account."
          : "A form opens at once on Meta, filled in with what it knows; it counts the leads itself, without a pixel."
      }
    >
      <Select
        choices={[
          ...(live ? [] : [{ value: NONE, label: "On your website" }]),
          ...ofPage.map((form) => ({ value: form.external_id, label: `In the form “${form.name}”` })),
        ]}
        value={chosen ?? NONE}
        onChange={(value) => set({ leadFormExternalId: value === NONE ? null : value })}
      />
    </Field>
  );
}

function EventField({ draft, chosen, set, offer, message, live }: {
  draft: Draft;
  chosen: string | null;
  set: Set;
  offer: PurposeOffer;
  message: string | null;
  live: boolean;
}) {
  const { data: platforms } = useQuery(platformsQuery);
  const { data: pixels = [] } = useQuery(pixelsQuery(draft.adAccountId));
  const counted = pixels.find((pixel) => pixel.external_id === draft.pixelExternalId)?.events;
  const labels = new Map(platforms?.conversion_events.map((event) => [event.key, event.label]));
  return (
    <Field
      label="What counts"
      error={message}
      help={
        live
          ? "Meta does not change what counts in an ad group that exists. Duplicate the campaign, change it there and launch the copy."
          : "Meta looks for people who are likely to do this on your website."
      }
    >
      <Select
        choices={eventChoices([...new Set([...offer.conversion_events, ...(chosen ? [chosen] : [])])], labels, counted)}
        value={chosen ?? offer.conversion_event}
        disabled={live}
        onChange={(event) => set({ conversionEvent: event === offer.conversion_event ? null : event })}
      />
    </Field>
  );
}

/** The events that fit, each with whether the pixel counts it; nothing is said while the platform does not tell. */
export function eventChoices(
  events: readonly string[],
  labels: ReadonlyMap<string, string>,
  counted: readonly string[] | null | undefined,
): Choice[] {
  return events.map((event) => ({
    value: event,
    label: labels.get(event) ?? event,
    ...(counted ? { hint: counted.includes(event) ? "Counted within 28 days" : "Not counted within 28 days" } : {}),
  }));
}
