/** The parts of a destination that platforms show. */
export interface Destination {
  /** Host without `www.`, lower case. */
  domain: string;
  /** Path without the slashes at its ends; empty for the front page. */
  path: string;
  /** With scheme, as it will be opened. */
  url: string;
}

/** Read a destination as people type it: the scheme may be missing. Null when it is no web address. */
export function parseDestination(typed: string): Destination | null {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (!url.hostname.includes(".")) return null;
  return {
    domain: url.hostname.replace(/^www\./, ""),
    path: url.pathname.replace(/^\/+|\/+$/g, ""),
    url: withScheme,
  };
}

const GOOGLE_PATH_PARTS = 2;
const GOOGLE_PATH_PART_LENGTH = 15;

/** The display URL of a Google text ad: the domain and two short path parts at most, chosen ones or the address's own. */
export function googleDisplayUrl(destination: Destination, chosen: readonly string[] = []): string {
  const parts = (chosen.some(Boolean) ? chosen : destination.path.split("/"))
    .filter((part) => part && part.length <= GOOGLE_PATH_PART_LENGTH)
    .slice(0, GOOGLE_PATH_PARTS);
  return [`https://${destination.domain}`, ...parts].join("/");
}
