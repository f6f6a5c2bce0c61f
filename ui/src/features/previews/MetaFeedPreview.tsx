import { Ellipsis, Globe, ImageIcon, MessageCircle, Share2, ThumbsUp, X } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/className";
import { PagePicture } from "./PagePicture";
import { parseDestination } from "./destination";
import { feedFrame } from "./imageFrame";
import type { PreviewDevice, PreviewImage, PreviewLook, PreviewSubject } from "./model";
import { excerpt } from "./seeMore";
import "./previews.css";

export interface PlatformPreviewProps {
  subject: PreviewSubject;
  look: PreviewLook;
  device: PreviewDevice;
}

/** An ad as Facebook's feed shows it. */
export function MetaFeedPreview({ subject, look, device }: PlatformPreviewProps) {
  const { content, image } = subject;
  return (
    <article
      aria-label="Preview: Meta feed"
      data-look={look}
      className={cn(
        "preview preview-meta mx-auto w-full overflow-hidden",
        "rounded-[8px] border border-(--p-line)",
        device === "mobile" ? "max-w-[375px]" : "max-w-[500px]",
      )}
    >
      <header className="flex items-center gap-2 px-4 pt-3 pb-2">
        <PagePicture name={subject.pageName} url={subject.pagePictureUrl} />
        <div className="min-w-0 flex-1 leading-tight">
          <p className="truncate text-[15px] font-semibold">{subject.pageName || "Your page"}</p>
          <p className="mt-0.5 flex items-center gap-1 text-[13px] text-(--p-soft)">
            Sponsored <span aria-hidden>·</span> <Globe aria-label="Public" className="size-3" />
          </p>
        </div>
        <Ellipsis aria-hidden className="size-5 text-(--p-soft)" />
        <X aria-hidden className="size-5 text-(--p-soft)" />
      </header>
      <PrimaryText key={device} text={content.primaryText} />
      <FeedImage image={image} />
      <div className="flex items-center gap-3 bg-(--p-bar) px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <Domain address={content.destinationUrl} capitals={device === "desktop"} />
          <p className={cn("line-clamp-2 font-semibold", device === "mobile" ? "text-[15px] leading-[19px]" : "text-[16px] leading-[20px]", !content.headline && "preview-placeholder")}>
            {content.headline.trim() || "Headline"}
          </p>
          {content.description.trim() && (
            <p className="line-clamp-1 text-[14px] leading-[19px] text-(--p-soft)">{content.description.trim()}</p>
          )}
        </div>
        {content.callToAction && content.callToAction !== "no_button" && (
          <span className="shrink-0 rounded-[6px] bg-(--p-button) px-2.5 py-1.5 text-[14px] leading-[20px] font-semibold">
            {subject.callToActionLabel}
          </span>
        )}
      </div>
      <Reactions />
    </article>
  );
}

function PrimaryText({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const { shown, cut } = excerpt(text.trim());
  if (!text.trim()) return <p className="preview-placeholder px-4 pb-3 text-[15px] leading-[20px]">Primary text</p>;
  return (
    <p className="px-4 pb-3 text-[15px] leading-[20px] whitespace-pre-line">
      {open || !cut ? text.trim() : `${shown}… `}
      {cut && !open && (
        <button type="button" className="font-semibold text-(--p-soft)" onClick={() => setOpen(true)}>
          See more
        </button>
      )}
    </p>
  );
}

function FeedImage({ image }: { image: PreviewImage | null }) {
  if (!image) {
    return (
      <div className="flex aspect-square max-h-80 w-full flex-col items-center justify-center gap-2 bg-(--p-empty) text-[14px] text-(--p-soft)">
        <ImageIcon aria-hidden className="size-8" strokeWidth={1.5} />
        The image goes here
      </div>
    );
  }
  const frame = feedFrame(image.width, image.height);
  return (
    <img src={image.url} alt={image.alt} style={{ aspectRatio: String(frame.ratio) }} className="block w-full bg-(--p-empty) object-cover" />
  );
}

function Domain({ address, capitals }: { address: string; capitals: boolean }) {
  const domain = parseDestination(address)?.domain;
  if (!domain) return <p className="preview-placeholder text-[13px] leading-[17px]">yourwebsite.com</p>;
  return <p className="truncate text-[13px] leading-[17px] text-(--p-soft)">{capitals ? domain.toUpperCase() : domain}</p>;
}

const REACTIONS = [
  { label: "Like", icon: ThumbsUp },
  { label: "Comment", icon: MessageCircle },
  { label: "Share", icon: Share2 },
];

function Reactions() {
  return (
    <div aria-hidden className="flex px-2 py-1">
      {REACTIONS.map(({ label, icon: Icon }) => (
        <span key={label} className="flex h-9 flex-1 items-center justify-center gap-1.5 text-[13px] font-semibold whitespace-nowrap text-(--p-soft)">
          <Icon className="size-4.5" strokeWidth={1.8} />
          {label}
        </span>
      ))}
    </div>
  );
}
