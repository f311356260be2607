import type { ServicePriceTable } from "./priceTables";

// Data alone: `npm run prices -- refresh` writes this file anew.
// prettier-ignore
export const serviceTable: ServicePriceTable = {
  "sources": {
    "eksClusterHour": [{ "pricesOf": "2026-07-10", "source": "AWS containers blog, Amazon EKS extended support pricing." }],
    "gp3GibMonth": [{ "pricesOf": "2026-07-10", "source": "Several public repositories that agree." }],
    "networkLoadBalancerHour": [{ "regions": ["eu-west-1"], "pricesOf": "2026-09-11", "source": "AWS price list (AWSELB); a bill of July 2026 says the same." }, { "regions": ["us-east-1"], "pricesOf": "2026-07-10", "source": "Several public repositories that agree." }],
    "networkCapacityUnitHour": [{ "regions": ["eu-west-1"], "pricesOf": "2026-07-10", "source": "The price of us-east-1, unverified here." }, { "regions": ["us-east-1"], "pricesOf": "2026-07-10", "source": "Several public repositories that agree." }],
    "applicationLoadBalancerHour": [{ "regions": ["eu-west-1"], "pricesOf": "2026-07-25", "source": "A bill of 595 hours of July 2026." }, { "regions": ["us-east-1"], "pricesOf": "2026-07-10", "source": "Several public repositories that agree." }],
    "applicationCapacityUnitHour": [{ "regions": ["eu-west-1"], "pricesOf": "2026-09-11", "source": "AWS price list (AWSELB)." }, { "regions": ["us-east-1"], "pricesOf": "2026-07-10", "source": "Several public repositories that agree." }],
    "publicAddressHour": [{ "pricesOf": "2026-07-10", "source": "AWS price list (AmazonVPC)." }],
    "betweenZonesGbEachWay": [{ "regions": ["eu-west-1"], "pricesOf": "2026-10", "source": "AWS price list (EU-DataTransfer-Regional-Bytes)." }, { "pricesOf": "2026-10", "source": "The price of eu-west-1 (AWS price list, EU-DataTransfer-Regional-Bytes), unverified here." }],
    "toInternetGb": [{ "regions": ["eu-west-1"], "pricesOf": "2026-10-02", "source": "AWS price list; skyplane, data/aws_transfer_costs.csv." }, { "pricesOf": "2026-07-10", "source": "skyplane, data/aws_transfer_costs.csv." }],
    "logsIngestedGb": [{ "regions": ["eu-west-1"], "pricesOf": "2026-09-22", "source": "AWS price list (AmazonCloudWatch)." }, { "pricesOf": "2026-09", "source": "AWS price list (AmazonCloudWatch)." }],
    "betweenRegionsGb": [{ "pricesOf": "2026-07-10", "source": "skyplane, data/aws_transfer_costs.csv." }]
  },
  "services": {
    "us-east-1": { "eksClusterHour": 0.1, "gp3GibMonth": 0.08, "networkLoadBalancerHour": 0.0225, "networkCapacityUnitHour": 0.006, "applicationLoadBalancerHour": 0.0225, "applicationCapacityUnitHour": 0.008, "publicAddressHour": 0.005, "betweenZonesGbEachWay": 0.01, "toInternetGb": 0.09, "logsIngestedGb": 0.5 },
    "eu-west-1": { "eksClusterHour": 0.1, "gp3GibMonth": 0.088, "networkLoadBalancerHour": 0.0252, "networkCapacityUnitHour": 0.006, "applicationLoadBalancerHour": 0.0252, "applicationCapacityUnitHour": 0.008, "publicAddressHour": 0.005, "betweenZonesGbEachWay": 0.01, "toInternetGb": 0.09, "logsIngestedGb": 0.57 },
    "ap-south-1": { "eksClusterHour": 0.1, "gp3GibMonth": 0.0912, "networkLoadBalancerHour": null, "networkCapacityUnitHour": null, "applicationLoadBalancerHour": null, "applicationCapacityUnitHour": null, "publicAddressHour": 0.005, "betweenZonesGbEachWay": 0.01, "toInternetGb": 0.1093, "logsIngestedGb": 0.67 }
  },
  "betweenRegionsGb": {
    "eu-west-1": { "ap-south-1": 0.02 },
    "ap-south-1": { "eu-west-1": 0.086 }
  }
};
