import { ProblemError } from "./problem";
import { getCsrfToken, hasSession, waitForLogin } from "./sessionGate";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The one way to the API. Adds the anti-forgery header to what changes something, turns every answer that is not a
 * success into a ProblemError, and sends a request again after the person has logged in over the page.
 */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const again = request.clone();
  const response = await send(request);
  if (response.ok) return response;
  if (response.status === 401 && hasSession() && !isAboutSession(request.url) && (await waitForLogin())) {
    const second = await send(again);
    if (second.ok) return second;
    throw await ProblemError.from(second);
  }
  throw await ProblemError.from(response);
}

async function send(request: Request): Promise<Response> {
  const token = getCsrfToken();
  if (token !== null && !SAFE_METHODS.has(request.method)) request.headers.set("X-CSRF-Token", token);
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw ProblemError.unreachable();
  }
}

/** Logging in answers 401 for a wrong password; that is no ended session. */
function isAboutSession(url: string): boolean {
  return new URL(url, location.origin).pathname.startsWith("/api/v1/auth/");
}

/** A key that makes a repeated POST count once; make it when the act begins, keep it for its retries. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
