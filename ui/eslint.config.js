import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const upwards = (...rooms) => ({
  patterns: rooms.map((room) => ({ group: [`@/${room}`, `@/${room}/*`], message: "Imports only go down: see README.md." })),
});

export default tseslint.config(
  { ignores: ["node_modules", "src/api/**", "public/**"] },
  ...tseslint.configs.recommended,
  ...tseslint.configs.stylistic,
  hooks.configs.flat["recommended-latest"],
  { languageOptions: { globals: globals.browser } },
  {
    rules: {
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["echarts", "echarts/*"], message: "Charts live in src/charts only." }] },
      ],
    },
  },
  { files: ["src/charts/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/lib/**"], rules: { "no-restricted-imports": ["error", upwards("components", "charts", "features", "routes")] } },
  { files: ["src/components/**"], rules: { "no-restricted-imports": ["error", upwards("features", "routes")] } },
);
