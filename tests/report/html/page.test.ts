import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import type { StagePlan } from "../../../planning/types";
import { hostileStage, pageOf, pageStage } from "../../support/pageText";
import { stageNames } from "../../support/stages";

/** Text between an element with that id and the next section, without tags. */
function textAfter(page: string, id: string): string {
  const start = page.indexOf(`id="${id}"`);
  assert.notEqual(start, -1, `no element ${id}`);
  const end = page.indexOf("<section", start);
  return plainText(page.slice(start, end === -1 ? undefined : end));
}

function plainText(markup: string): string {
  return markup
    .replace(/<\/?(?:a|wbr)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#45;", "-")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}

/** Every tag of the page without the values of its attributes: what a browser acts on. */
function tagsOf(page: string): readonly string[] {
  const body = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, "<$1></$1>");
  return [...body.replace(/"[^"]*"/g, '""').matchAll(/<[^>]*>/g)].map(([tag]) => tag);
}

/** Tags that must not be there: shown alone, since the page is long. */
function assertNoTag(page: string, unwanted: RegExp): void {
  assert.deepEqual(
    tagsOf(page).filter((tag) => unwanted.test(tag)),
    [],
  );
}

function cardOf(page: string, anchor: string, node: string): string {
  const map = page.slice(page.indexOf(`id="${anchor}-nodes"`));
  const start = map.indexOf(`<h6>${node}</h6>`);
  assert.notEqual(start, -1, `no node ${node}`);
  return map.slice(start, map.indexOf("</article>", start));
}

describe("the page", function () {
  this.timeout(60_000);
  const stages = stageNames.map((stack) => pageStage(stack));
  let page = "";
  before(async () => {
    page = await pageOf(stages);
  });

  it("shows every node with every pod on it, by name", () => {
    for (const { plan } of stages) {
      assert.ok(plan.placement.nodes.length > 0);
      for (const node of plan.placement.nodes) {
        const card = cardOf(page, `stage-${plan.stack}`, node.name);
        for (const { name } of node.pods) {
          assert.ok(card.includes(`>${name}</th>`), `${plan.stack}: ${name} on ${node.name}`);
        }
      }
    }
  });

  it("tells every finding with its figures, its source and what mends it", () => {
    for (const { plan } of stages) {
      const told = textAfter(page, `stage-${plan.stack}-findings`);
      for (const { rule, message, source, mend = "", path } of plan.findings) {
        for (const part of [rule, message, source.replaceAll("https://", ""), mend, path]) {
          assert.ok(told.includes(part.replace(/\s+/g, " ")), `${plan.stack}: ${part}`);
        }
      }
    }
  });

  it("tells every reading, and every line of the bill with its arithmetic", () => {
    for (const { plan } of stages) {
      const room = textAfter(page, `stage-${plan.stack}-room`);
      for (const { what } of plan.headroom) {
        assert.ok(room.includes(what.replace(/\s+/g, " ")), `${plan.stack}: ${what}`);
      }
      const cost = textAfter(page, `stage-${plan.stack}-cost`);
      for (const { name, formula } of [...plan.cost.items, ...plan.cost.fleetItems]) {
        assert.ok(cost.includes(name) && cost.includes(formula), `${plan.stack}: ${name}`);
      }
    }
  });

  it("draws what the stage is made of, for wide and for narrow pages", () => {
    const { plan } = stages.at(-1)!;
    const drawn = textAfter(page, "stage-million-drawing");
    const boxes = [
      `${plan.fleet.count} × ${plan.fleet.instanceType!}`,
      `${plan.transport.workload.replicas} × tb-mqtt-transport`,
      `${plan.core.core.replicas} × tb-core`,
      `${plan.dataTier.kafka.workload.replicas} × Kafka`,
      `${plan.dataTier.cassandra.workload.replicas} × Cassandra`,
    ];
    for (const box of boxes) {
      assert.equal(drawn.split(` ${box} `).length - 1, 2, box);
    }
    assert.equal(page.split('class="drawing ').length - 1, 2 * stages.length);
  });

  it("puts all stages side by side, and leaves that out for a single one", async () => {
    const overview = textAfter(page, "stages");
    for (const { plan } of stages) {
      assert.ok(overview.includes(` ${plan.stack} `), plan.stack);
    }
    const single = await pageOf([pageStage("million")]);
    assert.ok(!single.includes('id="stages"'));
    assert.ok(single.includes("<h1>1,000,000 devices</h1>"));
  });

  it("is the same for the same stages", async () => {
    await pageOf([pageStage("500k")]);
    assert.ok((await pageOf(stages)) === page);
  });

  it("stays small enough to send around", () => {
    assert.ok(page.length < 3_000_000, `${page.length} characters`);
  });

  it("names each element once, and leads only to what is there", () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!);
    assert.deepEqual(
      targets.filter((id) => !ids.includes(id)),
      [],
    );
  });

  it("asks for nothing from anywhere, and allows itself only its own style and script", () => {
    assertNoTag(page, /^<(?:link|img|image|use|iframe|object|embed|base|form)\b/i);
    assertNoTag(page, /\s(?:src|srcset|style|on\w+)=/i);
    assert.ok(!/@import|url\(/i.test(/<style>[\s\S]*<\/style>/.exec(page)![0]));
    for (const [, tag, target] of page.matchAll(/<(\w+)[^>]*\shref="(?!#)([^"]*)"/g)) {
      assert.equal(tag, "a");
      assert.match(target!, /^https:\/\//);
    }
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    for (const [tag, directive] of [
      ["style", "style-src"],
      ["script", "script-src"],
    ] as const) {
      const bodies = [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))];
      assert.equal(bodies.length, 1, tag);
      const digest = createHash("sha256").update(bodies[0]![1]!).digest("base64");
      assert.ok(policy.replaceAll("&#39;", "'").includes(`${directive} 'sha256-${digest}'`), tag);
    }
    assert.match(policy, /^default-src &#39;none&#39;/);
  });
});

