import { act, renderHook } from "@testing-library/react";
import { useForm } from "react-hook-form";
import { describe, expect, test } from "vitest";
import { ProblemError, placeProblems, sentenceOf, showProblem } from "@/lib/problem";

const invalid = new ProblemError({
  status: 422,
  code: "invalid",
  detail: "Some fields are not acceptable.",
  fields: [
    { field: "email", message: "This e-mail is registered already." },
    { field: "plan", message: "This field is not known here." },
  ],
});

describe("reading an answer", () => {
  test("problem+json is taken over", async () => {
    const body = { status: 429, code: "too_many_requests", detail: "Too many log-ins.", fields: [] };
    const response = new Response(JSON.stringify(body), { status: 429, headers: { "Retry-After": "30" } });
    const problem = await ProblemError.from(response);
    expect(problem).toMatchObject({ status: 429, code: "too_many_requests", message: "Too many log-ins.", retryAfterSeconds: 30 });
  });

  test("an answer that is no JSON still becomes a sentence", async () => {
    const problem = await ProblemError.from(new Response("<html>Bad gateway</html>", { status: 502 }));
    expect(problem.message).toMatch(/starting or busy/);
    expect(problem.fields).toEqual([]);
  });

  test("fields of another shape are ignored, not trusted", async () => {
    const problem = await ProblemError.from(new Response(JSON.stringify({ fields: [{ field: 3 }, null] }), { status: 422 }));
    expect(problem.fields).toEqual([]);
  });

  test("anything else that was thrown is no riddle either", () => {
    expect(sentenceOf(new TypeError("x is undefined"))).toMatch(/Reload/);
  });
});

describe("placing problems", () => {
  test("known fields get theirs, the rest is said once", () => {
    const placed = placeProblems(invalid, {}, (field) => field === "email");
    expect(placed.fields).toEqual([{ field: "email", message: "This e-mail is registered already." }]);
    expect(placed.rest).toBe("This field is not known here.");
  });

  test("without any known field the summary is said", () => {
    expect(placeProblems(invalid, {}, () => false)).toEqual({ fields: [], rest: "Some fields are not acceptable." });
  });

  test("a field under another name in the form is found", () => {
    const placed = placeProblems(invalid, { email: "contact.email" }, (field) => field === "contact.email");
    expect(placed.fields[0]?.field).toBe("contact.email");
  });

  test("the form keeps what was typed", () => {
    const { result } = renderHook(() => {
      const form = useForm({ defaultValues: { email: "dana@example.com", name: "" } });
      return { form, errors: form.formState.errors };
    });
    act(() => showProblem(result.current.form, invalid));
    expect(result.current.errors.email?.message).toBe("This e-mail is registered already.");
    expect(result.current.errors.root?.server?.message).toBe("This field is not known here.");
    expect(result.current.form.getValues("email")).toBe("dana@example.com");
  });
});
