import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  configureThingsBoard,
  type RestSettings,
} from "../../../components/thingsboard/scripts/configureThingsBoard";
import { at, corePlan, coreRows, inputsOf, namesOf, textAt } from "./tbCoreSupport";

const job = "kubernetes:batch/v1:Job";
const configMap = "kubernetes:core/v1:ConfigMap";
const accounts = ["sysadmin", "tenant", "customer", "customer-a", "customer-b", "customer-c"];

async function settings(plan = corePlan()): Promise<RestSettings> {
  const files = inputsOf(await coreRows(plan), configMap, "core-accounts");
  return JSON.parse(textAt(files, "data", "settings.json")) as RestSettings;
}

describe("TbAccounts", () => {
  it("generates a password for each account that the install makes", async () => {
    const rows = await coreRows();
    assert.deepEqual(
      namesOf(rows.filter(({ type }) => type === "random:index/randomPassword:RandomPassword")),
      accounts
        .map((key) => `random:index/randomPassword:RandomPassword::core-accounts-${key}`)
        .toSorted(),
    );
    for (const key of accounts) {
      const inputs = inputsOf(
        rows,
        "random:index/randomPassword:RandomPassword",
        `core-accounts-${key}`,
      );
      assert.deepEqual(inputs, { length: 32, special: false });
    }
    const secret = inputsOf(rows, "kubernetes:core/v1:Secret", "core-accounts");
    assert.equal(at(secret, "metadata", "name"), "tb-accounts");
    assert.equal(at(secret, "stringData"), "<secret>");
  });

  it("names every account with the file of its password, and every queue with the plan's numbers", async () => {
    const plan = corePlan();
    const { accounts: named, queues, restEndpoint, deadlineSeconds } = await settings();
    assert.equal(restEndpoint, "http://tb-core:8080");
    assert.equal(deadlineSeconds, 780);
    assert.deepEqual(
      named.map(({ username, passwordFile, role }) => [username, passwordFile, role]),
      [
        ["sysadmin@thingsboard.org", "/accounts/sysadmin", "sysadmin"],
        ["tenant@thingsboard.org", "/accounts/tenant", "tenant"],
        ["customer@thingsboard.org", "/accounts/customer", "customer"],
        ["customerA@thingsboard.org", "/accounts/customer-a", "customer"],
        ["customerB@thingsboard.org", "/accounts/customer-b", "customer"],
        ["customerC@thingsboard.org", "/accounts/customer-c", "customer"],
      ],
    );
    assert.deepEqual(
      queues,
      plan.queues.map((queue) => ({
        name: queue.name,
        partitions: queue.partitions,
        consumerPerPartition: queue.consumerPerPartition,
        packProcessingTimeout: queue.packProcessingTimeoutMs,
      })),
    );
    const [main, ...others] = plan.queues;
    const changed = await settings({ ...plan, queues: [{ ...main!, partitions: 24 }, ...others] });
    assert.equal(changed.queues[0]?.partitions, 24);
  });

  it("runs the script in a Job that sees the passwords as files alone", async () => {
    const plan = corePlan();
    const rows = await coreRows();
    const inputs = inputsOf(rows, job, "core-accounts");
    assert.match(textAt(inputs, "metadata", "name"), /^tb-credentials-[0-9a-f]{10}$/);
    const pod = at(inputs, "spec", "template", "spec");
    const container = at(pod, "containers", 0);
    assert.equal(at(container, "image"), plan.images.restTools);
    assert.deepEqual(at(container, "command"), ["node", "/scripts/configure.mjs"]);
    assert.deepEqual(at(container, "env"), [
      { name: "SETTINGS_FILE", value: "/scripts/settings.json" },
    ]);
    assert.deepEqual(at(pod, "volumes"), [
      {
        name: "scripts",
        configMap: {
          name: textAt(inputsOf(rows, configMap, "core-accounts"), "metadata", "name"),
        },
      },
      { name: "accounts", secret: { secretName: "tb-accounts", defaultMode: 0o440 } },
    ]);
    assert.equal(
      textAt(inputsOf(rows, configMap, "core-accounts"), "data", "configure.mjs"),
      configureThingsBoard,
    );
  });
});

