import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ExitStatus } from "../../cli/exitStatus";
import { refreshPrices } from "../../cli/prices/refresh";
import { instanceTypes } from "../../planning/facts/instanceTypes";
import {
  servicePriceNames,
  type InstancePriceTable,
  type ServicePriceTable,
} from "../../planning/facts/prices/priceTables";

type Attributes = Readonly<Record<string, string>>;

const price = (usd: string, term: Attributes = {}) => ({
  priceDimensions: { rate: { unit: "Hrs", pricePerUnit: { USD: usd } } },
  termAttributes: term,
});

const reservation = (length: string, option: string, offering: string) => ({
  LeaseContractLength: length,
  PurchaseOption: option,
  OfferingClass: offering,
});

/** One instance as the price list has it: on demand, a free row beside it, and reservations of every kind. */
function instanceProduct(attributes: Attributes) {
  return {
    product: { attributes },
    terms: {
      OnDemand: { paid: price("0.0820800000"), free: price("0.0000000000") },
      Reserved: {
        a: price("0.0500000000", reservation("1yr", "No Upfront", "standard")),
        b: price("0.0600000000", reservation("1yr", "No Upfront", "convertible")),
        c: price("0.0300000000", reservation("3yr", "No Upfront", "standard")),
        d: price("0.0010000000", reservation("3yr", "Partial Upfront", "standard")),
      },
    },
  };
}

const product = (usagetype: string, usd: string) => ({
  product: { attributes: { usagetype } },
  terms: { OnDemand: { term: price(usd) } },
});

/** What the price list answers for services, by service code and a filter that tells them apart. */
const serviceProducts: Readonly<Record<string, readonly object[]>> = {
  AmazonEKS: [
    product("EU-AmazonEKS-Hours:extendedSupport", "0.5"),
    product("EU-AmazonEKS-Hours:perCluster", "0.1"),
  ],
  "AmazonEC2 gp3": [product("EU-EBS:VolumeUsage.gp3", "0.088")],
  "AWSELB LoadBalancing:Network": [
    product("EU-Outposts-LoadBalancerUsage", "0.9"),
    product("EU-LoadBalancerUsage", "0.0252"),
    product("EU-LCUUsage", "0.006"),
    product("EU-ReservedLCUUsage", "0.7"),
  ],
  "AWSELB LoadBalancing:Application": [
    product("LoadBalancerUsage", "0.026"),
    product("LCUUsage", "0.008"),
  ],
  AmazonVPC: [
    product("EU-PublicIPv4:IdleAddress", "0.006"),
    product("EU-PublicIPv4:InUseAddress", "0.005"),
  ],
  "AWSDataTransfer IntraRegion": [product("EU-DataTransfer-Regional-Bytes", "0.01")],
  "AWSDataTransfer AWS Outbound": [
    {
      product: { attributes: { usagetype: "EU-DataTransfer-Out-Bytes" } },
      terms: { OnDemand: { free: price("0"), first: price("0.09"), next: price("0.085") } },
    },
  ],
  AmazonCloudWatch: [product("EU-DataProcessing-Bytes", "0.57")],
};

interface Asked {
  readonly ServiceCode: string;
  readonly Filters: readonly {
    readonly Type: string;
    readonly Field: string;
    readonly Value: string;
  }[];
  readonly NextToken?: string;
}

const asked: Asked[] = [];

function answerProducts(question: Asked): object {
  const field = new Map(question.Filters.map(({ Field, Value }) => [Field, Value]));
  const { ServiceCode } = question;
  const type = field.get("instanceType");
  if (type !== undefined) {
    // Sold everywhere but one, and answered on the second page, as long lists are.
    if (type === "c8i.large" && field.get("regionCode") === "ap-south-1") return { PriceList: [] };
    return question.NextToken === undefined
      ? { PriceList: [], NextToken: "second" }
      : { PriceList: [JSON.stringify(instanceProduct(Object.fromEntries(field)))] };
  }
  const to = field.get("toRegionCode");
  const products =
    to === undefined
      ? serviceProducts[
          [
            ServiceCode,
            field.get("volumeApiName") ?? field.get("operation") ?? field.get("transferType"),
          ]
            .filter((part) => part !== undefined)
            .join(" ")
        ]
      : [
          product(
            `X-${to}-AWS-Out-Bytes`,
            field.get("fromRegionCode") === "ap-south-1" ? "0.086" : "0.02",
          ),
        ];
  return { PriceList: (products ?? []).map((each) => JSON.stringify(each)) };
}

