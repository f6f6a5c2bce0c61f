import { CircleAlert, Copy, CopyPlus, Plus, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/Button";
import { cn } from "@/lib/className";
import type { Draft, DraftAd } from "./draft";
import type { DraftAction } from "./draftReducer";

/** Every ad by its ad group; choosing one opens it for editing. */
export function AdTree({ draft, chosen, wrong, onChoose, edit, callToAction }: {
  draft: Draft;
  chosen: string | null;
  /** Ids of ads that something blocks. */
  wrong: ReadonlySet<string>;
  onChoose: (ad: string) => void;
  edit: (action: DraftAction) => void;
  callToAction: string;
}) {
  const alone = draft.adGroups.flatMap((group) => group.ads).length === 1;
  return (
    <nav aria-label="Ads" className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      {draft.adGroups.map((group) => (
        <section key={group.key} aria-label={group.name}>
          <header className="flex items-center gap-1">
            <h3 className="min-w-0 flex-1 truncate px-2 text-sm text-ink-soft">{group.name}</h3>
            {draft.adGroups.length > 1 && (
              <IconButton label={`Copy these ads to all other ad groups`} size="small" onClick={() => edit({ type: "copyAdsToAll", group: group.key })}>
                <CopyPlus className="size-4" />
              </IconButton>
            )}
            <IconButton label={`Add an ad to ${group.name}`} size="small" onClick={() => edit({ type: "addAd", group: group.key, callToAction })}>
              <Plus className="size-4" />
            </IconButton>
          </header>
          <ul className="mt-1 flex flex-col gap-0.5">
            {group.ads.map((ad) => (
              <AdLine
                key={ad.key}
                ad={ad}
                chosen={ad.key === chosen}
                wrong={ad.id !== null && wrong.has(ad.id)}
                alone={alone}
                onChoose={() => onChoose(ad.key)}
                edit={edit}
              />
            ))}
            {group.ads.length === 0 && <li className="px-2 py-1.5 text-sm text-ink-soft">No ad yet. Add one.</li>}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function AdLine({ ad, chosen, wrong, alone, onChoose, edit }: {
  ad: DraftAd;
  chosen: boolean;
  wrong: boolean;
  alone: boolean;
  onChoose: () => void;
  edit: (action: DraftAction) => void;
}) {
  return (
    <li className={cn("flex items-center rounded-control", chosen ? "bg-amber-ground" : "hover:bg-hover")}>
      <button type="button" aria-current={chosen || undefined} onClick={onChoose} className="touch min-w-0 flex-1 px-2 py-1.5 text-left">
        <span className="flex items-center gap-1.5 text-base font-semibold">
          <span className="truncate">{ad.name || "Unnamed ad"}</span>
          {wrong && <CircleAlert aria-label="needs attention" className="size-3.5 shrink-0 text-negative" />}
        </span>
        <span className="block truncate text-sm text-ink-soft">{ad.content.headline || "No headline yet"}</span>
      </button>
      <IconButton label={`Copy ${ad.name}`} size="small" onClick={() => edit({ type: "copyAd", ad: ad.key })}>
        <Copy className="size-4" />
      </IconButton>
      <IconButton label={`Remove ${ad.name}`} size="small" disabled={alone} onClick={() => edit({ type: "removeAd", ad: ad.key })}>
        <Trash2 className="size-4" />
      </IconButton>
    </li>
  );
}
