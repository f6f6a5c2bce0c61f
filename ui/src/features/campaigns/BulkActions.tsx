import { Archive, CirclePause, Copy, PencilLine, Play, Wallet } from "lucide-react";
import { useState } from "react";
import { BulkBar } from "@/components/data-table/BulkBar";
import { Button } from "@/components/ui/Button";
import { BulkDialog } from "./BulkDialog";
import { CopyDialog } from "./CopyDialog";
import { type BulkAct, bulkTargets } from "./bulk";
import type { CampaignRow } from "./queries";

const ACTS = [
  { act: "pause", label: "Pause", Icon: CirclePause },
  { act: "resume", label: "Resume", Icon: Play },
  { act: "budget", label: "Budget", Icon: Wallet },
  { act: "rename", label: "Rename", Icon: PencilLine },
  { act: "archive", label: "Archive", Icon: Archive },
] as const;

/** What can be done with the selected campaigns; each act takes those that it fits, and shows them first. */
export function BulkActions({ rows, onClear }: { rows: CampaignRow[]; onClear: () => void }) {
  const [act, setAct] = useState<BulkAct | null>(null);
  const [copying, setCopying] = useState(false);
  const copied = rows.filter((row) => row.platform !== "file").map((row) => row.id);
  return (
    <>
      <BulkBar count={rows.length} noun="campaigns" onClear={onClear}>
        {ACTS.map(({ act: each, label, Icon }) => {
          const count = bulkTargets(rows, each).length;
          return (
            <Button
              key={each}
              size="small"
              disabled={count === 0}
              icon={<Icon aria-hidden className="size-4" />}
              onClick={() => setAct(each)}
            >
              {label} {count}
            </Button>
          );
        })}
        <Button
          size="small"
          disabled={copied.length === 0}
          icon={<Copy aria-hidden className="size-4" />}
          onClick={() => setCopying(true)}
        >
          Duplicate {copied.length}
        </Button>
      </BulkBar>
      {copying && (
        <CopyDialog
          ids={copied}
          onClose={() => setCopying(false)}
          onDone={() => {
            setCopying(false);
            onClear();
          }}
        />
      )}
      {act && (
        <BulkDialog
          act={act}
          ids={bulkTargets(rows, act).map((row) => row.id)}
          onClose={() => setAct(null)}
          onDone={() => {
            setAct(null);
            onClear();
          }}
        />
      )}
    </>
  );
}
