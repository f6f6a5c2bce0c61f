import { Merge, Split } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import type { SharedKey } from "@/features/builder/written";
import type { BothEditor } from "./useBoth";

/** A part that is written once for both platforms, or the way back to that where they differ. */
export function SharedPart({ both, part, name, children }: {
  both: BothEditor;
  part: SharedKey;
  /** In the middle of a sentence: "the name". */
  name: string;
  children: ReactNode;
}) {
  if (!both.together.has(part)) {
    return (
      <Card className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-sunken px-4 py-3">
        <p className="min-w-0 flex-1 basis-56 text-sm text-ink-soft">For each platform by itself, below: {name}.</p>
        {both.joinable.has(part) && (
          <Button size="small" icon={<Merge aria-hidden className="size-4" />} onClick={() => both.join(part)}>
            Use Meta’s for both
          </Button>
        )}
      </Card>
    );
  }
  return (
    <Card aria-label={`For both platforms: ${name}`} className="flex flex-col gap-4 p-4 sm:p-5">
      {children}
      <Button size="small" look="quiet" className="self-start" icon={<Split aria-hidden className="size-4" />} onClick={() => both.part(part)}>
        Write {name} for each platform
      </Button>
    </Card>
  );
}
