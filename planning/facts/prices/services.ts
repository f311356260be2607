import type { ServicePriceTable } from "./priceTables";

// Data alone: `npm run prices -- refresh` writes this file anew.
// prettier-ignore
export const serviceTable: ServicePriceTable = {
  "pricesOf": "2026-07-10",
  "sources": {
    "eksClusterHour": "AWS containers blog, Amazon EKS extended support pricing.",
    "gp3GibMonth": "Several public repositories that agree.",
    "networkLoadBalancerHour": "eu-west-1: AWS price list (AWSELB, 2026-09-11) and a bill of July 2026. us-east-1: several public repositories that agree.",
    "networkCapacityUnitHour": "us-east-1: several public repositories that agree. eu-west-1: the same price, unverified.",
    "applicationLoadBalancerHour": "eu-west-1: a bill of July 2026. us-east-1: several public repositories that agree.",
    "applicationCapacityUnitHour": "eu-west-1: AWS price list (AWSELB, 2026-09-11). us-east-1: several public repositories that agree.",
    "publicAddressHour": "AWS price list (AmazonVPC, 2026-07-10).",
    "betweenZonesGbEachWay": "AWS price list (EU-DataTransfer-Regional-Bytes, 2026-10).",
    "toInternetGb": "skyplane, data/aws_transfer_costs.csv. eu-west-1: AWS price list of 2026-10-02.",
    "logsIngestedGb": "AWS price list (AmazonCloudWatch, eu-west-1: 2026-09-22; us-east-1, ap-south-1: September 2026).",
    "betweenRegionsGb": "skyplane, data/aws_transfer_costs.csv."
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
