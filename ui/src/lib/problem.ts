import type { FieldValues, Path, UseFormReturn } from "react-hook-form";

/** One thing wrong with one input, as the API names it (a dotted path). */
export interface FieldProblem {
  field: string;
  message: string;
}

/** What the product answers when something is not right: problem+json, or the lack of an answer. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(problem: {
    status: number;
    code: string;
    detail: string;
    fields?: readonly FieldProblem[];
    retryAfterSeconds?: number | null;
  }) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.fields = problem.fields ?? [];
    this.retryAfterSeconds = problem.retryAfterSeconds ?? null;
  }

  /** Nobody answered: the network, or the product itself, is away. */
  static unreachable(): ProblemError {
    return new ProblemError({
      status: 0,
      code: "unreachable",
      detail: "Adwright does not answer. Check the connection; nothing you typed is lost. Then try again.",
    });
  }

  /** Read an answer that is not a success. Never throws, whatever came back. */
  static async from(response: Response): Promise<ProblemError> {
    const retryAfter = Number(response.headers.get("Retry-After"));
    const body: unknown = await response.json().catch(() => null);
    const read = isRecord(body) ? body : {};
    return new ProblemError({
      status: response.status,
      code: typeof read.code === "string" ? read.code : `http_${response.status}`,
      detail: typeof read.detail === "string" ? read.detail : fallbackSentence(response.status),
      fields: Array.isArray(read.fields) ? read.fields.filter(isFieldProblem) : [],
      retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.field === "string" && typeof value.message === "string";
}

function fallbackSentence(status: number): string {
  if (status === 413) return "The file is too large. Choose a smaller one.";
  if (status === 502 || status === 503 || status === 504) {
    return "Adwright is starting or busy. Wait a moment and try again.";
  }
  return `The answer was not understood (status ${status}). Try again; if it stays, tell the operator.`;
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  return "Something went wrong in this page. Reload it; if it stays, tell the operator.";
}

/**
 * Put each problem of an answer at its field, and what has no field of its own into the form's root error.
 *
 * `names` translates the API's field names into the form's where they differ. The input stays as it was typed.
 */
export function showProblem<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: unknown,
  names: Readonly<Record<string, string>> = {},
): void {
  const placed = placeProblems(error, names, (field) => hasField(form.getValues(), field));
  placed.fields.forEach(({ field, message }, index) => {
    form.setError(field as Path<Values>, { type: "server", message }, { shouldFocus: index === 0 });
  });
  if (placed.rest) form.setError("root.server", { type: "server", message: placed.rest });
}

/** Split an error into problems at known fields and one sentence for the rest. Pure, so that it can be tested. */
export function placeProblems(
  error: unknown,
  names: Readonly<Record<string, string>>,
  known: (field: string) => boolean,
): { fields: FieldProblem[]; rest: string | null } {
  if (!(error instanceof ProblemError)) return { fields: [], rest: sentenceOf(error) };
  const renamed = error.fields.map(({ field, message }) => ({ field: names[field] ?? field, message }));
  const fields = renamed.filter(({ field }) => known(field));
  const homeless = renamed.filter(({ field }) => !known(field)).map(({ message }) => message);
  if (fields.length === 0) return { fields, rest: error.message };
  return { fields, rest: homeless.length > 0 ? homeless.join(" ") : null };
}

function hasField(values: unknown, path: string): boolean {
  let here: unknown = values;
  for (const part of path.split(".")) {
    if (!isRecord(here) || !(part in here)) return false;
    here = here[part];
  }
  return true;
}
