import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { apiFetch } from "@/lib/http";
import { ProblemError } from "@/lib/problem";
import { isWorthRetrying } from "@/lib/queryClient";
import { isLoginWanted, setCsrfToken, settleLogin } from "@/lib/sessionGate";

const address = (path: string) => new URL(path, location.origin).toString();
const unauthenticated = () => Response.json({ status: 401, code: "unauthenticated", detail: "Log in." }, { status: 401 });

let answers: (() => Response | Error)[];
let sent: Request[];

beforeEach(() => {
  answers = [];
  sent = [];
  vi.stubGlobal("fetch", (request: Request) => {
    sent.push(request);
    const answer = answers.shift()?.() ?? new Error("no answer left");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
});

afterEach(() => setCsrfToken(null));

describe("the way to the API", () => {
  test("what changes something carries the anti-forgery token, what reads does not", async () => {
    setCsrfToken("token-1");
    answers = [() => Response.json({}), () => Response.json({})];
    await apiFetch(address("/api/v1/campaigns"), { method: "POST", body: "{}" });
    await apiFetch(address("/api/v1/campaigns"));
    expect(sent.map((request) => request.headers.get("X-CSRF-Token"))).toEqual(["token-1", null]);
  });

  test("a refusal becomes a problem", async () => {
    answers = [() => Response.json({ status: 409, code: "conflict", detail: "It moved." }, { status: 409 })];
    await expect(apiFetch(address("/api/v1/x"))).rejects.toMatchObject({ status: 409, code: "conflict", message: "It moved." });
  });

  test("no answer at all becomes a problem that says so", async () => {
    answers = [() => new TypeError("Failed to fetch")];
    const problem = await apiFetch(address("/api/v1/x")).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ProblemError);
    expect(problem).toMatchObject({ status: 0, code: "unreachable" });
    expect(isWorthRetrying(problem)).toBe(true);
  });

  test("an ended session waits for the log-in and then sends the same request again with the new token", async () => {
    setCsrfToken("old");
    answers = [unauthenticated, () => Response.json({ saved: true })];
    const saving = apiFetch(address("/api/v1/campaigns"), { method: "POST", body: '{"name":"Chips"}' });
    await vi.waitFor(() => expect(isLoginWanted()).toBe(true));
    setCsrfToken("new");
    settleLogin(true);
    await expect((await saving).json()).resolves.toEqual({ saved: true });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.get("X-CSRF-Token")).toBe("new");
    await expect(sent[1]?.text()).resolves.toBe('{"name":"Chips"}');
  });

  test("who gives up the log-in gets the refusal", async () => {
    setCsrfToken("old");
    answers = [unauthenticated];
    const saving = apiFetch(address("/api/v1/campaigns"), { method: "POST" });
    const refused = expect(saving).rejects.toMatchObject({ status: 401 });
    await vi.waitFor(() => expect(isLoginWanted()).toBe(true));
    settleLogin(false);
    await refused;
  });

  test("a wrong password is no ended session", async () => {
    setCsrfToken("old");
    answers = [unauthenticated];
    await expect(apiFetch(address("/api/v1/auth/session"), { method: "POST" })).rejects.toMatchObject({ status: 401 });
    expect(isLoginWanted()).toBe(false);
  });

  test("without a session a 401 is an answer like any other", async () => {
    answers = [unauthenticated];
    await expect(apiFetch(address("/api/v1/overview"))).rejects.toMatchObject({ status: 401 });
  });
});
