import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { AccountDiff } from "@/features/changes/AccountDiff";
import { formatCountShort } from "@/lib/format";
import { type Place, placeNamesQuery, placesQuery } from "@/lib/places";
import { platformsQuery } from "@/lib/platforms";
import { placeChoices } from "./PlacePicker";
import { PlacesFields } from "./PlacesFields";
import { NEW_SEARCH } from "./draftSearch";

const COUNTRIES = [{ code: "US", name: "United States", eu: false }];
const CHICAGO: Place = { code: "google:1016367", name: "Chicago, Illinois, United States", kind: "City", reach: 2_700_000 };
const TITLE = "Chicago (Illinois, United States)";
const STATES: Place = { code: "US", name: "United States", kind: "Country", reach: 330_000_000 };

function clientThatKnows(): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(platformsQuery.queryKey, { platforms: [], countries: COUNTRIES, languages: [] } as never);
  client.setQueryData(placeNamesQuery("acc", [CHICAGO.code]).queryKey, { items: [{ ...CHICAGO, reach: null }] });
  client.setQueryData(placeNamesQuery("acc", [CHICAGO.code, "google:7"]).queryKey, { items: [{ ...CHICAGO, reach: null }] });
  client.setQueryData(placesQuery("acc", "chic").queryKey, { items: [CHICAGO] });
  return client;
}

test("a country is offered once, and a city with its kind and how many people are there", () => {
  expect(placeChoices(COUNTRIES, [STATES, CHICAGO, { ...CHICAGO, code: "google:7", kind: "Airport", reach: null }], "")).toEqual([
    { value: "US", label: "United States" },
    { value: "google:1016367", label: TITLE, hint: `City, about ${formatCountShort(2_700_000)} people` },
    { value: "google:7", label: TITLE, hint: "Airport" },
  ]);
  // What an earlier word found does not stand among what fits the next.
  expect(placeChoices(COUNTRIES, [CHICAGO], "united s").map(({ value }) => value)).toEqual(["US", "google:1016367"]);
  expect(placeChoices(COUNTRIES, [CHICAGO], "ber")).toEqual([]);
  expect(placeChoices(COUNTRIES, [], "stat").map(({ value }) => value)).toEqual(["US"]);
  expect(placeChoices(COUNTRIES, [], "ates")).toEqual([]);
});

test("a city is found by typing and stands by its name", async () => {
  const onChange = vi.fn();
  const fields = (countries: string[]) => (
    <QueryClientProvider client={client}>
      <PlacesFields search={{ ...NEW_SEARCH, countries }} adAccountId="acc" problems={[]} onChange={onChange} />
    </QueryClientProvider>
  );
  const client = clientThatKnows();
  const { rerender } = render(fields(["US"]));
  await userEvent.click(screen.getByRole("combobox", { name: /^Places(?! to)/ }));
  await userEvent.type(screen.getByPlaceholderText("Search"), "chic");
  await userEvent.click(await screen.findByText(TITLE));

  expect(onChange).toHaveBeenCalledWith({ countries: ["US", CHICAGO.code] });
  rerender(fields(["US", CHICAGO.code]));
  screen.getByText("United States");
  screen.getByRole("button", { name: `Remove ${TITLE}` });
});

test("before and after name places, where Google knows them", () => {
  const diff = [
    { level: "campaign", node: "Chips", field: "countries", before: "US", after: "US, google:1016367" },
    { level: "campaign", node: "Chips", field: "excluded places", before: "none", after: "google:7" },
  ] as const;
  render(
    <QueryClientProvider client={clientThatKnows()}>
      <AccountDiff diff={diff} adAccountId="acc" />
    </QueryClientProvider>,
  );
  screen.getByText(`US, ${TITLE}`);
  screen.getByText("Google’s place 7");
});
