import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { readAgain } from "@/lib/live";

describe("what an event touches", () => {
  it("is read once more when its first reading was under way and came just before the event", async () => {
    const client = new QueryClient();
    const answers = ["applying", "applied"];
    const waiting: (() => void)[] = [];
    const observer = new QueryObserver(client, {
      queryKey: ["change", "1"],
      queryFn: () => new Promise<string>((resolve) => waiting.push(() => resolve(answers.shift() ?? "more"))),
    });
    const stop = observer.subscribe(() => undefined);

    const done = readAgain(client, "change.updated");
    waiting.shift()?.();
    await Promise.resolve();
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    waiting.shift()?.();
    await done;

    expect(client.getQueryData(["change", "1"])).toBe("applied");
    stop();
  });

  it.each(["guardrails.updated", "approval_policy.updated"] as const)("is an open change after %s", async (kind) => {
    const client = new QueryClient();
    let readings = 0;
    const observer = new QueryObserver(client, { queryKey: ["change", "1"], queryFn: () => Promise.resolve(++readings) });
    const stop = observer.subscribe(() => undefined);
    await observer.refetch();
    const before = readings;
    await readAgain(client, kind);
    await client.refetchQueries({ queryKey: ["other"] });
    expect(readings).toBe(before + 1);
    stop();
  });

  it("is read once when it was there already", async () => {
    const client = new QueryClient();
    let readings = 0;
    const observer = new QueryObserver(client, { queryKey: ["change", "1"], queryFn: () => Promise.resolve(++readings) });
    const stop = observer.subscribe(() => undefined);
    await observer.refetch();
    const before = readings;
    await readAgain(client, "change.updated");
    await client.refetchQueries({ queryKey: ["other"] });
    expect(readings).toBe(before + 1);
    stop();
  });
});
