// Builds the command line to JavaScript, so that no command waits for a compiler:
//   dist/cli/main.js     arguments, plan, schema; nothing of Pulumi
//   dist/cli/program.js  dump and golden
//   dist/cli/stage.js    the Pulumi program, index.ts
//   dist/cli/aws.js      what asks AWS
//   dist/cli/page.js     the HTML page, with what draws and charts
// `npm ci` runs this as `prepare`; launch.mjs runs it again when a source is newer.
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "dist", "cli");

/** Bundles by name, each with its source. */
export const bundles = {
  "main.js": "cli/entry.ts",
  "program.js": "cli/dump/commands.ts",
  "stage.js": "index.ts",
  "aws.js": "cli/awsCommands.ts",
  "page.js": "cli/pageCommands.ts",
};

/** What needs an SDK is a bundle of its own, which main.js loads for the commands that need it. */
const programStaysApart = {
  name: "program-stays-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/dump\/commands\.js$/ }, () => ({
      path: "./program.js",
      external: true,
    }));
    onResolve({ filter: /^\.\/awsCommands\.js$/ }, () => ({ path: "./aws.js", external: true }));
    onResolve({ filter: /^\.\/pageCommands\.js$/ }, () => ({ path: "./page.js", external: true }));
  },
};

/** zod brings its messages in fifty languages, a quarter of main.js. This project words its own, and needs none. */
const englishAlone = {
  name: "english-alone",
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.c?js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/** Builds every bundle. They carry the time of the build's start: what is saved meanwhile counts as newer. */
export async function build() {
  const startedAt = new Date();
  const esbuild = await import("esbuild");
  mkdirSync(join(root, "dist"), { recursive: true });
  // Two builds at once must not write into one file: each has its own folder, and a rename is whole.
  const workshop = mkdtempSync(join(root, "dist", ".cli-"));
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: Object.entries(bundles).map(([out, source]) => ({
        in: source,
        out: out.replace(/\.js$/, ""),
      })),
      outdir: workshop,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20.19",
      minifySyntax: true,
      minifyWhitespace: true,
      external: ["@pulumi/*", "@grpc/*", "google-protobuf", "@aws-sdk/*", "esbuild"],
      plugins: [programStaysApart, englishAlone],
      supported: { "dynamic-import": false },
      define: { "process.env.NODE_ENV": '"production"' },
      logLevel: "warning",
    });
    mkdirSync(output, { recursive: true });
    for (const name of Object.keys(bundles)) {
      utimesSync(join(workshop, name), startedAt, startedAt);
      renameSync(join(workshop, name), join(output, name));
    }
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

async function main() {
  const startedAt = performance.now();
  await build();
  const bytes = Object.keys(bundles).reduce(
    (sum, name) => sum + statSync(join(output, name)).size,
    0,
  );
  console.error(
    `Built the command line: ${Math.round(bytes / 1024)} KiB in ${Math.round(performance.now() - startedAt)} ms.`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    if (error.code === "ERR_MODULE_NOT_FOUND") {
      // `npm ci --omit=dev`: the package works, its command line does not.
      console.error(
        "The command line is not built: esbuild, a development dependency, is missing.",
      );
      return;
    }
    // esbuild has printed its errors itself.
    if (error.errors === undefined) {
      console.error(error);
    }
    process.exitCode = 1;
  });
}
