// Halves every number in planning/facts, one at a time, and looks whether a rule or a line of the bill notices:
// `npm run mutations`. A figure that changes nothing is one that nobody uses, or that no test would miss.
// Asked first: what rules, bill and plan say of many stages (outcomes.ts), which outcomes.test.ts pins. Asked last: the
// tests of the rules themselves, with plans that no sizing makes.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { build } from "esbuild";
import typescript from "typescript";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const facts = join(root, "planning", "facts") + sep;
/** Names and texts of ThingsBoard's variables: the only numbers there are lines of the seed and of thingsboard.yml. */
const texts = [join(facts, "variables") + sep, join(facts, "thingsboardVariables.ts")];

/** Numbers that say where something was read, or are no figure of a stage. */
const references = new Set(["seedLine"]);

/** Every number of the facts, by its index: file, line, text. Both bundles have them under the same index. */
const numbers = [];
const indexOf = new Map();

/** Puts every number of a file behind a question: is this the one that is halved now? */
function instrumented(file) {
  const text = readFileSync(file, "utf8");
  const source = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true);
  const edits = [];
  const visit = (node) => {
    if (typescript.isTypeNode(node) || typescript.isInterfaceDeclaration(node)) {
      return;
    }
    if (typescript.isPropertyAssignment(node) && references.has(node.name.getText(source))) {
      return;
    }
    const isKey = typescript.isPropertyAssignment(node.parent) && node.parent.name === node;
    if (typescript.isNumericLiteral(node) && !isKey && Number(node.text) !== 0) {
      edits.push(node);
    }
    typescript.forEachChild(node, visit);
  };
  typescript.forEachChild(source, visit);
  let result = text;
  for (const node of edits.toReversed()) {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const place = `${file}:${node.getStart(source)}`;
    const index = indexOf.get(place) ?? numbers.length;
    if (index === numbers.length) {
      numbers.push({ file: relative(root, file), line: line + 1, text: node.getText(source) });
      indexOf.set(place, index);
    }
    result = `${result.slice(0, node.getStart(source))}(globalThis.halved === ${index} ? ${node.getText(source)} / 2 : ${node.getText(source)})${result.slice(node.getEnd())}`;
  }
  return result;
}

/** Code with its facts instrumented, to be loaded as often as one likes. */
async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    ...entry,
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    logLevel: "warning",
    external: ["zod", "yaml", "fast-check"],
    plugins: [
      {
        name: "halve",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) =>
            path.startsWith(facts) && !texts.some((text) => path.startsWith(text))
              ? { contents: instrumented(path), loader: "ts" }
              : undefined,
          );
        },
      },
    ],
  });
  return new Script(`(function (require, module, exports, __dirname) {${outputFiles[0].text}\n})`);
}

const require = createRequire(import.meta.url);

/** A bundle, loaded anew: its facts are made at that moment. */
function loaded(script, halved) {
  globalThis.halved = halved;
  const module = { exports: {} };
  script.runInThisContext()(require, module, module.exports, join(root, "cli"));
  return module.exports;
}

const outcomes = await bundled({ entryPoints: ["tests/mutations/outcomes.ts"] });
const ruleTests = await bundled({
  stdin: {
    resolveDir: root,
    loader: "ts",
    // Required, not imported: the package has no side effects, and a test is nothing else.
    contents: readdirSync(join(root, "tests/planning/checks"), { recursive: true })
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `require("./tests/planning/checks/${name.split(sep).join("/")}");`)
      .join("\n"),
  },
});

/** Whether every rule test passes, asked until one fails. A few lines in place of mocha, which starts once a process. */
function ruleTestsPass(halved) {
  const tests = [];
  const context = { timeout() {}, slow() {} };
  const around = { describe: globalThis.describe, it: globalThis.it, before: globalThis.before };
  Object.assign(globalThis, {
    describe: (_, body) => body.call(context),
    it: (_, body) => tests.push(body),
    before: (body) => tests.push(body),
  });
  try {
    loaded(ruleTests, halved);
    if (tests.length === 0) {
      throw new Error("No rule test was found.");
    }
    tests.forEach((test) => test.call(context));
    return true;
  } catch {
    return false;
  } finally {
    Object.assign(globalThis, around);
  }
}

const sizingKey = "thingsboard-scale:sizing";
const committed = new Map(
  readdirSync(root).flatMap((name) => {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1];
    return stack === undefined
      ? []
      : [[stack, parse(readFileSync(join(root, name), "utf8")).config[sizingKey]]];
  }),
);

if (!ruleTestsPass(undefined)) {
  throw new Error("The rule tests fail as they are: mend them first.");
}
const sound = loaded(outcomes, undefined);
const scenarios = sound.scenarios(committed);
const expected = scenarios.map((each) => JSON.stringify(sound.outcomeOf(each)));

/** Whether any scenario comes out otherwise; the last one that noticed is asked first, since its neighbours often tell. */
let favourite = 0;
function isNoticed(index) {
  let mutated;
  try {
    mutated = loaded(outcomes, index);
  } catch {
    return true;
  }
  const differs = (scenario) =>
    JSON.stringify(mutated.outcomeOf(scenarios[scenario])) !== expected[scenario];
  if (differs(favourite)) {
    return true;
  }
  const found = scenarios.findIndex((_, scenario) => differs(scenario));
  favourite = found === -1 ? favourite : found;
  return found !== -1 || !ruleTestsPass(index);
}

const startedAt = performance.now();
const unnoticed = numbers.filter((_, index) => !isNoticed(index));
for (const { file, line, text } of unnoticed) {
  console.log(`${file}:${line}: nothing changes when ${text} is halved`);
}
console.error(
  `${numbers.length} numbers halved, ${unnoticed.length} unnoticed, ${scenarios.length} stages, ${Math.round((performance.now() - startedAt) / 1000)} s.`,
);
process.exitCode = unnoticed.length === 0 ? 0 : 1;
