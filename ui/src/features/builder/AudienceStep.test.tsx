import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Campaign } from "@/lib/campaign";
import { platformsQuery } from "@/lib/platforms";
import { AudienceStep } from "./AudienceStep";
import type { StepProps } from "./EditCampaignPage";
import { fromLive } from "./liveEdit";
import { audiencesQuery } from "./queries";
import { EVERYBODY } from "./targeting";

const group = {
  id: "g",
  name: "Snackers",
  state: "active",
  audience: null,
  targeting: { ...EVERYBODY, countries: ["US"], age_max: 44 },
  budget: null,
  bid_amount: null,
  ads: [],
};
const imported = { name: "Chips", advertiser_id: "adv", special_ad_categories: [], ad_groups: [group] } as unknown as Campaign;

test("an imported ad group shows whom it is for, and becomes an audience with that", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(audiencesQuery("adv").queryKey, { items: [], total: 0, offset: 0, limit: 200 });
  client.setQueryData(platformsQuery.queryKey, { platforms: [], countries: [{ code: "US", name: "United States" }], languages: [] } as never);
  const editor = { draft: fromLive(imported, "meta"), edit: () => undefined } as unknown as StepProps["editor"];
  render(
    <QueryClientProvider client={client}>
      <AudienceStep editor={editor} problems={[]} account={undefined} callToAction="" nowLocal="2026-11-21T12:00" />
    </QueryClientProvider>,
  );

  expect(screen.getByText("United States · 18–44")).toBeInTheDocument();
  expect(screen.queryByText("Choose an audience")).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Make it an audience" }));

  expect(screen.getByRole("textbox", { name: /Name/ })).toHaveValue("Snackers");
  expect(screen.getByRole("combobox", { name: "Age to" })).toHaveTextContent("44");
});
