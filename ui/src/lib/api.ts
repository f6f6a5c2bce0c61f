import { apiFetch } from "./http";

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

function address(path: string, query: Query = {}): string {
  const url = new URL(`/api/v1${path}`, location.origin);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) url.searchParams.set(key, String(value));
  }
  return url.toString();
}

async function send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const isForm = body instanceof FormData;
  const response = await apiFetch(address(path), {
    method,
    headers: body === undefined || isForm ? headers : { "Content-Type": "application/json", ...headers },
    body: body === undefined || isForm ? (body as FormData | undefined) : JSON.stringify(body),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Calls by path. The generated client in src/api is preferred; this one is for what has no schema of its own. */
export const api = {
  get: async <T>(path: string, query?: Query): Promise<T> => {
    const response = await apiFetch(address(path, query));
    return (await response.json()) as T;
  },
  post: <T>(path: string, body?: unknown, headers?: Record<string, string>) => send<T>("POST", path, body, headers),
  patch: <T>(path: string, body: unknown) => send<T>("PATCH", path, body),
  delete: <T = void>(path: string) => send<T>("DELETE", path),
};
