import { strict as assert } from "node:assert";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { askChartRepository } from "../../cli/images/chartRepository";
import { itemsOf } from "../../cli/images/items";
import { askRegistry, registryUrl } from "../../cli/images/registry";
import { imagesReport } from "../../cli/images/report";
import { runImages, type AnsweredItem } from "../../cli/images/run";
import type { CommandContext } from "../../cli/context";
import { main } from "../../cli/main";
import type { StagePlan } from "../../planning/types";
import { changed } from "../planning/checks/reading";
import { stagePlan } from "../support/stages";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** What the server was asked, as `METHOD path?query`. */
const asked: string[] = [];
function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** How the server answers a path's first part after `/v2/`, or a chart repository's name. */
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const end =
  (status: number, headers: Record<string, string> = {}, body = ""): Handler =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

/** A manifest for those who bring the token; a challenge for all others. */
const guarded =
  (token: string, scope?: string): Handler =>
  (request, response) => {
    if (request.headers.authorization === `Bearer ${token}`) {
      end(200, { "docker-content-digest": digest })(request, response);
      return;
    }
    const realm = `http://${request.headers.host ?? ""}/token`;
    const asks = scope === undefined ? "" : `,scope="${scope}"`;
    end(401, { "www-authenticate": `Bearer realm="${realm}",service="test registry"${asks}` })(
      request,
      response,
    );
  };

const index = `apiVersion: v1
entries:
  kafka-operator:
    - { name: kafka-operator, version: 1.2.0, digest: ${"ab".repeat(32)} }
    - { name: kafka-operator, version: 1.1.0 }
`;

const handlers: Readonly<Record<string, Handler>> = {
  open: end(200, { "docker-content-digest": digest }),
  silent: end(200),
  guarded: guarded("anonymous", "repository:guarded/image:pull"),
  scopeless: guarded("anonymous"),
  private: guarded("of somebody"),
  gone: end(404),
  busy: end(429),
  broken: end(503),
  forbidden: end(403),
  basic: end(401, { "www-authenticate": 'Basic realm="login"' }),
  elsewhere: end(401, { "www-authenticate": 'Bearer realm="http://192.0.2.1/token",service="x"' }),
  hanging: () => undefined,
  token: end(200, { "content-type": "application/json" }, '{"token":"anonymous"}'),
  charts: end(200, {}, index),
  "not-yaml": end(200, {}, "<html>: {"),
  "no-index": end(200, {}, "a: 1"),
  "half-index": (_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("apiVersion: v1\n");
    setTimeout(() => response.destroy(), 10);
  },
};

const unused = () => Promise.reject(new Error("not loaded"));
const silentContext: CommandContext = {
  writeResult: () => undefined,
  writeNote: () => undefined,
  colour: false,
  projectFolder: "",
  today: "2026-11-22",
  programFile: "",
  loadProgramCommands: unused,
  loadAwsCommands: unused,
  loadPageCommands: unused,
};

