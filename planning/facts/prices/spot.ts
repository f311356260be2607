import type { InstancePriceTable } from "./priceTables";

// Data alone: `npm run prices -- refresh` writes this file anew.
// prettier-ignore
export const spotPrices: InstancePriceTable = {
  "pricesOf": "2026-07-20",
  "source": "skypilot-org/skypilot-catalog at 00148f2 (catalogs/v8/aws/vms.csv, undated; its on-demand rows are those of 2026-07-20): the dearest zone of the region at that moment. Indicative: spot prices move.",
  "usdPerHour": {
    "m6a.xlarge": { "us-east-1": 0.1041, "eu-west-1": 0.1077, "ap-south-1": 0.06 },
    "c6a.large": { "us-east-1": 0.039, "eu-west-1": 0.0481, "ap-south-1": 0.028 },
    "c6a.2xlarge": { "us-east-1": 0.155, "eu-west-1": 0.1823, "ap-south-1": 0.101 },
    "c6i.large": { "us-east-1": 0.0469, "eu-west-1": 0.0578, "ap-south-1": 0.0333 },
    "c6i.xlarge": { "us-east-1": 0.0754, "eu-west-1": 0.1213, "ap-south-1": 0.0826 },
    "t3a.small": { "us-east-1": 0.0101, "eu-west-1": 0.0127, "ap-south-1": 0.007 },
    "t3a.medium": { "us-east-1": 0.0212, "eu-west-1": 0.0229, "ap-south-1": 0.0114 },
    "c6g.medium": { "us-east-1": 0.0139, "eu-west-1": 0.0263, "ap-south-1": 0.0083 },
    "c6g.large": { "us-east-1": 0.0372, "eu-west-1": 0.0413, "ap-south-1": 0.0242 },
    "c7g.xlarge": { "us-east-1": 0.094, "eu-west-1": 0.0979, "ap-south-1": 0.0599 }
  }
};
