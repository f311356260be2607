import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { servicePriceNames } from "../../planning/facts/prices/priceTables";
import type { PriceRows, PricesRead } from "./readPrices";

const apiSource = "AWS price list (Pricing API, GetProducts).";

/** Texts of the price tables by file name: data alone, as `planning/facts/prices/` holds it. */
export function tableFiles(prices: PricesRead, day: string): Readonly<Record<string, string>> {
  const instances = (name: string, rows: PriceRows, source: string): string =>
    moduleText(name, "InstancePriceTable", [
      `"pricesOf": ${JSON.stringify(day)}`,
      `"source": ${JSON.stringify(source)}`,
      `"usdPerHour": ${rowsText(rows)}`,
    ]);
  const reserved = `${apiSource} Standard class, no upfront.`;
  const sources = Object.fromEntries(
    [...servicePriceNames, "betweenRegionsGb"].map((name) => [
      name,
      [{ pricesOf: day, source: apiSource }],
    ]),
  );
  return {
    "onDemand.ts": instances("onDemandPrices", prices.onDemand, apiSource),
    "spot.ts": instances(
      "spotPrices",
      prices.spot,
      "EC2, DescribeSpotPriceHistory: the dearest zone of the region at that moment. Indicative: spot prices move.",
    ),
    "reserved1Year.ts": instances("reserved1YearPrices", prices.reserved1Year, reserved),
    "reserved3Years.ts": instances("reserved3YearsPrices", prices.reserved3Years, reserved),
    "services.ts": moduleText("serviceTable", "ServicePriceTable", [
      `"sources": ${rowsText(sources)}`,
      `"services": ${rowsText(prices.services)}`,
      `"betweenRegionsGb": ${rowsText(prices.betweenRegionsGb)}`,
    ]),
  };
}

function moduleText(name: string, type: string, fields: readonly string[]): string {
  return [
    `import type { ${type} } from "./priceTables";`,
    "",
    "// Data alone: `npm run prices -- refresh` writes this file anew.",
    "// prettier-ignore",
    `export const ${name}: ${type} = {`,
    ...fields.map((field, index) => `  ${field}${index < fields.length - 1 ? "," : ""}`),
    "};",
    "",
  ].join("\n");
}

function rowsText(rows: Readonly<Record<string, object>>): string {
  const lines = Object.entries(rows).map(
    ([name, row]) => `    ${JSON.stringify(name)}: ${JSON.stringify(row)}`,
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
}

/** Writes the files into a folder, all or none. */
export function writeFiles(files: Readonly<Record<string, string>>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(folder, ".new-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(workshop, name), text);
    }
    for (const name of Object.keys(files)) {
      renameSync(join(workshop, name), join(folder, name));
    }
  } finally {
    rmSync(workshop, { recursive: true });
  }
}
