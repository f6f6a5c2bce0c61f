import { defineConfig } from "@hey-api/openapi-ts";

/** `make gen-client`: the client is generated, committed and never edited. */
export default defineConfig({
  input: "./openapi.json",
  output: { path: "src/api", clean: true },
  plugins: [
    { name: "@hey-api/client-fetch", runtimeConfigPath: "@/lib/client", throwOnError: true },
    "@hey-api/typescript",
    { name: "@hey-api/sdk", responseStyle: "data" },
  ],
});
