import { Ellipsis, ImageIcon, Link2, X } from "lucide-react";
import type { PlatformPreviewProps } from "./MetaFeedPreview";
import { PagePicture } from "./PagePicture";
import { STORY_RATIO } from "./imageFrame";
import { excerpt } from "./seeMore";
import "./previews.css";

const VISIBLE_IN_STORY = 72;

/** An ad as a story on a phone; the same in light and dark, since the picture is the ground. */
export function MetaStoryPreview({ subject }: Pick<PlatformPreviewProps, "subject">) {
  const { content, image } = subject;
  const { shown, cut } = excerpt(content.primaryText.trim(), VISIBLE_IN_STORY, 2);
  return (
    <article
      aria-label="Preview: Meta story"
      data-look="dark"
      style={{ aspectRatio: String(STORY_RATIO) }}
      className="preview preview-meta relative mx-auto flex w-full max-w-[270px] flex-col overflow-hidden rounded-[14px] bg-[#101112] text-white"
    >
      {image && (
        <>
          <img src={image.url} alt="" className="absolute inset-0 size-full scale-110 object-cover opacity-50 blur-xl" />
          <img src={image.url} alt={image.alt} className="absolute inset-0 size-full object-contain" />
        </>
      )}
      <div className="relative bg-gradient-to-b from-black/70 to-transparent px-3 pt-2.5 pb-6">
        <span aria-hidden className="mb-2.5 block h-0.5 rounded-full bg-white/80" />
        <div className="flex items-center gap-2">
          <PagePicture name={subject.pageName} url={subject.pagePictureUrl} className="size-8" />
          <div className="min-w-0 flex-1 leading-tight">
            <p className="truncate text-[13px] font-semibold">{subject.pageName || "Your page"}</p>
            <p className="text-[12px]">Sponsored</p>
          </div>
          <Ellipsis aria-hidden className="size-4" />
          <X aria-hidden className="size-4" />
        </div>
      </div>
      {!image && (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 text-[13px] text-white/80">
          <ImageIcon aria-hidden className="size-7" strokeWidth={1.5} />
          The image goes here
        </div>
      )}
      <div className="relative mt-auto flex flex-col items-center gap-3 bg-gradient-to-t from-black/80 to-transparent px-4 pt-10 pb-5 text-center">
        {shown && (
          <p className="text-[13px] leading-[17px]">
            {shown}
            {cut && "… more"}
          </p>
        )}
        {content.callToAction !== "no_button" && (
          <span className="flex items-center gap-1.5 rounded-full bg-white px-4 py-2 text-[13px] font-semibold text-black">
            <Link2 aria-hidden className="size-4" />
            {subject.callToActionLabel}
          </span>
        )}
      </div>
    </article>
  );
}
