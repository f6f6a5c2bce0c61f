import { defineConfig } from "@hey-api/openapi-ts";

/** `make gen-client`: the client is generated, committed and never edited. */
export default defineConfig({
  input: "./openapi.json",
  output: { path: "src/api", clean: true },
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
});
