import { defineConfig } from "@hey-api/openapi-ts";

/** `make gen-client`: the client is generated, committed and never edited. */
export default defineConfig({
  input: "./openapi.json",
  // The check generates beside the committed client and compares.
  output: { path: process.env.CLIENT_OUTPUT ?? "src/api", clean: true },
  plugins: [
    { name: "@hey-api/client-fetch", runtimeConfigPath: "@/lib/client", throwOnError: true },
    "@hey-api/typescript",
    { name: "@hey-api/sdk", responseStyle: "data" },
  ],
});
