import type { InstancePriceTable } from "./priceTables";

// Data alone: `npm run prices -- refresh` writes this file anew.
// prettier-ignore
export const onDemandPrices: InstancePriceTable = {
  "pricesOf": "2026-07-20",
  "source": "us-east-1: karpenter-provider-aws v1.15.1 (zz_generated.pricing_aws.go, 2026-07-20). eu-west-1, ap-south-1: skypilot-org/skypilot-catalog at 00148f2 (catalogs/v8/aws/vms.csv; its us-east-1 rows are those of 2026-07-20), m6a.xlarge, c6a.2xlarge, t3a.small and one size of each other family read, the rest scaled by size.",
  "usdPerHour": {
    "m6a.xlarge": { "us-east-1": 0.1728, "eu-west-1": 0.1926, "ap-south-1": 0.1111 },
    "m6a.2xlarge": { "us-east-1": 0.3456, "eu-west-1": 0.3852, "ap-south-1": 0.2222 },
    "c6a.large": { "us-east-1": 0.0765, "eu-west-1": 0.08208, "ap-south-1": 0.04675 },
    "c6a.xlarge": { "us-east-1": 0.153, "eu-west-1": 0.16416, "ap-south-1": 0.0935 },
    "c6a.2xlarge": { "us-east-1": 0.306, "eu-west-1": 0.32832, "ap-south-1": 0.187 },
    "c6i.large": { "us-east-1": 0.085, "eu-west-1": 0.0912, "ap-south-1": 0.085 },
    "c6i.xlarge": { "us-east-1": 0.17, "eu-west-1": 0.1824, "ap-south-1": 0.17 },
    "c6i.2xlarge": { "us-east-1": 0.34, "eu-west-1": 0.3648, "ap-south-1": 0.34 },
    "t3a.small": { "us-east-1": 0.0188, "eu-west-1": 0.0204, "ap-south-1": 0.0123 },
    "t3a.medium": { "us-east-1": 0.0376, "eu-west-1": 0.0408, "ap-south-1": 0.0246 },
    "c6g.medium": { "us-east-1": 0.034, "eu-west-1": 0.0365, "ap-south-1": 0.0213 },
    "c6g.large": { "us-east-1": 0.068, "eu-west-1": 0.073, "ap-south-1": 0.0426 },
    "c7g.large": { "us-east-1": 0.0725, "eu-west-1": 0.0775, "ap-south-1": 0.0491 },
    "c7g.xlarge": { "us-east-1": 0.145, "eu-west-1": 0.155, "ap-south-1": 0.0982 },
    "m7g.xlarge": { "us-east-1": 0.1632, "eu-west-1": null, "ap-south-1": null },
    "c8g.large": { "us-east-1": 0.07976, "eu-west-1": null, "ap-south-1": null },
    "t4g.small": { "us-east-1": 0.0168, "eu-west-1": null, "ap-south-1": null },
    "r6i.large": { "us-east-1": 0.126, "eu-west-1": null, "ap-south-1": null },
    "r7g.large": { "us-east-1": 0.1071, "eu-west-1": null, "ap-south-1": null },
    "i4i.large": { "us-east-1": 0.172, "eu-west-1": null, "ap-south-1": null },
    "c8i.large": { "us-east-1": 0.09371, "eu-west-1": null, "ap-south-1": null }
  }
};
