import type { ReactNode } from "react";
import { brand } from "@/brand";
import { useTitle } from "@/components/Page";

/** The frame of the pages before the shell. */
export function SessionFrame({ title, lead, children, below }: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="flex min-h-dvh flex-col lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <aside className="relative hidden flex-col overflow-hidden border-r border-line bg-sunken p-12 lg:flex">
        <BrandLine />
        <div className="relative z-10 mt-[14vh] max-w-md">
          <p className="font-heading text-2xl font-semibold" style={{ fontStretch: "104%" }}>
            {brand.claim}
          </p>
          <ul className="mt-6 grid gap-4">
            {brand.promises.map((promise) => (
              <li key={promise} className="flex gap-3 text-lg text-ink-soft">
                <span aria-hidden className="mt-2 size-2 shrink-0 rounded-full bg-primary" />
                {promise}
              </li>
            ))}
          </ul>
        </div>
        <Curves />
      </aside>
      <main className="flex flex-1 flex-col justify-center px-5 py-10 sm:px-12">
        <div className="mx-auto w-full max-w-sm">
          <div className="mb-10 lg:hidden">
            <BrandLine />
          </div>
          <h1 className="text-2xl">{title}</h1>
          {lead && <p className="mt-2 text-base text-ink-soft">{lead}</p>}
          <div className="mt-7">{children}</div>
          {below && <div className="mt-6 text-sm text-ink-soft">{below}</div>}
        </div>
      </main>
    </div>
  );
}

function BrandLine() {
  return (
    <p className="relative z-10 flex items-center gap-2.5 font-heading text-lg font-semibold" style={{ fontStretch: "108%" }}>
      <img src={brand.mark} alt="" className="size-8" />
      {brand.name}
    </p>
  );
}

/** Response curves with their bands: what the product is about, drawn quietly. */
function Curves() {
  return (
    <svg aria-hidden viewBox="0 0 600 260" className="absolute inset-x-0 bottom-0 h-[38vh] w-full" preserveAspectRatio="none">
      <path d="M0 250C90 150 220 96 600 54V132C260 150 120 190 0 256Z" fill="var(--amber-ground)" />
      <path d="M0 253C100 172 230 122 600 92" fill="none" stroke="var(--amber-border)" strokeWidth="2" />
      <path d="M0 258C130 226 300 196 600 182V226C300 226 140 240 0 259Z" fill="var(--hover)" />
      <path d="M0 258C130 236 300 210 600 204" fill="none" stroke="var(--line-strong)" strokeWidth="2" />
    </svg>
  );
}

export const textLink = "font-semibold text-ink underline decoration-amber-line decoration-2 underline-offset-4 hover:decoration-ink";
