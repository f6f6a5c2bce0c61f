import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/Button";
import { cn } from "@/lib/className";
import { ACCEPTED } from "./fileProblem";

/** Drop a file, or choose one; what it says of itself is given, or is about performance exports. */
export function FileDrop({ busy, onFile, title = "Drop an export here", label = "Export file", accepted = ACCEPTED, children }: {
  busy: boolean;
  onFile: (file: File) => void;
  title?: string;
  label?: string;
  accepted?: readonly string[];
  children?: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [over, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !busy) onFile(file);
  }

  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex flex-col items-center rounded-card border-2 border-dashed px-6 py-12 text-center transition-colors",
        over ? "border-amber-line bg-amber-ground" : "border-line-strong bg-surface",
      )}
    >
      <FileUp aria-hidden className="mb-3 size-7 text-amber-line" />
      <p className="font-heading text-lg font-semibold">{title}</p>
      <p className="mt-1 max-w-md text-base text-ink-soft">
        {children ??
          "CSV or XLSX from Meta Ads Manager is understood as it is; other files with a mapping that is remembered. You see what was understood before anything is written."}
      </p>
      <input
        ref={input}
        id={id}
        type="file"
        aria-label={label}
        accept={accepted.join(",")}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button className="mt-5" look="primary" busy={busy} onClick={() => input.current?.click()}>
        {busy ? "Reading the file" : "Choose a file"}
      </Button>
    </div>
  );
}
