import { join } from "node:path";
import { EC2Client } from "@aws-sdk/client-ec2";
import { PricingClient } from "@aws-sdk/client-pricing";
import { instanceTypes } from "../../planning/facts/instanceTypes";
import { servicePrices } from "../../planning/facts/servicePrices";
import { region } from "../../sizing/schema/fields";
import { ExitStatus } from "../exitStatus";
import { readPrices, type PricesRead } from "./readPrices";
import { tableFiles, writeFiles } from "./tableFiles";

export interface RefreshOptions {
  /** Regions beside those that the tables have. */
  readonly regions: readonly string[];
  /** Today as year-month-day: the prices' day. */
  readonly today: string;
  /** Folder of the project. */
  readonly projectFolder: string;
  /** Takes a line for people. */
  readonly writeNote: (line: string) => void;
}

const needs = [
  "What it needs: credentials of any AWS account (AWS_PROFILE, or AWS_ACCESS_KEY_ID and",
  "AWS_SECRET_ACCESS_KEY) that may call pricing:GetProducts and ec2:DescribeSpotPriceHistory.",
  "The price tables are as they were.",
].join("\n");

/** Errors of AWS that tell of credentials which are missing, wrong or not enough. */
const credentialErrors: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AuthFailure",
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "TokenProviderError",
  "UnauthorizedOperation",
  "UnrecognizedClientException",
]);

/** The Pricing API answers for all regions in this one. */
const pricingRegion = "us-east-1";
/** Two hundred requests from one account: AWS slows them down, and the SDK tries again. */
const maxAttempts = 8;

/** Renews the price tables in `planning/facts/prices/` from AWS: all or none. */
export async function refreshPrices(options: RefreshOptions): Promise<ExitStatus> {
  const { writeNote, today, projectFolder } = options;
  const wrong = options.regions.filter((name) => !region().safeParse(name).success);
  if (wrong.length > 0) {
    writeNote(`--region: given ${wrong.join(", ")}, allowed a region such as eu-west-1.`);
    return ExitStatus.badInput;
  }
  const regions = [...new Set([...Object.keys(servicePrices.services), ...options.regions])];
  const types = Object.keys(instanceTypes);
  const clients: { destroy(): void }[] = [];
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  let prices: PricesRead;
  try {
    prices = await readPrices(
      {
        pricing: kept(new PricingClient({ region: pricingRegion, maxAttempts })),
        ec2: (name) => kept(new EC2Client({ region: name, maxAttempts })),
      },
      { types, regions },
    );
  } catch (error) {
    if (!(error instanceof Error) || !isAwsError(error)) {
      throw error;
    }
    writeNote(
      credentialErrors.has(error.name)
        ? `AWS does not let this read its prices: ${error.message}\n${needs}`
        : `AWS did not answer: ${error.message}\nThe price tables are as they were.`,
    );
    return ExitStatus.badInput;
  } finally {
    clients.forEach((client) => {
      client.destroy();
    });
  }
  const missing = missingPrices(prices);
  const files = tableFiles(prices, today);
  const folder = join("planning", "facts", "prices");
  writeFiles(files, join(projectFolder, folder));
  missing.forEach((words) => {
    writeNote(`AWS has no price of ${words}: unknown.`);
  });
  writeNote(
    `Wrote ${Object.keys(files).length} tables to ${folder}: ${types.length} instance types and ${servicePriceCount(prices)} service prices in ${regions.join(", ")}.`,
  );
  return ExitStatus.fine;
}

/** An answer of AWS that is an error, credentials that are none, or no connection: not a fault of this program. */
function isAwsError(error: Error): boolean {
  return "$metadata" in error || "tryNextLink" in error || "code" in error || "$response" in error;
}

/** On demand and services: other ways of paying are missing where AWS does not sell them. */
function missingPrices(prices: PricesRead): readonly string[] {
  return [
    ...missingIn(prices.onDemand, (type, region) => `${type} on demand in ${region}`),
    ...missingIn(prices.services, (region, name) => `${name} in ${region}`),
    ...missingIn(prices.betweenRegionsGb, (from, to) => `traffic from ${from} to ${to}`),
  ];
}

function missingIn(
  rows: Readonly<Record<string, object>>,
  words: (row: string, column: string) => string,
): readonly string[] {
  return Object.entries(rows).flatMap(([row, cells]) =>
    Object.entries(cells)
      .filter(([, usd]) => usd === null)
      .map(([column]) => words(row, column)),
  );
}

function servicePriceCount({ services }: PricesRead): number {
  return Object.values(services).flatMap((row) => Object.values(row)).length;
}
