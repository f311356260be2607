import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StackFileError, parseProjectFile, parseStackFile } from "../../sizing";
import type { Problem } from "../../sizing";

/** A stack file with one value under the sizing, on line 3. */
function withValue(value: string): string {
  return `config:\n  thingsboard-scale:sizing:\n    value: ${value}\n`;
}

function problemsOf(text: string): readonly Problem[] {
  try {
    parseStackFile(text, "Pulumi.test.yaml");
    return [];
  } catch (error) {
    if (error instanceof StackFileError) return error.problems;
    throw error;
  }
}

/** What Pulumi and npm's yaml, or people, read differently, and words that must stand in the way out. */
const refused: readonly (readonly [value: string, wayOut: string])[] = [
  ["1_000", "Write 1000"],
  ["-_5", "Write -5"],
  ["0x_1F", "Write 0x1F"],
  ["1_0.5", "Write 10.5"],
  ["010", "without the zeros"],
  ["08", "without the zeros"],
  ["-007", "without the zeros"],
  ["0o17", "in decimal"],
  ["0b11", "in decimal"],
  ["0x1F", "in decimal"],
  ["0X1F", "in decimal"],
  ["-0x1F", "in decimal"],
  ["+5", "Write the number out"],
  ["-0", "Write the number out"],
  [".5", "Write the number out"],
  ["5.", "Write the number out"],
  ["1e3", "Write the number out"],
  ["1E+3", "Write the number out"],
  ["1.5e-3", "Write the number out"],
  ["9007199254740993", "in quotes if it is text"],
  ["2027-03-01", 'Write "2027-03-01"'],
  ["2027-3-1", 'Write "2027-3-1"'],
  ["2027-03-01 10:00:00", 'Write "2027-03-01 10:00:00"'],
  ["2027-03-01T10:00:00Z", 'Write "2027-03-01T10:00:00Z"'],
  ["12:30:45", 'Write "12:30:45"'],
  ["1:20", 'Write "1:20"'],
  ["yes", "Write true"],
  ["On", "Write true"],
  ["NO", "Write false"],
  ["off", "Write false"],
  ["n", "Write false"],
  ["~", "Leave the key out"],
  ["null", "Leave the key out"],
  ["NULL", "Leave the key out"],
  [".inf", "in quotes"],
  ["-.Inf", "in quotes"],
  [".nan", "in quotes"],
  ["!!str 5", "Remove it"],
  ["!own 5", "Remove it"],
  ["&five 5", "Write the value out"],
  ['"a\\/b"', "Write / without the backslash"],
  ["{ <<: { a: 1 } }", "Write the keys out"],
  ["{ a: 1, a: 2 }", "Remove one of the two"],
  ["{ 1: a }", "Put it in quotes"],
  ["{ true: a }", "Put it in quotes"],
  ["{ [a]: b }", "Put it in quotes"],
  ["{ secure: v1:abc }", "Write the value itself"],
];

