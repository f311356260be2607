import type { ServicePriceName } from "../../planning/facts/prices/priceTables";
import type { ProductFilter } from "./priceList";

/** Where the price list has a service's price. */
export interface ServiceQuery {
  readonly serviceCode: string;
  readonly filter: (region: string) => ProductFilter;
  /** Usage type without the region in front of it. */
  readonly usage: string;
}

const loadBalancer = (kind: "Network" | "Application", usage: string): ServiceQuery => ({
  serviceCode: "AWSELB",
  filter: (regionCode) => ({ regionCode, operation: `LoadBalancing:${kind}` }),
  usage,
});

const transfer = (filter: ProductFilter, usage: string): ServiceQuery => ({
  serviceCode: "AWSDataTransfer",
  filter: (fromRegionCode) => ({ fromRegionCode, ...filter }),
  usage,
});

/** Each service price's place in the price list. */
export const serviceQueries: Readonly<Record<ServicePriceName, ServiceQuery>> = {
  eksClusterHour: {
    serviceCode: "AmazonEKS",
    filter: (regionCode) => ({ regionCode }),
    usage: "AmazonEKS-Hours:perCluster",
  },
  gp3GibMonth: {
    serviceCode: "AmazonEC2",
    filter: (regionCode) => ({ regionCode, productFamily: "Storage", volumeApiName: "gp3" }),
    usage: "EBS:VolumeUsage.gp3",
  },
  networkLoadBalancerHour: loadBalancer("Network", "LoadBalancerUsage"),
  networkCapacityUnitHour: loadBalancer("Network", "LCUUsage"),
  applicationLoadBalancerHour: loadBalancer("Application", "LoadBalancerUsage"),
  applicationCapacityUnitHour: loadBalancer("Application", "LCUUsage"),
  publicAddressHour: {
    serviceCode: "AmazonVPC",
    filter: (regionCode) => ({ regionCode, group: "VPCPublicIPv4Address" }),
    usage: "PublicIPv4:InUseAddress",
  },
  betweenZonesGbEachWay: transfer({ transferType: "IntraRegion" }, "DataTransfer-Regional-Bytes"),
  toInternetGb: transfer(
    { transferType: "AWS Outbound", toLocation: "External" },
    "DataTransfer-Out-Bytes",
  ),
  logsIngestedGb: {
    serviceCode: "AmazonCloudWatch",
    filter: (regionCode) => ({ regionCode, group: "Ingested Logs" }),
    usage: "DataProcessing-Bytes",
  },
};

/** An instance on demand and reserved: Linux, shared hardware, nothing installed. */
export function instanceFilter(regionCode: string, instanceType: string): ProductFilter {
  return {
    regionCode,
    instanceType,
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
  };
}

/** A GB from one region to another. */
export function betweenRegionsFilter(fromRegionCode: string, toRegionCode: string): ProductFilter {
  return { fromRegionCode, toRegionCode, transferType: "InterRegion Outbound" };
}
