import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { brand, navigation } from "@/brand";
import { buttonClass } from "@/components/ui/Button";
import { cn } from "@/lib/className";
import { useMe } from "@/lib/session";
import { ChangesWaiting } from "./ChangesWaiting";

export function Sidebar({ path, onNavigate }: { path: string; onNavigate?: () => void }) {
  const { permissions } = useMe();
  return (
    <div className="flex min-h-full flex-col">
      <Link
        to="/overview"
        onClick={onNavigate}
        className="flex h-14 items-center gap-2.5 px-4 font-heading text-lg font-semibold"
        style={{ fontStretch: "108%" }}
      >
        <img src={brand.mark} alt="" className="size-7" />
        {brand.name}
      </Link>
      {permissions.includes("build") && (
        <div className="px-3 pb-2">
          <Link
            to="/campaigns/new"
            onClick={onNavigate}
            className={cn(buttonClass({ look: "plain" }), "w-full justify-start")}
          >
            <Plus aria-hidden className="size-4 text-amber-line" strokeWidth={2.5} />
            New campaign
          </Link>
        </div>
      )}
      <nav aria-label="Main" className="flex-1 px-3 pb-6">
        {navigation.map((section) => (
          <div key={section.label} className="mt-4">
            <h2 className="px-2.5 pb-1 font-sans text-xs font-semibold tracking-normal text-ink-faint">{section.label}</h2>
            <ul className="grid gap-0.5">
              {section.items
                .filter((item) => !item.needs || permissions.includes(item.needs))
                .map(({ label, to, icon: Icon }) => {
                  const active = path === to || path.startsWith(`${to}/`);
                  return (
                    <li key={to}>
                      <Link
                        to={to}
                        onClick={onNavigate}
                        aria-current={active ? "page" : undefined}
                        className={cn(
                          "flex h-8 items-center gap-2.5 rounded-control px-2.5 text-base font-semibold pointer-coarse:h-11",
                          active ? "bg-amber-ground text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
                        )}
                      >
                        <Icon aria-hidden className={cn("size-4", active ? "text-amber-line" : "text-ink-faint")} />
                        <span className="flex-1">{label}</span>
                        {to === "/changes" && <ChangesWaiting />}
                      </Link>
                    </li>
                  );
                })}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  );
}
