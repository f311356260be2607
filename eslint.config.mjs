import eslint from "@eslint/js";
import prettier from "eslint-config-prettier";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["node_modules", "dist", ".cache", "examples/*/node_modules"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // A resource is made for what it does; nobody has to hold it.
      "no-new": "off",
    },
  },
  {
    files: ["sizing/**/*.ts", "planning/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@pulumi/*"], message: "sizing/ and planning/ are pure: nothing of Pulumi." },
            {
              group: ["node:*", "fs", "path", "os", "process", "child_process"],
              message: "sizing/ and planning/ are pure: no I/O.",
            },
            {
              group: ["**/components/**", "**/cli/**"],
              message: "The data flows one way: sizing, planning, components, cli.",
            },
          ],
        },
      ],
      "no-restricted-globals": ["error", "process", "Date", "console", "fetch"],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "sizing/ and planning/ are pure." },
      ],
    },
  },
  {
    files: ["components/**/*.ts", "planning/**/*.ts"],
    rules: { "max-lines": ["error", { max: 300, skipComments: true, skipBlankLines: true }] },
  },
  {
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },
  prettier,
);
