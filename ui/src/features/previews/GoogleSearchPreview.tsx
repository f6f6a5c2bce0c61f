import { EllipsisVertical, Globe } from "lucide-react";
import { Fragment } from "react";
import { cn } from "@/lib/className";
import type { PlatformPreviewProps } from "./MetaFeedPreview";
import { combine } from "./combinations";
import { googleDisplayUrl, parseDestination } from "./destination";
import { splitAtLimit } from "./textLength";
import "./previews.css";

export interface GooglePreviewProps extends PlatformPreviewProps {
  headlineLimit: number;
  descriptionLimit: number;
  /** Which of the ways to put the texts together. */
  combination?: number;
}

/** An ad as Google's search results show it: text only. What is over a limit is marked, since Google refuses it. */
export function GoogleSearchPreview({ subject, look, device, headlineLimit, descriptionLimit, combination = 0 }: GooglePreviewProps) {
  const { content } = subject;
  const shown = combine(content, combination);
  const destination = parseDestination(content.destinationUrl);
  const mobile = device === "mobile";
  return (
    <article
      aria-label="Preview: Google search result"
      data-look={look}
      className={cn(
        "preview preview-google mx-auto w-full px-4 py-4",
        "rounded-[8px] border border-(--p-line)",
        mobile ? "max-w-[375px]" : "max-w-[600px]",
      )}
    >
      <p className="mb-2.5 text-[14px] leading-[20px] font-bold">Sponsored</p>
      <div className="flex items-center gap-3">
        <span className="flex size-7 shrink-0 items-center justify-center rounded-full border border-(--p-line)">
          <Globe aria-hidden className="size-4 text-(--p-address)" strokeWidth={1.7} />
        </span>
        <div className="min-w-0 flex-1">
          <p className={cn("truncate text-[14px] leading-[20px]", !destination && "preview-placeholder")}>
            {destination?.domain ?? "yourwebsite.com"}
          </p>
          <p className="truncate text-[12px] leading-[18px] text-(--p-address)">
            {destination ? googleDisplayUrl(destination, content.displayPath) : "https://yourwebsite.com"}
          </p>
        </div>
        <EllipsisVertical aria-hidden className="size-4 text-(--p-address)" />
      </div>
      <p className={cn("mt-2 text-(--p-link)", mobile ? "text-[18px] leading-[24px]" : "text-[20px] leading-[26px]")}>
        <Joined texts={shown.headlines} by=" | " limit={headlineLimit} placeholder="Headline" />
      </p>
      <p className="mt-1 text-[14px] leading-[22px] text-(--p-soft)">
        <Joined texts={shown.descriptions} by=" " limit={descriptionLimit} placeholder="Description" />
      </p>
    </article>
  );
}

function Joined({ texts, by, limit, placeholder }: { texts: readonly string[]; by: string; limit: number; placeholder: string }) {
  if (texts.length === 0) return <span className="preview-placeholder">{placeholder}</span>;
  return texts.map((text, index) => (
    <Fragment key={index}>
      {index > 0 && by}
      <Limited text={text} limit={limit} />
    </Fragment>
  ));
}

function Limited({ text, limit }: { text: string; limit: number }) {
  const { fits, excess } = splitAtLimit("google", text, limit);
  return (
    <>
      {fits}
      {excess && (
        <mark
          title={`Over Google’s ${limit} characters`}
          className="bg-(--p-excess-ground) text-(--p-excess) underline decoration-wavy decoration-1"
        >
          {excess}
        </mark>
      )}
    </>
  );
}