describe("the page of a stage in trouble", function () {
  this.timeout(60_000);

  it("takes names for words, whatever stands in them", async () => {
    const page = await pageOf([hostileStage()]);
    assert.equal(page.split(/<script\b/).length - 1, 1);
    assert.equal(page.split(/<\/style>/).length - 1, 1);
    assertNoTag(page, /^<img|\son\w+=/i);
    assert.ok(!page.includes('href="javascript:'));
    assert.ok(!page.includes("\u0007"), "a bell has no place in a page");
    assert.ok(plainText(page).includes(`<img src=x onerror="alert(1)">`));
  });

  it("says loudly which pods find no node, and why", async () => {
    const { plan } = pageStage("million");
    const unplaced = [
      {
        ...plan.placement.nodes[0]!.pods[0]!,
        name: "pooler-7",
        group: "pooler" as const,
        reason: "its node lacks 1,200 milli CPU",
      },
    ];
    const change: Partial<StagePlan> = { placement: { ...plan.placement, unplaced } };
    const page = await pageOf([pageStage("million", change)]);
    assert.ok(/<div class="unplaced">\s*<h4>1 pod finds no node<\/h4>/.test(page));
    const map = textAfter(page, "stage-million-nodes");
    assert.match(map, /pooler-7 .*for the pooler group: its node lacks 1,200 milli CPU/);
    assert.ok(!(await pageOf([pageStage("million")])).includes('class="unplaced"'));
  });

  it("calls what is unknown unknown, and never nothing", async () => {
    const { plan } = pageStage("500k");
    const unknown = { usdPerHour: null, usdPerMonth: null, usdPerThousandDevices: null };
    const page = await pageOf([
      pageStage("500k", {
        totals: { ...plan.totals, ...unknown },
        cost: {
          ...plan.cost,
          cluster: unknown,
          unknown: ["x9.large in eu-west-1"],
          items: plan.cost.items.map((item) => ({ ...item, usdPerHour: null })),
        },
      }),
    ]);
    const cost = textAfter(page, "stage-500k-cost");
    assert.match(cost, /No price is known for: x9\.large in eu-west-1/);
    assert.match(cost, /the cluster, its load running all month unknown unknown unknown/);
    assert.doesNotMatch(cost.slice(0, cost.indexOf(" all month ")), /\$0/);
  });

  it("shows errors before warnings, and the reason for which one is accepted", async () => {
    const finding = {
      path: "kafka.storageGiB",
      value: 12,
      limit: 10,
      source: "strimzi/strimzi-kafka-operator#4711",
    };
    const page = await pageOf([
      pageStage("500k", {
        findings: [
          { ...finding, rule: "a.one", severity: "error", message: "First." },
          {
            ...finding,
            rule: "a.two",
            severity: "warning",
            message: "Second.",
            accepted: "known, and short",
          },
        ],
      }),
    ]);
    const told = textAfter(page, "stage-500k-findings");
    assert.match(told, /Errors: .* First\. .* Warnings: .* accepted Second\. /);
    assert.match(told, /Accepted, because known, and short/);
    assert.ok(
      page.includes('href="https://github.com/strimzi/strimzi-kafka-operator/issues/4711"'),
    );
    assert.ok(page.includes("1 stage of 1 cannot work as planned: 500k."));
    assert.ok(/1 error<\/span>\s*<span class="count">1 accepted/.test(page));
  });

  it("shows where values come from when it is told", async () => {
    const page = await pageOf([
      {
        ...pageStage("dev"),
        provenance: [
          {
            path: "kafka.replicas",
            value: "1",
            origin: "stage file",
            where: "Pulumi.dev.yaml, line 30",
            how: "Brokers.",
          },
        ],
      },
    ]);
    assert.match(
      textAfter(page, "stage-dev-sources"),
      /Stated in the stage file: 1 value .* kafka\.replicas 1 Brokers\. Pulumi\.dev\.yaml, line 30/,
    );
  });
});
