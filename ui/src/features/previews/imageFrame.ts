/** How an image stands in a frame whose ratios are limited. */
export interface ImageFrame {
  /** Width divided by height of the visible frame. */
  ratio: number;
  /** Whether the frame hides part of the image. */
  cropped: boolean;
}

/** Meta's feed shows 1.91 : 1 down to 4 : 5; what lies outside is cropped to the nearer end. */
export const FEED_WIDEST = 1.91;
export const FEED_TALLEST = 4 / 5;
export const STORY_RATIO = 9 / 16;

const TOLERANCE = 0.01;

export function feedFrame(width: number, height: number): ImageFrame {
  const own = width > 0 && height > 0 ? width / height : FEED_WIDEST;
  const ratio = Math.min(FEED_WIDEST, Math.max(FEED_TALLEST, own));
  return { ratio, cropped: Math.abs(ratio - own) > TOLERANCE };
}
