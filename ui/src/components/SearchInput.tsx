import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";

const SETTLE_MS = 250;

/** A search that waits until typing rests, so that the address and the server are not asked for every key. */
export function SearchInput({ value, onChange, placeholder, label = placeholder, className }: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  placeholder: string;
  /** What is read out, where there is room for a shorter placeholder only. */
  label?: string;
  className?: string;
}) {
  const [typed, setTyped] = useState(value ?? "");
  const told = useRef(value ?? "");

  useEffect(() => {
    // The address changed by itself (back, a cleared filter): follow it.
    if ((value ?? "") !== told.current) {
      told.current = value ?? "";
      setTyped(value ?? "");
    }
  }, [value]);

  useEffect(() => {
    if (typed.trim() === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed.trim();
      onChange(told.current || undefined);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);

  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      className={className}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      before={<Search aria-hidden className="size-4" />}
      after={
        typed && (
          <IconButton label="Clear search" size="small" onClick={() => setTyped("")}>
            <X className="size-4" />
          </IconButton>
        )
      }
    />
  );
}
