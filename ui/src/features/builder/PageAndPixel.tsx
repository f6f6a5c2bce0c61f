import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/ui/Field";
import { Select } from "@/components/ui/Select";
import { pagesQuery, pixelsQuery } from "@/lib/pages";
import type { PurposeOffer } from "@/lib/platforms";
import type { StepProps } from "./EditCampaignPage";
import { messageAt } from "./problems";
import { useOnlyChoice } from "./useOnlyChoice";

const NONE: readonly never[] = [];

/** Who the ads on Meta come from, and what counts their conversions. Where there is no choice, nobody is asked. */
export function PageAndPixel({ editor, problems, offer }: Pick<StepProps, "editor" | "problems"> & { offer: PurposeOffer | undefined }) {
  const { draft, edit } = editor;
  const { data: pages = [] } = useQuery(pagesQuery(draft.adAccountId));
  const { data: pixels = [] } = useQuery(pixelsQuery(draft.adAccountId));
  useOnlyChoice(editor, pages, offer?.needs_pixel ? pixels : NONE);
  return (
    <>
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
    </>
  );
}
