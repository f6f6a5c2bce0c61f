import type { CreateClientConfig } from "@/api/client.gen";
import { apiFetch } from "./http";

/** Settings of the generated client; named in openapi-ts.config.ts. */
export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  // An absolute address, because `Request` outside a browser (in tests) takes no other.
  baseUrl: location.origin,
  credentials: "same-origin",
  fetch: apiFetch,
});