interface FakeQueue extends Record<string, unknown> {
  name: string;
  partitions: number;
}

/** ThingsBoard's REST API as far as the script uses it, with its answers and its errors. */
class FakeThingsBoard {
  passwords = new Map([
    ["sysadmin@thingsboard.org", "sysadmin"],
    ["tenant@thingsboard.org", "tenant"],
    ["customer@thingsboard.org", "customer"],
    ["customerA@thingsboard.org", "customer"],
    ["customerB@thingsboard.org", "customer"],
    ["customerC@thingsboard.org", "customer"],
  ]);
  queues = new Map<string, FakeQueue>(
    ["Main", "HighPriority", "SequentialByOriginator"].map((name) => [
      name,
      {
        id: { id: `id-of-${name}`, entityType: "QUEUE" },
        name,
        topic: `tb_rule_engine.${name}`,
        pollInterval: 25,
        partitions: 10,
        consumerPerPartition: true,
        packProcessingTimeout: 2000,
        submitStrategy: { type: "BURST", batchSize: 1000 },
      },
    ]),
  );
  /** How many calls are answered with 503 before the first proper answer. */
  unavailable = 0;
  /** Whether a queue is kept as it was, whatever is posted. */
  forgetful = false;
  changes: string[] = [];
  #server: Server | undefined;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const text = Buffer.concat(chunks).toString("utf8");
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    const [status, value] =
      this.unavailable > 0
        ? ((this.unavailable -= 1), [503, "<html>not yet</html>"])
        : this.#route(request, body);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(value));
  }

  #route(request: IncomingMessage, body: Record<string, unknown>): [number, unknown] {
    const url = new URL(request.url ?? "", "http://fake");
    const user = String(request.headers["x-authorization"] ?? "").replace("Bearer token of ", "");
    const call = `${request.method ?? ""} ${url.pathname}`;
    if (call === "POST /api/auth/login") {
      return this.passwords.get(String(body.username)) === body.password
        ? [200, { token: `token of ${String(body.username)}`, refreshToken: "none" }]
        : [401, { message: "Invalid username or password" }];
    }
    if (!this.passwords.has(user)) {
      return [401, { message: "Authentication failed" }];
    }
    if (call === "POST /api/auth/changePassword") {
      if (this.passwords.get(user) !== body.currentPassword) {
        return [400, { message: "Current password doesn't match!" }];
      }
      this.passwords.set(user, String(body.newPassword));
      this.changes.push(`password of ${user}`);
      return [200, {}];
    }
    if (call === "GET /api/users" && user.startsWith("tenant@")) {
      // Two pages, to be read both.
      const emails = [...this.passwords.keys()].filter((name) => !name.startsWith("sysadmin@"));
      const page = Number(url.searchParams.get("page"));
      const data = (page === 0 ? emails.slice(0, 2) : emails.slice(2)).map((email) => ({ email }));
      return [200, { data, hasNext: page === 0 }];
    }
    if (!user.startsWith("sysadmin@")) {
      return [403, { message: "You don't have permission" }];
    }
    const queue = this.queues.get(url.pathname.replace("/api/queues/name/", ""));
    if (request.method === "GET" && queue !== undefined) {
      return [200, queue];
    }
    if (call === "POST /api/queues" && url.searchParams.get("serviceType") === "TB-RULE-ENGINE") {
      this.changes.push(`queue ${String(body.name)}`);
      if (!this.forgetful) {
        this.queues.set(String(body.name), body as FakeQueue);
      }
      return [200, body];
    }
    return [404, { message: `Requested item wasn't found: ${call}` }];
  }
}

