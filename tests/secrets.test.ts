import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import { CANARY, canaryOf } from "../cli/dump/answers";
import { runProgram, type ProgramRun } from "../cli/dump/runProgram";
import { neededAccount, stageRun } from "./support/stageRun";
import { stageNames } from "./support/stages";

const passwordType = "random:index/randomPassword:RandomPassword";
const keyType = "tls:index/privateKey:PrivateKey";
/** Passwords that ThingsBoard and PostgreSQL are published with. */
const published = new Set([
  "sysadmin",
  "tenant",
  "customer",
  "admin",
  "postgres",
  "cassandra",
  "thingsboard",
  "server_key_password",
  "password",
]);
/** Forms in which a text may stand inside another: as it is, or in base64 at each of three offsets. */
const canaries = [
  CANARY,
  ...["", "x", "xx"].map((before) =>
    // The first and last characters of base64 depend on what stands beside the text.
    Buffer.from(`${before}${CANARY}`)
      .toString("base64")
      .slice(before === "" ? 0 : 4, -4),
  ),
];

/** Everything that a run shows, a text a part: rows with their user data decoded, outputs of components and stack. */
function shownBy(run: ProgramRun): readonly string[] {
  const outputs = Object.entries(run.componentOutputs).map((entry) => JSON.stringify(entry));
  return [...run.rows.map((row) => JSON.stringify(row)), ...outputs, JSON.stringify(run.outputs)];
}

function withCanary(run: ProgramRun): readonly string[] {
  return shownBy(run).filter((text) => canaries.some((canary) => text.includes(canary)));
}

/** Values under a key, or of a variable, that is called a password, a secret, a token or a private key. */
function passwordsIn(value: unknown, name = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") {
    return /pass(word)?$|secret$|token$|private_?key/i.test(name) ? [[name, value]] : [];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const [variable, content] = [fields.get("name"), fields.get("value")];
  const isVariable = typeof variable === "string" && typeof content === "string";
  return isVariable
    ? passwordsIn(content, variable)
    : [...fields].flatMap(([key, inner]) => passwordsIn(inner, key));
}

const modes = [
  ["a preview", true],
  ["an update", false],
] as const;

describe("secrets", function () {
  this.timeout(120_000);

  for (const stack of stageNames) {
    for (const [mode, preview] of modes) {
      describe(`${mode} of ${stack}`, () => {
        let run: ProgramRun;
        before(async () => {
          run = await stageRun({ stack, preview, account: neededAccount });
        });

        it("shows none outside a value that is marked", () => {
          assert.deepEqual(withCanary(run), []);
        });

        it("holds no key and no kubeconfig in plain", () => {
          for (const text of shownBy(run)) {
            assert.doesNotMatch(
              text,
              /BEGIN [A-Z ]*PRIVATE KEY|client-key-data|\\"kind\\":\\"Config\\"/,
            );
          }
          assert.ok([null, "<secret>"].includes(run.outputs.kubeconfig as string | null));
        });

        it("states no password, and no published one anywhere", () => {
          const stated = run.rows
            .flatMap(({ inputs }) => passwordsIn(inputs))
            .filter(([, value]) => value !== "<secret>" && value !== "");
          assert.deepEqual(
            stated.filter(([, value]) => published.has(value)),
            [],
          );
          assert.deepEqual(stated, []);
        });

        it("gives Kubernetes each Secret as a secret", () => {
          const secrets = run.rows.filter(({ type }) => type === "kubernetes:core/v1:Secret");
          assert.ok(secrets.length >= 5);
          for (const { name, inputs } of secrets) {
            assert.equal(inputs.stringData, "<secret>", name);
            assert.equal(inputs.data, undefined, name);
          }
        });

        it("puts a generated password only where it is encrypted", () => {
          const parameters = run.rows.filter(({ type }) => type === "aws:ssm/parameter:Parameter");
          for (const { name, inputs } of parameters) {
            assert.equal(inputs.type === "SecureString", inputs.value === "<secret>", name);
          }
        });
      });
    }
  }

  it("each kind of resource that makes one answers with a canary that is marked", async () => {
    const makers = (
      await Promise.all(stageNames.map((stack) => stageRun({ stack, account: neededAccount })))
    )
      .flatMap(({ rows }) => rows)
      .filter(({ type }) => /^(random|tls):/.test(type));
    const kinds = new Set(makers.map(({ type }) => type));
    // A certificate is public.
    kinds.delete("tls:index/selfSignedCert:SelfSignedCert");
    assert.deepEqual([...kinds].sort(), [passwordType, keyType]);

    const passwords = [
      ...new Set(makers.filter(({ type }) => type === passwordType).map(({ name }) => name)),
    ];
    assert.equal(passwords.length, 9);
    const build = (reveal: <Value>(secret: pulumi.Output<Value>) => pulumi.Output<Value>) =>
      runProgram({
        stack: "test",
        program: () => ({
          passwords: passwords.map((name) =>
            reveal(new random.RandomPassword(name, { length: 32 }).result),
          ),
          key: reveal(new tls.PrivateKey("transport-tls", { algorithm: "ECDSA" }).privateKeyPem),
        }),
      });
    const kept = await build((secret) => secret);
    assert.deepEqual(kept.outputs, { key: "<secret>", passwords: passwords.map(() => "<secret>") });
    assert.deepEqual(withCanary(kept), []);
    const leaked = await build((secret) => pulumi.unsecret(secret));
    assert.deepEqual(leaked.outputs, {
      key: canaryOf(keyType, "transport-tls", "privateKeyPem"),
      passwords: passwords.map((name) => canaryOf(passwordType, name, "result")),
    });
    assert.equal(withCanary(leaked).length, 1, "a leak must show");
  });

  it("a leak shows in base64 too, wherever it begins", async () => {
    for (const before of ["", "a", "ab", "abc"]) {
      const run = await runProgram({
        stack: "test",
        program: () => ({
          encoded: pulumi
            .unsecret(new random.RandomPassword("leak", { length: 8 }).result)
            .apply((text) => Buffer.from(`${before}${text}`).toString("base64")),
        }),
      });
      assert.equal(withCanary(run).length, 1, before);
    }
  });

  it("a published password would be found, as a key and as a variable", () => {
    assert.deepEqual(
      passwordsIn({ env: [{ name: "PGPASSWORD", value: "postgres" }], password: "tenant" }),
      [
        ["PGPASSWORD", "postgres"],
        ["password", "tenant"],
      ],
    );
  });
});
