import type { InstancePriceTable } from "./priceTables";

// Data alone: `npm run prices -- refresh` writes this file anew.
// prettier-ignore
export const reserved3YearsPrices: InstancePriceTable = {
  "pricesOf": "2026-10-01",
  "source": "Vantage instances API (instances-api.vantage.sh, family m6a, captured 2026-10-01): standard class, no upfront. No other family collected.",
  "usdPerHour": {
    "m6a.xlarge": { "us-east-1": 0.07838, "eu-west-1": 0.08736 },
    "m6a.2xlarge": { "us-east-1": 0.15676 }
  }
};