describe("parseStackFile", () => {
  for (const [value, wayOut] of refused) {
    it(`refuses ${value} with its line and a way out`, () => {
      const problems = problemsOf(withValue(value));
      assert.ok(problems.length > 0, "it was accepted");
      assert.deepEqual([...new Set(problems.map(({ line }) => line))], [3]);
      const hints = problems.map(({ hint }) => hint ?? "").join(" ");
      assert.ok(hints.includes(wayOut), hints);
    });
  }

  for (const value of [
    "5",
    "-5",
    "0",
    "0.5",
    "1.35",
    "true",
    "False",
    '"010"',
    "'2027-03-01'",
    '"yes"',
    "4.3.1.3",
    "16.15-standard-trixie",
    "10.20.0.0/16",
    "64MB",
    "eu-west-1a",
    "v1.23.1-eksbuild.1",
    "a_b",
    "_1",
    "on-demand",
    "arn:aws:iam::111122223333:role/admin",
    '""',
    "x#y",
    "{}",
    "[1, 2]",
  ]) {
    it(`passes ${value}`, () => {
      assert.deepEqual(problemsOf(withValue(value)), []);
    });
  }

  it("gives the day of the test where it is a quoted text", () => {
    const file = (day: string) => `${withValue("5")}\n  thingsboard-scale:day: ${day}\n`;
    assert.equal(parseStackFile(file('"2027-03-01"'), "x").day, "2027-03-01");
    for (const day of ["2027-03-01", "20270301", "[a]"]) {
      assert.throws(() => parseStackFile(file(day), "x"), /thingsboard-scale:day: given no quoted/);
    }
  });

  it("gives sizing and account as they stand, and passes over what Pulumi and others write", () => {
    const text = [
      "# a comment",
      "encryptionsalt: v1:abc",
      "secretsprovider: awskms://alias/x?region=eu-west-1",
      "encryptedkey: 0x_odd",
      "environment: [a, b]",
      "config:",
      "  aws:region: 2027-03-01",
      "  aws:secretKey:",
      "    secure: v1:abc",
      "  other-project:sizing: yes",
      "  pulumi:tags: {}",
      "  thingsboard-scale:sizing:",
      "    load: { devices: 5, zones: [a, 'b'] }",
      "  thingsboard-scale:account: {}",
    ].join("\n");
    assert.deepEqual(parseStackFile(text, "Pulumi.test.yaml"), {
      sizing: { load: { devices: 5, zones: ["a", "b"] } },
      account: {},
    });
    assert.deepEqual(parseStackFile(`\uFEFF${withValue("5")}`.replaceAll("\n", "\r\n"), "x"), {
      sizing: { value: 5 },
      account: undefined,
    });
  });

  it("gives the path and the line of each problem, all at once", () => {
    const text = [
      "config:",
      "  thingsboard-scale:sizing:",
      "    load:",
      "      devices: 1_000",
      "    cluster:",
      "      zones: [a, 010]",
      "  thingsboard-scale:account:",
      "    expiresOn: 2027-03-01",
    ].join("\n");
    assert.deepEqual(
      problemsOf(text).map(({ line, path, given }) => [line, path, given]),
      [
        [4, "sizing.load.devices", "1_000"],
        [6, "sizing.cluster.zones[1]", "010"],
        [8, "account.expiresOn", "2027-03-01"],
      ],
    );
    assert.throws(() => parseStackFile(text, "Pulumi.test.yaml"), {
      name: "StackFileError",
      message: /^3 problems in Pulumi\.test\.yaml:\n {2}line 4, sizing\.load\.devices: given 1_000/,
    });
  });

  it("names a misspelt key with the nearest right one", () => {
    const at = (text: string): unknown =>
      problemsOf(text).map(({ line, path, hint }) => [line, path, hint]);
    const good = "\n  thingsboard-scale:sizing: {}\n";
    assert.deepEqual(at(`confg:${good}`), [[1, "confg", "Did you mean config?"]]);
    assert.deepEqual(at(`encryptionSalt: x\nconfig:${good}`), [
      [1, "encryptionSalt", "Did you mean encryptionsalt?"],
    ]);
    assert.deepEqual(at("sizing: {}\n"), [[1, "sizing", "It belongs under config."]]);
    for (const key of [
      "thingsboard-scale:sizng",
      "thingsbord-scale:sizing",
      "thingsboard-scale:config:sizing",
      "sizing",
    ]) {
      assert.deepEqual(at(`config:\n  ${key}: {}\n`), [
        [2, `config.${key}`, "Did you mean thingsboard-scale:sizing?"],
      ]);
    }
    assert.deepEqual(at(`config:${good}  thingsboard-scale:acount: {}\n`), [
      [3, "config.thingsboard-scale:acount", "Did you mean thingsboard-scale:account?"],
    ]);
    assert.deepEqual(at(`config:${good}  thingsboard-scale:colour: {}\n`), [
      [3, "config.thingsboard-scale:colour", undefined],
    ]);
  });

  it("refuses a file without a sizing", () => {
    for (const text of [
      "",
      "# nothing\n",
      "config: {}\n",
      "config:\n  aws:region: x\n",
      "[]",
      "5",
    ]) {
      assert.equal(problemsOf(text).length, 1, text);
    }
    assert.deepEqual(
      problemsOf("encryptionsalt: v1\nconfig:\n  aws:region: x\n").map(({ line, path }) => [
        line,
        path,
      ]),
      [[2, "config.thingsboard-scale:sizing"]],
    );
  });

  it("refuses an empty value and JSON in a text, which Pulumi reads in its own way", () => {
    assert.deepEqual(
      problemsOf("config:\n  thingsboard-scale:sizing:\n  thingsboard-scale:account:\n").map(
        ({ line, path, given }) => [line, path, given],
      ),
      [
        [2, "config.thingsboard-scale:sizing", "nothing"],
        [3, "config.thingsboard-scale:account", "nothing"],
      ],
    );
    assert.deepEqual(
      problemsOf(`config:\n  thingsboard-scale:sizing: '{"load": {}}'\n`).map(({ given }) => given),
      ["a value that is no mapping"],
    );
  });

  it("refuses a second document, a directive, a merge key of its own, and an odd line break", () => {
    const givenIn = (text: string): unknown =>
      problemsOf(text).map(({ line, given }) => [line, given]);
    assert.deepEqual(givenIn(`${withValue("5")}---\nconfig: {}\n`), [[4, "a second document"]]);
    assert.deepEqual(givenIn(`%YAML 1.1\n---\n${withValue("5")}`), [[1, "a % directive"]]);
    assert.deepEqual(givenIn(`config:\n  <<: {}\n  thingsboard-scale:sizing: {}\n`), [
      [2, "a merge key"],
    ]);
    assert.deepEqual(givenIn(withValue("a\u2028b")), [
      [3, "a line break of Unicode (U+0085, U+2028 or U+2029)"],
    ]);
    assert.deepEqual(givenIn(`${withValue("5")}\t\n`), [[4, "a tab before the text of a line"]]);
    assert.deepEqual(givenIn(withValue("*x")), [[3, "the alias *x"]]);
  });

  it("tells what is no YAML with its line, and survives a bottomless one", () => {
    assert.deepEqual(problemsOf("config:\n  a: [1\n  b: }\n").map(({ path }) => path)[0], "file");
    assert.equal(problemsOf("config:\n\t- x\n").length > 0, true);
    assert.deepEqual(
      problemsOf(`config: ${"[".repeat(4_000)}`).map(({ given }) => given),
      ["a nesting that is too deep to read"],
    );
  });
});

describe("parseProjectFile", () => {
  it("reads the project's own file, whose account is empty", () => {
    const text = readFileSync(join(__dirname, "..", "..", "Pulumi.yaml"), "utf8");
    assert.deepEqual(parseProjectFile(text, "Pulumi.yaml"), { account: {} });
  });

  it("takes a value, a default, or nothing", () => {
    const account = (entry: string): unknown =>
      parseProjectFile(`name: x\nconfig:\n  ${entry}\n`, "Pulumi.yaml").account;
    assert.deepEqual(account("thingsboard-scale:account: { value: { owner: me } }"), {
      owner: "me",
    });
    assert.deepEqual(account("account: { type: object, default: { owner: me } }"), { owner: "me" });
    assert.equal(account("aws:region: { value: x }"), undefined);
    assert.equal(parseProjectFile("name: x\n", "Pulumi.yaml").account, undefined);
  });

  it("refuses there what it refuses in a stack file", () => {
    assert.throws(
      () =>
        parseProjectFile(
          "name: x\nconfig:\n  thingsboard-scale:account:\n    value: { expiresOn: 2027-03-01 }\n",
          "Pulumi.yaml",
        ),
      /line 4, account\.expiresOn: given 2027-03-01/,
    );
  });
});
