import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { platformsQuery, type PlatformsData, type TextLimit } from "@/lib/platforms";
import { MetaFeedPreview } from "./MetaFeedPreview";
import { PreviewPanel } from "./PreviewPanel";
import { checkContent, problemsOf } from "./checks";
import { googleDisplayUrl, parseDestination } from "./destination";
import { feedFrame } from "./imageFrame";
import type { PreviewSubject } from "./model";
import { excerpt } from "./seeMore";

const limits: TextLimit[] = [
  { platform: "meta", placement: "feed", field: "headline", shown_as: "Headline", limit: 40, hard: false, may_be_cut_after: 27 },
  { platform: "meta", placement: "feed", field: "primary_text", shown_as: "Primary text", limit: 125, hard: false, may_be_cut_after: null },
  { platform: "google", placement: "search", field: "headline", shown_as: "Headline", limit: 30, hard: true, may_be_cut_after: null },
  { platform: "google", placement: "search", field: "primary_text", shown_as: "Description", limit: 90, hard: true, may_be_cut_after: null },
];

const chips: PreviewSubject = {
  content: {
    headline: "New Spicy Jalapeño Chips | 20% Off",
    primaryText: "Made with organic potatoes and real jalapeños. Crunch into the heat today!",
    description: "",
    callToAction: "shop_now",
    destinationUrl: "tastychips.co/spicy",
    moreHeadlines: [],
    moreDescriptions: [],
    displayPath: [],
  },
  pageName: "Tasty Chips Co.",
  pagePictureUrl: null,
  image: { url: "data:,", width: 1080, height: 1080, alt: "Chips" },
  callToActionLabel: "Shop now",
  platform: null,
};

test("the chips case is an error for Google, 34 of 30, and no complaint for Meta", () => {
  const problems = checkContent(chips.content, limits, true);
  expect(problemsOf(problems, "meta")).toEqual([]);
  const google = problemsOf(problems, "google");
  expect(google.filter((problem) => problem.severity === "error")).toEqual([
    expect.objectContaining({ field: "headline", length: 34, limit: 30 }),
  ]);
  expect(google.filter((problem) => problem.severity === "note")).toHaveLength(1);
});

function show(subject: PreviewSubject): void {
  const client = new QueryClient();
  client.setQueryData(platformsQuery.queryKey, {
    platforms: ["meta", "google"].map((platform) => ({
      platform,
      text_limits: limits.filter((limit) => limit.platform === platform),
    })),
  } as unknown as PlatformsData);
  render(
    <QueryClientProvider client={client}>
      <PreviewPanel subject={subject} />
    </QueryClientProvider>,
  );
}

test("an ad without texts does not fit anywhere: it is not written yet", () => {
  show({ ...chips, content: { ...chips.content, headline: "", primaryText: " " } });
  expect(screen.queryByText("Fits")).toBeNull();
  expect(screen.getAllByText("Not written yet")).toHaveLength(2);
});

test("an ad that is on one platform is shown there alone", () => {
  show({ ...chips, platform: "meta" });
  screen.getByRole("article", { name: "Preview: Meta feed" });
  expect(screen.queryByRole("region", { name: "Google search" })).toBeNull();
});

test("both previews show the chips case at once, each in its own way", async () => {
  show(chips);
  const feed = within(screen.getByRole("article", { name: "Preview: Meta feed" }));
  feed.getByText("Tasty Chips Co.");
  feed.getByText("tastychips.co");
  feed.getByText("Shop now");
  feed.getByRole("img", { name: "Chips" });
  const search = screen.getByRole("article", { name: "Preview: Google search result" });
  within(search).getByText("Sponsored");
  within(search).getByText("https://tastychips.co/spicy");
  expect(within(search).queryByRole("img", { name: "Chips" })).toBeNull();
  expect(search.querySelector("mark")?.textContent).toBe(" Off");
  within(screen.getByRole("region", { name: "Google search" })).getByText("34/30");
  within(screen.getByRole("region", { name: "Meta feed" })).getByText("Fits");
  await userEvent.click(screen.getByRole("radio", { name: "Desktop" }));
  within(screen.getByRole("article", { name: "Preview: Meta feed" })).getByText("TASTYCHIPS.CO");
});

test("a long text is cut, and opens", async () => {
  const long = { ...chips, content: { ...chips.content, primaryText: "Crunch into it today. ".repeat(12) } };
  render(<MetaFeedPreview subject={long} look="light" device="mobile" />);
  await userEvent.click(screen.getByRole("button", { name: "See more" }));
  expect(screen.queryByRole("button", { name: "See more" })).toBeNull();
});

test.each([
  ["x".repeat(125), false, 125],
  ["x".repeat(126), true, 125],
  ["a\nb\nc", false, 5],
  ["a\nb\nc\nd", true, 5],
])("an excerpt ends after 125 characters or three lines", (text, cut, length) => {
  const found = excerpt(text);
  expect(found.cut).toBe(cut);
  expect(found.shown).toHaveLength(length);
});

test("an excerpt ends at a word", () => {
  expect(excerpt("one two three", 9).shown).toBe("one two");
});

test.each([
  ["tastychips.co/spicy", "tastychips.co", "spicy"],
  [" https://www.Tasty.co ", "tasty.co", ""],
  ["http://a.co/x/y/?q=1", "a.co", "x/y"],
])("%s is read as an address", (typed, domain, path) => {
  expect(parseDestination(typed)).toMatchObject({ domain, path });
});

test.each(["", "not a link", "ftp://a.co", "localhost", "chips"])("%s is no address", (typed) => {
  expect(parseDestination(typed)).toBeNull();
});

test("Google shows two short parts of the path", () => {
  const destination = parseDestination("a.co/one/a-very-long-part-of-a-path/two/three");
  expect(destination && googleDisplayUrl(destination)).toBe("https://a.co/one/two");
});

test("a picture taller than 4 : 5 is cropped in the feed", () => {
  expect(feedFrame(1080, 1920)).toEqual({ ratio: 0.8, cropped: true });
  expect(feedFrame(1080, 1080)).toEqual({ ratio: 1, cropped: false });
});
