import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./Button";
import { Input } from "./Input";

/** A text to take along: a link, a key. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  }
  return (
    <div className="flex gap-2">
      <Input readOnly value={value} aria-label={label} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
      <Button onClick={() => void copy()} icon={copied ? <Check className="size-4" /> : <Copy className="size-4" />}>
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
