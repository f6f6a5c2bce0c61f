import { type ReactNode, useState } from "react";

/** A picture that may be missing or no longer there: something else stands in its place then. */
export function Picture({ src, alt, className, instead }: {
  src: string | null;
  alt: string;
  className?: string;
  instead: ReactNode;
}) {
  const [failed, setFailed] = useState<string | null>(null);
  if (!src || failed === src) return instead;
  return <img src={src} alt={alt} loading="lazy" className={className} onError={() => setFailed(src)} />;
}
