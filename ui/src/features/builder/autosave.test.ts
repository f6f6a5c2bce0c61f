import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProblemError } from "@/lib/problem";
import { Autosaver, type SaveState } from "./autosave";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(save: (value: string) => Promise<void>) {
  const states: SaveState["kind"][] = [];
  const saver = new Autosaver<string>({ save, onState: (state) => states.push(state.kind), retryMs: 1000 });
  return { saver, states };
}

const refusal = (status: number) => new ProblemError({ status, code: "x", detail: "No." });

test("keystrokes in a row are saved once, the newest", async () => {
  const save = vi.fn(() => Promise.resolve());
  const { saver, states } = setUp(save);
  saver.change("c", 500);
  await vi.advanceTimersByTimeAsync(400);
  saver.change("ch", 500);
  await vi.advanceTimersByTimeAsync(499);
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(save.mock.calls).toEqual([["ch"]]);
  expect(states).toEqual(["waiting", "waiting", "saving", "saved"]);
});

test("what is typed during a save is saved after it, never beside it", async () => {
  let release: () => void = () => undefined;
  const save = vi.fn((value: string) => (value === "one" ? new Promise<void>((done) => (release = done)) : Promise.resolve()));
  const { saver, states } = setUp(save);
  saver.change("one", 0);
  await vi.advanceTimersByTimeAsync(0);
  saver.change("two", 0);
  await vi.advanceTimersByTimeAsync(50);
  expect(save).toHaveBeenCalledTimes(1);
  release();
  await vi.advanceTimersByTimeAsync(0);
  expect(save.mock.calls).toEqual([["one"], ["two"]]);
  expect(states.at(-1)).toBe("saved");
});

test("an unreachable product is tried again, more and more slowly, and nothing is lost", async () => {
  const save = vi.fn<(value: string) => Promise<void>>().mockRejectedValueOnce(ProblemError.unreachable()).mockRejectedValueOnce(refusal(503)).mockResolvedValue();
  const { saver, states } = setUp(save);
  saver.change("draft", 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toBe("retrying");
  await vi.advanceTimersByTimeAsync(1000);
  expect(save).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1999);
  expect(save).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(save.mock.calls).toEqual([["draft"], ["draft"], ["draft"]]);
  expect(states.at(-1)).toBe("saved");
});

test("a refused save waits for the next edit", async () => {
  const save = vi.fn<(value: string) => Promise<void>>().mockRejectedValueOnce(refusal(422)).mockResolvedValue();
  const { saver, states } = setUp(save);
  saver.change("12.345", 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(save).toHaveBeenCalledTimes(1);
  expect(states.at(-1)).toBe("refused");
  saver.change("12.34", 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toBe("saved");
});

test("a conflict ends saving", async () => {
  const save = vi.fn<(value: string) => Promise<void>>().mockRejectedValue(refusal(409));
  const { saver, states } = setUp(save);
  saver.change("draft", 0);
  await vi.advanceTimersByTimeAsync(0);
  saver.change("more", 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(save).toHaveBeenCalledTimes(1);
  expect(states.at(-1)).toBe("conflict");
});

test("flushing saves at once, and says when it could not", async () => {
  const save = vi.fn<(value: string) => Promise<void>>().mockResolvedValueOnce().mockRejectedValueOnce(refusal(422));
  const { saver } = setUp(save);
  saver.change("one", 10_000);
  await expect(saver.flush()).resolves.toBe(true);
  saver.change("two", 10_000);
  await expect(saver.flush()).resolves.toBe(false);
  expect(save.mock.calls).toEqual([["one"], ["two"]]);
});