describe("cli/images", () => {
  let server: Server;
  let host: string;
  /** Where nothing listens any more. */
  let closed: string;
  const options = { timeoutMs: 2_000 };

  before((done) => {
    server = createServer((request, response) => {
      const url = request.url ?? "";
      asked.push(`${request.method ?? ""} ${url}`);
      const name = url.replace(/^\/v2\//, "/").split(/[/?]/)[1] ?? "";
      (handlers[name] ?? end(500))(request, response);
    }).listen(0, "127.0.0.1", () => {
      host = addressOf(server);
      const other = createServer().listen(0, "127.0.0.1", () => {
        closed = addressOf(other);
        other.close(done);
      });
    });
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    asked.length = 0;
  });

  describe("a registry", () => {
    const image = (name: string) => askRegistry(`${host}/${name}/image:1.0`, options);

    it("says that an image exists, with its digest where it tells one", async () => {
      assert.deepEqual(await image("open"), { status: "exists", digest });
      assert.deepEqual(await image("silent"), { status: "exists" });
      assert.deepEqual(asked, [
        "HEAD /v2/open/image/manifests/1.0",
        "HEAD /v2/silent/image/manifests/1.0",
      ]);
    });

    it("is asked by digest where the image has one", async () => {
      await askRegistry(`${host}/open/image:1.0@${digest}`, options);
      assert.deepEqual(asked, [`HEAD /v2/open/image/manifests/${digest}`]);
    });

    it("gets the token that its token service gives to anybody", async () => {
      assert.deepEqual(await image("guarded"), { status: "exists", digest });
      assert.deepEqual(asked, [
        "HEAD /v2/guarded/image/manifests/1.0",
        "GET /token?service=test+registry&scope=repository%3Aguarded%2Fimage%3Apull",
        "HEAD /v2/guarded/image/manifests/1.0",
      ]);
    });

    it("gets it for this image where the challenge names no scope", async () => {
      assert.deepEqual(await image("scopeless"), { status: "exists", digest });
      assert.match(asked[1] ?? "", /scope=repository%3Ascopeless%2Fimage%3Apull$/);
    });

    it("says that an image is missing by 404 alone", async () => {
      assert.deepEqual(await image("gone"), { status: "missing" });
    });

    it("leaves unknown what it does not tell, and says why", async () => {
      const reasons = async (name: string) => {
        const answer = await image(name);
        return answer.status === "unknown" ? answer.reason.replace(host, "HOST") : answer.status;
      };
      assert.equal(await reasons("private"), "HOST asks for a login: private, or not there");
      assert.equal(await reasons("basic"), "HOST asks for a login: private, or not there");
      assert.equal(await reasons("forbidden"), "HOST refuses: private, or not there");
      assert.equal(await reasons("busy"), "HOST has had too many requests from here");
      assert.equal(await reasons("broken"), "HOST answers with status 503");
    });

    it("sends nobody to a token service without TLS elsewhere", async () => {
      assert.deepEqual(await image("elsewhere"), {
        status: "unknown",
        reason: `${host} asks for a login: private, or not there`,
      });
      assert.equal(asked.length, 1);
    });

    it("is waited for as long as said", async () => {
      assert.deepEqual(await askRegistry(`${host}/hanging/image:1.0`, { timeoutMs: 50 }), {
        status: "unknown",
        reason: `${host} did not answer within 0.05 s`,
      });
    });

    it("is unknown where nothing listens", async () => {
      assert.deepEqual(await askRegistry(`${closed}/open/image:1.0`, options), {
        status: "unknown",
        reason: `${closed} cannot be reached (ECONNREFUSED)`,
      });
    });

    it("has the address that Docker would take", async () => {
      assert.equal(registryUrl("docker.io"), "https://registry-1.docker.io");
      assert.equal(registryUrl("quay.io"), "https://quay.io");
      assert.equal(registryUrl("localhost:5000"), "http://localhost:5000");
      assert.equal(registryUrl("127.0.0.1.example.com"), "https://127.0.0.1.example.com");
      const urls: string[] = [];
      const urlOf = (registry: string) => {
        urls.push(registry);
        return `http://${host}`;
      };
      await askRegistry("zookeeper:3.9.6", { urlOf });
      await askRegistry("valkey/valkey:8.1.11", { urlOf });
      assert.deepEqual(urls, ["docker.io", "docker.io"]);
      assert.deepEqual(asked, [
        "HEAD /v2/library/zookeeper/manifests/3.9.6",
        "HEAD /v2/valkey/valkey/manifests/8.1.11",
      ]);
    });
  });

  describe("a chart repository", () => {
    const chart = (repository: string, version = "1.2.0", name = "kafka-operator") =>
      askChartRepository({ name, version, repository: `http://${host}/${repository}` }, options);

    it("says by its index whether a version exists", async () => {
      assert.deepEqual(await chart("charts/"), {
        status: "exists",
        digest: `sha256:${"ab".repeat(32)}`,
      });
      assert.deepEqual(await chart("charts", "1.1.0"), { status: "exists" });
      assert.deepEqual(asked, ["GET /charts/index.yaml", "GET /charts/index.yaml"]);
    });

    it("says so by an index without the version or the chart", async () => {
      assert.deepEqual(await chart("charts", "1.3.0"), { status: "missing" });
      assert.deepEqual(await chart("charts", "1.2.0", "other"), { status: "missing" });
    });

    it("says nothing by an index that is none, or not there", async () => {
      const noIndex = (name: string) => ({
        status: "unknown",
        reason: `http://${host}/${name}/index.yaml is no index of a chart repository`,
      });
      assert.deepEqual(await chart("not-yaml"), noIndex("not-yaml"));
      assert.deepEqual(await chart("no-index"), noIndex("no-index"));
      assert.equal((await chart("gone")).status, "unknown");
      assert.equal((await chart("busy")).status, "unknown");
      assert.equal((await chart("half-index")).status, "unknown");
    });

    it("is a registry where its address says so", async () => {
      const oci = { name: "operator", version: "1.2.0", repository: `oci://${host}/open` };
      assert.deepEqual(await askChartRepository(oci, options), { status: "exists", digest });
      assert.deepEqual(asked, ["HEAD /v2/open/operator/manifests/1.2.0"]);
    });
  });

  describe("the command", () => {
    /** A stage whose charts are of a repository that is out of reach. */
    function planWithoutCharts(stack: string, account?: unknown): StagePlan {
      const plan = stagePlan(stack, account);
      const repository = `http://${closed}`;
      return changed(plan, {
        "dataTier.kafka.chart.repository": repository,
        "dataTier.cassandra.chart.repository": repository,
        "dataTier.postgresql.chart.repository": repository,
        ...(plan.eks === undefined
          ? {}
          : { "eks.loadBalancerController.chart.repository": repository }),
      });
    }

    /** Every registry played by one handler. */
    async function run(handler: string, json?: true, strict?: true) {
      let result = "";
      const notes: string[] = [];
      const status = await runImages({
        plan: planWithoutCharts("dev", { imageRegistry: `${host}/${handler}` }),
        json,
        strict,
        writeResult: (text) => (result += text),
        writeNote: (line) => notes.push(line),
        ask: { timeoutMs: 2_000, urlOf: () => `http://${host}` },
      });
      return { status, result, notes };
    }

    it("ends well with what is unknown, and says loudly how much", async () => {
      const { status, result } = await run("open");
      assert.equal(status, 0);
      assert.match(result, /^exists {5}127\.0\.0\.1:\d+\/open\/thingsboard\/tb-node:4\.3\.1\.3$/m);
      // Six images of operators that this server does not know, and three charts.
      assert.match(
        result,
        /\n\n9 exist, 0 missing, 9 UNKNOWN, 1 not asked here\. Unknown is not ok\.\n$/,
      );
    });

    it("ends with 1 when something is missing", async () => {
      const { status, result } = await run("gone");
      assert.equal(status, 1);
      assert.match(result, /\n0 exist, 9 missing, 9 UNKNOWN, 1 not asked here/);
    });

    it("ends with 1 by what is unknown where a script says strict", async () => {
      const { status, result } = await run("open", undefined, true);
      assert.equal(status, 1);
      assert.match(result, /\n9 exist, 0 missing, 9 UNKNOWN/);
    });

    it("tells in its help how it ends", async () => {
      let help = "";
      const context: CommandContext = {
        ...silentContext,
        writeResult: (text) => (help += text),
      };
      assert.equal(await main(["images", "--help"], context), 0);
      assert.match(help, /--strict/);
      assert.match(help, /0 nothing is missing, 1 something is, 2 bad input\.\n.*with --strict 1/);
    });

    it("has a form for programs, and the counts beside it", async () => {
      const { result, notes } = await run("open", true);
      const document = JSON.parse(result) as { stack: string; items: AnsweredItem[] };
      assert.equal(document.stack, "dev");
      assert.deepEqual(
        document.items.find(({ name }) => name.includes("zookeeper")),
        {
          kind: "image",
          name: `${host}/open/zookeeper:3.9.6`,
          usedBy: ["zookeeper"],
          status: "exists",
          digest,
        },
      );
      assert.deepEqual(notes, [
        "9 exist, 0 missing, 9 UNKNOWN, 1 not asked here. Unknown is not ok.",
      ]);
    });

    it("says unknown of everything without a network, never that it exists", async () => {
      const lines: string[] = [];
      const status = await runImages({
        plan: planWithoutCharts("million"),
        writeResult: (text) => lines.push(...text.split("\n")),
        writeNote: () => undefined,
        ask: { timeoutMs: 2_000, urlOf: () => `http://${closed}` },
      });
      const heads = lines.flatMap(
        (line) => /^(exists|missing|unknown|not asked) /.exec(line) ?? [],
      );
      assert.equal(status, 0);
      assert.deepEqual(
        new Set(heads.map((head) => head.trim())),
        new Set(["unknown", "not asked"]),
      );
      assert.deepEqual(
        lines.filter((line) => line.length > 80),
        [],
      );
    });

    it("refuses a stack that there is not", async () => {
      const notes: string[] = [];
      const context: CommandContext = {
        ...silentContext,
        writeNote: (line) => notes.push(line),
      };
      assert.equal(await main(["images", "milion"], context), 2);
      assert.match(notes.join("\n"), /Did you mean million\?/);
    });
  });

  it("lists images, charts, what operators choose, and add-ons", () => {
    const items = itemsOf(stagePlan("million"));
    const named = (kind: string) =>
      items.filter((item) => item.kind === kind).map(({ name }) => name);
    assert.deepEqual(named("image").slice(-8), [
      "quay.io/strimzi/operator:1.2.0",
      "quay.io/strimzi/kafka:1.2.0-kafka-4.3.1",
      "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0",
      "docker.io/k8ssandra/cass-operator:v1.31.0",
      "docker.io/k8ssandra/cass-management-api:5.0.8-ubi",
      "docker.io/k8ssandra/system-logger:v1.31.0",
      "ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0",
      "ghcr.io/cloudnative-pg/pgbouncer:1.25.1",
    ]);
    assert.deepEqual(named("chart"), [
      "strimzi-kafka-operator 1.2.0 of https://strimzi.io/charts/",
      "cass-operator 0.65.0 of https://helm.k8ssandra.io/stable",
      "cloudnative-pg 0.29.0 of https://cloudnative-pg.github.io/charts",
      "aws-load-balancer-controller 3.5.0 of https://aws.github.io/eks-charts",
    ]);
    assert.deepEqual(named("image of an operator"), [
      "k8ssandra-client of cass-operator's chart 0.65.0: writes the configuration",
    ]);
    assert.deepEqual(
      items.filter(({ kind }) => kind === "add-on").map((item) => "why" in item && item.why),
      Array<string>(3).fill("npm run preflight asks AWS"),
    );
    assert.deepEqual(named("add-on"), [
      "vpc-cni v1.23.1-eksbuild.1",
      "kube-proxy v1.35.3-eksbuild.13",
      "coredns, metrics-server, aws-ebs-csi-driver, eks-pod-identity-agent: AWS's default",
    ]);
  });

  it("leaves to the operator what a chart of another version brings", () => {
    const plan = changed(stagePlan("million"), {
      "dataTier.cassandra.chart.version": "0.66.0",
      "dataTier.postgresql.chart.version": "0.30.0",
    });
    assert.deepEqual(
      itemsOf(plan)
        .filter(({ kind }) => kind === "image of an operator")
        .map(({ name }) => name),
      [
        "cass-operator of chart 0.66.0",
        "Cassandra 5.0.8 of cass-operator's chart 0.66.0",
        "system logger of cass-operator's chart 0.66.0",
        "k8ssandra-client of cass-operator's chart 0.66.0: writes the configuration",
        "CloudNativePG of chart 0.30.0",
        "PgBouncer",
      ],
    );
  });

  it("cuts names that are longer than a line, and keeps to 80 columns", () => {
    const name = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${"mirror/".repeat(10)}image:1.0`;
    const report = imagesReport("million", [
      { kind: "image", name, usedBy: ["tb-core"], status: "exists", digest },
    ]);
    const lines = report.split("\n");
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.equal(
      lines
        .slice(2, 4)
        .map((line) => line.slice(11))
        .join(""),
      name,
    );
    assert.equal(lines.at(-2), "1 exist, 0 missing, 0 unknown, 0 not asked here.");
  });
});
