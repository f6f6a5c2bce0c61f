import { useEffect, useState } from "react";
import { formatAge, formatInstant } from "@/lib/days";

const REFRESH_MS = 30_000;

/** How long ago; the exact time, in a zone, on hover. */
export function Age({ instant, zone }: { instant: string; zone?: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={instant} title={`${formatInstant(instant, zone)}${zone ? ` (${zone})` : ""}`}>
      {formatAge(instant, now)}
    </time>
  );
}
