import { Picture } from "@/components/Picture";

/** A page's picture, or its first letter while it has none. */
export function PagePicture({ name, url, className = "size-10" }: { name: string; url: string | null; className?: string }) {
  return (
    <Picture
      src={url}
      alt=""
      className={`${className} shrink-0 rounded-full object-cover`}
      instead={
        <span
          aria-hidden
          className={`${className} flex shrink-0 items-center justify-center rounded-full bg-[#8a4b12] text-[17px] font-semibold text-white`}
        >
          {(name.trim()[0] ?? "?").toUpperCase()}
        </span>
      }
    />
  );
}
