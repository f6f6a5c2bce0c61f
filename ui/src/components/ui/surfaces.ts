import { cn } from "@/lib/className";

/** Looks that several floating parts share. */
export const floatClass = cn(
  "z-50 overflow-hidden rounded-card border border-line bg-raised text-base text-ink shadow-pop",
  "data-[state=open]:animate-appear",
);

export const optionClass = cn(
  "flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1.5 text-base outline-none select-none",
  "data-highlighted:bg-hover data-[selected=true]:bg-hover data-[disabled='']:pointer-events-none data-[disabled='']:opacity-50",
  "data-[disabled=true]:pointer-events-none data-[disabled=true]:opacity-50 pointer-coarse:min-h-11",
);
