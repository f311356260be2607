import { z } from "zod";
import { accountAddresses } from "../limits";
import { addressRange, integer, text } from "./fields";

const arn = (service: string) =>
  text(
    new RegExp(`^arn:aws[a-z-]*:${service}:\\S+$`),
    `an ARN that starts with arn:aws:${service}:`,
  );

const addressRanges = () => z.array(addressRange()).max(accountAddresses).default([]);

/**
 * What belongs to an account and not to a stage. All of it may be left out for plan, preview and dump;
 * `accountGaps` names what an update on EKS cannot do without.
 */
export const accountSchema = z.strictObject({
  administrators: z
    .array(arn("iam"))
    .default([])
    .describe("IAM roles or users that administer the cluster (AmazonEKSClusterAdminPolicy)."),
  viewers: z
    .array(arn("iam"))
    .default([])
    .describe(
      "IAM roles or users that may look (AmazonEKSAdminViewPolicy); the seed's console role.",
    ),
  apiCidrs: addressRanges().describe(
    "Addresses that may reach the Kubernetes API endpoint. At most 28.",
  ),
  uiCidrs: addressRanges().describe(
    "Addresses that may open the web UI and the REST API, beside the fleet. At most 28.",
  ),
  mqttCidrs: addressRanges().describe(
    "Addresses that may connect over MQTT, beside the fleet. At most 28.",
  ),
  owner: text(
    // A comma or an equals sign would end the tag in the lists that the in-cluster controllers take.
    /^[A-Za-z0-9 ._:/@+-]{1,128}$/,
    "1 to 128 letters, digits, blanks and . _ : / @ + -",
  )
    .optional()
    .describe("Tag `owner` on everything that AWS bills."),
  expiresOn: text(/^\d{4}-\d{2}-\d{2}$/, 'a quoted date such as "2027-03-01"')
    .optional()
    .describe("Tag `expires-on`: the day after which the stack may be removed."),
  certificateArn: arn("acm")
    .optional()
    .describe("ACM certificate in the cluster's region: the UI is then served by HTTPS only."),
  resultsBucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "an S3 bucket name")
    .optional()
    .describe("Bucket for the results of runs; made outside the stack, outlives it."),
  permissionsBoundaryArn: arn("iam")
    .optional()
    .describe("Permissions boundary of every role that the stack makes."),
  imageRegistry: text(
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
    "a registry such as 111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror",
  )
    .optional()
    .describe(
      "Registry that mirrors the images under the same names; the public ones when left out.",
    ),
  vCpuQuota: z
    .strictObject({
      cluster: integer(1, 100_000)
        .optional()
        .describe("Running on-demand standard vCPUs allowed in the cluster's region (L-1216C47A)."),
      fleet: integer(1, 100_000)
        .optional()
        .describe("The same in the fleet's region (for spot: L-34B43A08)."),
    })
    .prefault({})
    .describe("Quotas as the account has them, for the plan to compare with."),
});
