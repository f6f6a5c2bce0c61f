/** What a person writes once for an ad; each platform shows its own part of it. */
export interface AdContent {
  headline: string;
  primaryText: string;
  description: string;
  callToAction: string;
  destinationUrl: string;
  /** Further ones of a responsive search ad, which Google combines. */
  moreHeadlines: readonly string[];
  moreDescriptions: readonly string[];
  /** Up to two words after the domain on Search. */
  displayPath: readonly string[];
}

/** An image as a preview needs it. Width and height are pixels of the original. */
export interface PreviewImage {
  url: string;
  width: number;
  height: number;
  alt: string;
}

// The platform does not say how large its own pictures are; the feed's square is the usual one.
const ASSUMED_SIDE = 1080;

/** A picture that is on the platform, whether or not it is in the library. */
export const remoteImage = (url: string | null, alt: string): PreviewImage | null =>
  url ? { url, width: ASSUMED_SIDE, height: ASSUMED_SIDE, alt } : null;

/** Everything a preview shows: the content, who it comes from, and the picture. */
export interface PreviewSubject {
  content: AdContent;
  pageName: string;
  pagePictureUrl: string | null;
  image: PreviewImage | null;
  callToActionLabel: string;
  /** The one platform that the ad is for; null before that is known: both are shown. */
  platform: "meta" | "google" | null;
}

export type PreviewPlacement = "meta_feed" | "meta_story" | "google_search";
export type PreviewDevice = "mobile" | "desktop";
export type PreviewLook = "light" | "dark";
