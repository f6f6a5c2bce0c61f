/**
 * The browser's half of a session: the anti-forgery token, and what to do when the session has ended.
 *
 * A request that meets an ended session waits here until the person has logged in over the page; then it is sent
 * again. So neither a form's input nor the act itself is lost.
 */
let csrfToken: string | null = null;
let waiting: ((loggedIn: boolean) => void)[] = [];
const listeners = new Set<() => void>();

export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

export function getCsrfToken(): string | null {
  return csrfToken;
}

/** Whether a session was live in this page; without one, a 401 is an answer like any other. */
export function hasSession(): boolean {
  return csrfToken !== null;
}

/** Ask for a log-in over the page. Resolves true once logged in, false if the person gave up. */
export function waitForLogin(): Promise<boolean> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    tell();
  });
}

/** Let the waiting requests go on, or fail them. */
export function settleLogin(loggedIn: boolean): void {
  const settled = waiting;
  waiting = [];
  tell();
  settled.forEach((resolve) => resolve(loggedIn));
}

export function isLoginWanted(): boolean {
  return waiting.length > 0;
}

export function subscribeLoginWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  listeners.forEach((listener) => listener());
}
