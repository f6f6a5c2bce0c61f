import type { ReactNode } from "react";
import { PlatformMark } from "@/components/PlatformMark";
import type { StepProps } from "@/features/builder/EditCampaignPage";
import { type SharedKey, WrittenForBoth } from "@/features/builder/written";
import { platformName } from "@/lib/platforms";

/** One of the two drafts at a station of the builder. */
export interface Side extends StepProps {
  platform: string;
}

/** The station of each platform under its name, without what is written for both above. */
export function Sides({ sides, written, children }: {
  sides: readonly Side[];
  written: ReadonlySet<SharedKey>;
  children: (side: Side) => ReactNode;
}) {
  return (
    <WrittenForBoth parts={written}>
      {sides.map((side) => (
        <section key={side.platform} aria-label={`On ${platformName(side.platform)}`} className="flex flex-col gap-5 border-t border-line pt-5">
          <h3 className="flex items-center gap-2 text-lg">
            <PlatformMark platform={side.platform} /> On {platformName(side.platform)}
          </h3>
          {children(side)}
        </section>
      ))}
    </WrittenForBoth>
  );
}