describe("the script that configures ThingsBoard", () => {
  let folder = "";
  let fake = new FakeThingsBoard();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "configure-"));
    fake = new FakeThingsBoard();
    for (const key of accounts) {
      writeFileSync(join(folder, key), `generated-for-${key}`);
    }
  });
  afterEach(() => {
    fake.stop();
    rmSync(folder, { recursive: true });
  });

  async function configure(changes: Partial<RestSettings> = {}) {
    const restEndpoint = await fake.start();
    const planned = await settings();
    const file = {
      ...planned,
      restEndpoint,
      deadlineSeconds: 20,
      pauseMs: 10,
      accounts: planned.accounts.map((account) => ({
        ...account,
        passwordFile: account.passwordFile.replace("/accounts", folder),
      })),
      ...changes,
    };
    writeFileSync(join(folder, "configure.mjs"), configureThingsBoard);
    writeFileSync(join(folder, "settings.json"), JSON.stringify(file));
    const child = spawn(process.execPath, [join(folder, "configure.mjs")], {
      env: { SETTINGS_FILE: join(folder, "settings.json") },
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    fake.stop();
    assert.ok(!output.includes("generated-for-"), "a password was printed");
    return { status, output };
  }

  it("replaces every published password and sets every queue, as a whole object", async () => {
    const { status, output } = await configure();
    assert.equal(status, 0, output);
    assert.deepEqual(
      [...fake.passwords],
      [
        ["sysadmin@thingsboard.org", "generated-for-sysadmin"],
        ["tenant@thingsboard.org", "generated-for-tenant"],
        ["customer@thingsboard.org", "generated-for-customer"],
        ["customerA@thingsboard.org", "generated-for-customer-a"],
        ["customerB@thingsboard.org", "generated-for-customer-b"],
        ["customerC@thingsboard.org", "generated-for-customer-c"],
      ],
    );
    const planned = corePlan().queues.find(({ name }) => name === "Main")!;
    assert.deepEqual(fake.queues.get("Main"), {
      id: { id: "id-of-Main", entityType: "QUEUE" },
      name: "Main",
      topic: "tb_rule_engine.Main",
      pollInterval: 25,
      partitions: planned.partitions,
      consumerPerPartition: planned.consumerPerPartition,
      packProcessingTimeout: planned.packProcessingTimeoutMs,
      submitStrategy: { type: "BURST", batchSize: 1000 },
    });
  });

  it("changes nothing when it is run again", async () => {
    await configure();
    fake.changes = [];
    const { status } = await configure();
    assert.equal(status, 0);
    assert.deepEqual(fake.changes, []);
  });

  it("takes up where an earlier run broke off", async () => {
    fake.passwords.set("sysadmin@thingsboard.org", "generated-for-sysadmin");
    const { status } = await configure();
    assert.equal(status, 0);
    assert.ok(!fake.changes.includes("password of sysadmin@thingsboard.org"));
    assert.ok(fake.changes.includes("password of tenant@thingsboard.org"));
  });

  it("waits for ThingsBoard to answer", async () => {
    fake.unavailable = 5;
    const { status } = await configure();
    assert.equal(status, 0);
    assert.equal(fake.passwords.get("tenant@thingsboard.org"), "generated-for-tenant");
  });

  it("fails when ThingsBoard does not answer in time", async () => {
    fake.unavailable = 1_000_000;
    const { status, output } = await configure({ deadlineSeconds: 0 });
    assert.equal(status, 1);
    assert.match(output, /did not answer POST \/api\/auth\/login within 0 s: status 503/);
  });

  it("fails, naming the account, when somebody else has changed a password", async () => {
    fake.passwords.set("tenant@thingsboard.org", "somebody's own");
    const { status, output } = await configure();
    assert.equal(status, 1);
    assert.match(output, /tenant@thingsboard\.org accepts neither the generated nor the published/);
  });

  it("does not miss a demo customer that somebody has deleted", async () => {
    fake.passwords.delete("customerB@thingsboard.org");
    const { status, output } = await configure();
    assert.equal(status, 0);
    assert.match(output, /customerB@thingsboard\.org: does not exist/);
  });

  it("fails when a queue does not read as it was set", async () => {
    fake.forgetful = true;
    const { status, output } = await configure();
    assert.equal(status, 1);
    assert.match(output, /The queue Main was set to .* but reads /);
  });

  it("fails when a queue is not there", async () => {
    fake.queues.delete("HighPriority");
    const { status, output } = await configure();
    assert.equal(status, 1);
    assert.match(output, /Reading the queue HighPriority failed with status 404/);
  });

  it("never takes a published password for a generated one", async () => {
    writeFileSync(join(folder, "tenant"), "tenant");
    const { status, output } = await configure();
    assert.equal(status, 1);
    assert.match(output, /No generated password for tenant@thingsboard\.org/);
  });
});
