/** Providers that can be connected by this dialog; the names are the API's. */
export const PROVIDERS: readonly string[] = ["meta", "meta_sandbox"];
