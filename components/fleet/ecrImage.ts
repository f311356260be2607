/** An image in a private registry of AWS. */
export interface EcrImage {
  /** `111122223333.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly host: string;
  readonly region: string;
  /** For a role's policy. */
  readonly repositoryArn: string;
}

const ecrReference =
  /^(?<host>(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com)\/(?<repository>[^:@]+)/;

/** Where an image must be fetched with a login of AWS; undefined for an image of any other registry. */
export function ecrImage(image: string): EcrImage | undefined {
  const found = ecrReference.exec(image)?.groups;
  const { host, account, region, repository } = found ?? {};
  return host === undefined || region === undefined
    ? undefined
    : {
        host,
        region,
        repositoryArn: `arn:aws:ecr:${region}:${account ?? ""}:repository/${repository ?? ""}`,
      };
}