const spotAnswer = `<?xml version="1.0"?>
<DescribeSpotPriceHistoryResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><spotPriceHistorySet>
<item><instanceType>c6a.large</instanceType><spotPrice>0.0457</spotPrice><availabilityZone>a</availabilityZone></item>
<item><instanceType>c6a.large</instanceType><spotPrice>0.0481</spotPrice><availabilityZone>b</availabilityZone></item>
<item><instanceType>c6a.large</instanceType><spotPrice>0.0460</spotPrice><availabilityZone>c</availabilityZone></item>
</spotPriceHistorySet></DescribeSpotPriceHistoryResponse>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += String(part);
  return body;
}

/** Plays the Pricing API (JSON) and EC2 (query). `refuse` makes it say that the credentials are wrong. */
function playAws(state: { refuse: boolean }): Server {
  return createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (state.refuse) {
        response.writeHead(400, { "Content-Type": "application/x-amz-json-1.1" });
        response.end(
          JSON.stringify({
            __type: "UnrecognizedClientException",
            message: "The security token is invalid.",
          }),
        );
      } else if (request.headers["x-amz-target"] === "AWSPriceListService.GetProducts") {
        const question = JSON.parse(body) as Asked;
        asked.push(question);
        response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(answerProducts(question)));
      } else {
        response.writeHead(200, { "Content-Type": "text/xml" });
        response.end(spotAnswer);
      }
    });
  });
}

const environmentNames = [
  ...[
    "AWS_ENDPOINT_URL_PRICING",
    "AWS_ENDPOINT_URL_EC2",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
  ],
  ...["AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_EC2_METADATA_DISABLED", "AWS_CONFIG_FILE"],
  ...["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"],
  ...["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_WEB_IDENTITY_TOKEN_FILE"],
];

describe("npm run prices -- refresh", function () {
  this.timeout(60_000);

  const state = { refuse: false };
  const environment = new Map(environmentNames.map((name) => [name, process.env[name]]));
  let server: Server;
  let endpoint = "";
  /** One whole refresh: its folder, its notes, how it ended. The folder holds tables of another day before. */
  interface Refreshed {
    readonly folder: string;
    readonly notes: readonly string[];
    readonly status: ExitStatus;
  }
  const folders: string[] = [];

  async function refresh(
    credentials: Readonly<Record<string, string>>,
    ...regions: readonly string[]
  ): Promise<Refreshed> {
    const projectFolder = mkdtempSync(join(tmpdir(), "prices-"));
    folders.push(projectFolder);
    const folder = join(projectFolder, "planning", "facts", "prices");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "spot.ts"), "as it was");
    const notes: string[] = [];
    for (const name of environmentNames) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: join(projectFolder, "none"),
      AWS_SHARED_CREDENTIALS_FILE: join(projectFolder, "none"),
      AWS_ENDPOINT_URL_PRICING: endpoint,
      AWS_ENDPOINT_URL_EC2: endpoint,
      ...credentials,
    });
    try {
      const status = await refreshPrices({
        regions,
        today: "2027-03-01",
        projectFolder,
        writeNote: (line) => {
          notes.push(line);
        },
      });
      return { folder, notes, status };
    } finally {
      for (const [name, value] of environment) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
  }

  const credentials = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "example" };
  let refreshed: Refreshed;

  before(async () => {
    server = playAws(state);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    refreshed = await refresh(credentials, "eu-central-1", "eu-west-1");
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const regions = ["us-east-1", "eu-west-1", "ap-south-1", "eu-central-1"];
  const fileNames = [
    ...["onDemand.ts", "reserved1Year.ts", "reserved3Years.ts", "services.ts", "spot.ts"],
  ];
  const table = (name: string): unknown =>
    Object.values(createRequire(__filename)(join(refreshed.folder, `${name}.ts`)) as object)[0];
  const instances = (name: string): InstancePriceTable => table(name) as InstancePriceTable;
  const services = (): ServicePriceTable => table("services") as ServicePriceTable;
  const asItWas = ({ folder }: Refreshed): void => {
    assert.deepEqual(readdirSync(folder), ["spot.ts"]);
    assert.equal(readFileSync(join(folder, "spot.ts"), "utf8"), "as it was");
  };

  it("writes every table anew and leaves no workshop behind", () => {
    assert.equal(refreshed.status, ExitStatus.fine, refreshed.notes.join("\n"));
    assert.deepEqual(readdirSync(refreshed.folder).toSorted(), fileNames);
  });

  it("writes the day, the source, and instances by every way of paying", () => {
    const onDemand = instances("onDemand");
    assert.equal(onDemand.pricesOf, "2027-03-01");
    assert.match(onDemand.source, /^AWS price list/);
    assert.deepEqual(Object.keys(onDemand.usdPerHour), Object.keys(instanceTypes));
    const everywhere = (usd: number): object =>
      Object.fromEntries(regions.map((region) => [region, usd]));
    assert.deepEqual(onDemand.usdPerHour["c6a.large"], everywhere(0.08208));
    assert.deepEqual(instances("reserved1Year").usdPerHour["c6a.large"], everywhere(0.05));
    assert.deepEqual(instances("reserved3Years").usdPerHour["c6a.large"], everywhere(0.03));
    // The dearest zone; a type without a spot price stays unknown.
    assert.deepEqual(instances("spot").usdPerHour["c6a.large"], everywhere(0.0481));
    assert.equal(instances("spot").usdPerHour["m6a.xlarge"]!["eu-west-1"], null);
  });

  it("writes the services, free tiers and neighbours of the same name aside", () => {
    assert.deepEqual(services().services["eu-west-1"], {
      eksClusterHour: 0.1,
      gp3GibMonth: 0.088,
      networkLoadBalancerHour: 0.0252,
      networkCapacityUnitHour: 0.006,
      applicationLoadBalancerHour: 0.026,
      applicationCapacityUnitHour: 0.008,
      publicAddressHour: 0.005,
      betweenZonesGbEachWay: 0.01,
      toInternetGb: 0.09,
      logsIngestedGb: 0.57,
    });
    assert.deepEqual(services().betweenRegionsGb["ap-south-1"], {
      "us-east-1": 0.086,
      "eu-west-1": 0.086,
      "eu-central-1": 0.086,
    });
    for (const [name, sources] of Object.entries(services().sources)) {
      assert.deepEqual(
        sources,
        [{ pricesOf: "2027-03-01", source: "AWS price list (Pricing API, GetProducts)." }],
        name,
      );
    }
    assert.deepEqual(Object.keys(services().sources), [...servicePriceNames, "betweenRegionsGb"]);
  });

  it("takes further regions, each once", () => {
    assert.deepEqual(Object.keys(services().services), regions);
  });

  it("asks by the fields that tell a price from its neighbours", () => {
    const ofType = asked.find(({ Filters }) =>
      ["c6a.large", "eu-west-1"].every((value) => Filters.some(({ Value }) => Value === value)),
    );
    assert.deepEqual(
      ofType?.Filters.map(({ Type, Field, Value }) => `${Type} ${Field}=${Value}`).toSorted(),
      [
        "TERM_MATCH capacitystatus=Used",
        "TERM_MATCH instanceType=c6a.large",
        "TERM_MATCH operatingSystem=Linux",
        "TERM_MATCH preInstalledSw=NA",
        "TERM_MATCH regionCode=eu-west-1",
        "TERM_MATCH tenancy=Shared",
      ],
    );
  });

  it("names what AWS has no price of, and leaves it unknown", () => {
    assert.equal(instances("onDemand").usdPerHour["c8i.large"]!["ap-south-1"], null);
    assert.deepEqual(refreshed.notes, [
      "AWS has no price of c8i.large on demand in ap-south-1: unknown.",
      `Wrote 5 tables to planning/facts/prices: 21 instance types and 40 service prices in ${regions.join(", ")}.`,
    ]);
  });

  it("writes tables of the form that is committed", () => {
    const committed = resolve(__dirname, "..", "..", "planning", "facts", "prices");
    for (const name of fileNames) {
      const form = (path: string): readonly string[] =>
        readFileSync(join(path, name), "utf8")
          .split("\n")
          .filter((line) => /^(import|\/\/|export|\S*\}| {2}"?\w+"?: \{| {2}"pricesOf)/.test(line))
          .map((line) => line.replace(/\d{4}-\d\d-\d\d/, "day"));
      assert.ok(form(committed).length > 5, name);
      assert.deepEqual(form(refreshed.folder), form(committed), name);
    }
  });

  it("without credentials says what is needed, ends with 2 and writes nothing", async () => {
    const refused = await refresh({});
    assert.equal(refused.status, ExitStatus.badInput);
    const [note = ""] = refused.notes;
    assert.match(note, /AWS_PROFILE/);
    assert.match(note, /pricing:GetProducts and ec2:DescribeSpotPriceHistory/);
    assert.match(note, /The price tables are as they were\.$/);
    asItWas(refused);
  });

  it("with credentials that AWS refuses does the same", async () => {
    state.refuse = true;
    const refused = await refresh(credentials);
    state.refuse = false;
    assert.equal(refused.status, ExitStatus.badInput);
    assert.match(refused.notes.join("\n"), /The security token is invalid\.\nWhat it needs: cred/);
    asItWas(refused);
  });

  it("refuses what is no region before it asks anybody", async () => {
    const refused = await refresh(credentials, "eu-central-1", "Ireland");
    assert.equal(refused.status, ExitStatus.badInput);
    assert.deepEqual(refused.notes, [
      "--region: given Ireland, allowed a region such as eu-west-1.",
    ]);
    asItWas(refused);
  });

  it("without an answer says so, ends with 2 and writes nothing", async () => {
    const refused = await refresh({
      ...credentials,
      AWS_MAX_ATTEMPTS: "1",
      AWS_ENDPOINT_URL_PRICING: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_EC2: "http://127.0.0.1:1",
    });
    assert.equal(refused.status, ExitStatus.badInput);
    assert.match(refused.notes.join("\n"), /^AWS did not answer: .*\nThe price tables are as they/);
    asItWas(refused);
  });
});
