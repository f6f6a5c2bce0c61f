import { Shuffle } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { combinationsOf } from "./combinations";
import type { AdContent } from "./model";

/** Walks through the ways in which Google may put an ad's texts together; nothing where there is one alone. */
export function CombinationButton({ content, value, onChange }: { content: AdContent; value: number; onChange: (value: number) => void }) {
  const combinations = combinationsOf(content);
  if (combinations < 2) return null;
  return (
    <Button size="small" icon={<Shuffle aria-hidden className="size-3.5" />} onClick={() => onChange(value + 1)}>
      Combination {(value % combinations) + 1} of {combinations}
    </Button>
  );
}
