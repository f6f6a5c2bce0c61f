import { ProblemError, sentenceOf } from "@/lib/problem";

/**
 * Saves what is being edited by itself: after a pause, one save at a time, the newest last. A save that could not reach
 * the product is tried again; one that was refused waits for the next edit; a conflict ends saving.
 */
export type SaveState =
  | { kind: "saved" }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "retrying"; message: string }
  | { kind: "refused"; error: unknown; message: string }
  | { kind: "conflict"; message: string };

export interface AutosaveOptions<Value> {
  save: (value: Value) => Promise<void>;
  onState: (state: SaveState) => void;
  retryMs?: number;
}

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

export class Autosaver<Value> {
  private pending: { value: Value } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private failures = 0;
  private ended = false;

  constructor(private readonly options: AutosaveOptions<Value>) {}

  /** Remember the newest value and save it after a pause. */
  change(value: Value, pauseMs: number): void {
    if (this.ended) return;
    this.pending = { value };
    if (!this.running) this.options.onState({ kind: "waiting" });
    this.schedule(pauseMs);
  }

  /** Save now what is waiting; resolves when everything is saved or cannot be. True: all saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.pending || this.running) {
      const failuresBefore = this.failures;
      await (this.running ?? this.run());
      if (this.ended || this.failures > failuresBefore) return false;
    }
    return !this.ended;
  }

  /** Save nothing more: the page is left. */
  stop(): void {
    clearTimeout(this.timer);
    this.ended = true;
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void (this.running ?? this.run()), ms);
  }

  private run(): Promise<void> {
    const next = this.pending;
    if (!next || this.ended) return Promise.resolve();
    this.pending = null;
    this.options.onState({ kind: "saving" });
    this.running = this.options
      .save(next.value)
      .then(
        () => this.succeeded(),
        (error: unknown) => this.failed(error, next),
      )
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  private succeeded(): void {
    this.failures = 0;
    this.options.onState(this.pending ? { kind: "waiting" } : { kind: "saved" });
    if (this.pending) this.schedule(0);
  }

  private failed(error: unknown, unsaved: { value: Value }): void {
    this.failures += 1;
    const message = sentenceOf(error);
    if (error instanceof ProblemError && error.status === 409) {
      this.ended = true;
      this.options.onState({ kind: "conflict", message });
      return;
    }
    // Nothing newer: what could not be saved stays the newest.
    this.pending ??= unsaved;
    if (error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429) {
      this.options.onState({ kind: "refused", error, message });
      return;
    }
    this.options.onState({ kind: "retrying", message });
    const pause = (this.options.retryMs ?? FIRST_RETRY_MS) * 2 ** Math.min(this.failures - 1, 6);
    this.schedule(Math.min(pause, LONGEST_RETRY_MS));
  }
}
