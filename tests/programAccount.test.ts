import { strict as assert } from "node:assert";
import { Recording, type ProgramRun } from "../cli/dump/recording";
import { STACK_TYPE, type RegistrationRow } from "../cli/dump/registrations";
import { referenceOf } from "./support/order";
import { neededAccount, stageRun } from "./support/stageRun";

const entryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
/** All that an account may state. */
const account = {
  administrators: ["arn:aws:iam::111122223333:role/Admin"],
  viewers: ["arn:aws:iam::111122223333:role/Console"],
  apiCidrs: ["203.0.113.0/25"],
  uiCidrs: ["203.0.113.128/26"],
  mqttCidrs: ["203.0.113.192/26"],
  owner: "platform-team",
  expiresOn: "2027-03-01",
  certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/one",
  permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
  imageRegistry: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror",
};

function rowNamed({ rows }: ProgramRun, reference: string): RegistrationRow["inputs"] {
  const found = rows.filter((row) => referenceOf(row).endsWith(reference));
  assert.equal(found.length, 1, reference);
  return found[0]!.inputs;
}

/** Text, or nothing where an input is none. */
function textOf(input: unknown): string {
  return typeof input === "string" ? input : "";
}

/** Images of containers, wherever they stand. */
function imagesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === "image" || key === "imageName") && typeof inner === "string"
      ? [inner]
      : imagesIn(inner),
  );
}

/** What a run registers before it ends, well or not. */
async function registeredDuring(run: () => Promise<unknown>): Promise<readonly string[]> {
  const registered: string[] = [];
  const key = "registerResource";
  const original = Object.getOwnPropertyDescriptor(Recording.prototype, key)!;
  const method = original.value as Recording["registerResource"];
  Object.defineProperty(Recording.prototype, key, {
    ...original,
    value(this: Recording, request: Parameters<Recording["registerResource"]>[0]) {
      registered.push(request.getType());
      return method.call(this, request);
    },
  });
  try {
    await run();
  } finally {
    Object.defineProperty(Recording.prototype, key, original);
  }
  return registered.filter((type) => type !== STACK_TYPE);
}

describe("the program's account", function () {
  this.timeout(120_000);

  it("that is empty stops an update on EKS, which names all that is missing and makes nothing", async () => {
    const registered = await registeredDuring(() =>
      assert.rejects(stageRun({ stack: "million", preview: false }), (error: Error) => {
        for (const key of ["administrators", "apiCidrs", "owner", "expiresOn"]) {
          assert.match(error.message, new RegExp(`account\\.${key}`));
        }
        assert.doesNotMatch(error.message, /\n\s+at /);
        return true;
      }),
    );
    assert.deepEqual(registered, []);
    // The same count sees a run that is not stopped.
    const good = await registeredDuring(() => stageRun({ stack: "dev", preview: false }));
    assert.ok(good.length > 80);
  });

  it("that lacks one thing has that one named", async () => {
    await assert.rejects(
      stageRun({
        stack: "million",
        preview: false,
        account: { ...neededAccount, owner: undefined },
      }),
      (error: Error) =>
        error.message.includes("account.owner") && !error.message.includes("account.apiCidrs"),
    );
  });

  describe("that states everything", () => {
    let run: ProgramRun;
    before(async () => {
      run = await stageRun({ stack: "million", account });
    });

    it("names who administers, who looks, and from where", () => {
      const cluster = rowNamed(run, "eks:index:Cluster::platform-cluster");
      assert.deepEqual(
        Object.values(cluster.accessEntries as Record<string, { principalArn: string }>).map(
          ({ principalArn }) => principalArn,
        ),
        [...account.administrators, ...account.viewers],
      );
      assert.deepEqual(cluster.publicAccessCidrs, account.apiCidrs);
      assert.equal(cluster.endpointPublicAccess, true);
    });

    it("lets its addresses through to one load balancer each, and to no other", () => {
      for (const [kind, balancer, cidr] of [
        ["ui", "alb", "203.0.113.128/26"],
        ["mqtt", "nlb", "203.0.113.192/26"],
      ] as const) {
        const list = `ManagedPrefixList::platform-network-${kind}`;
        const entries = run.rows.filter(
          ({ type, inputs }) => type === entryType && textOf(inputs.prefixListId).endsWith(list),
        );
        assert.deepEqual(
          entries.map(({ inputs }) => inputs.cidr),
          [cidr],
        );
        const rules = run.rows.filter(({ inputs }) => textOf(inputs.prefixListId).endsWith(list));
        assert.deepEqual(
          rules.filter(({ type }) => type.endsWith("IngressRule")).map(({ name }) => name),
          [`platform-network-${balancer}-${kind}`],
        );
      }
    });

    it("has its certificate on the only way in, and everybody goes by HTTPS", () => {
      const ingress = JSON.stringify(rowNamed(run, ":Ingress::core-ingress"));
      assert.ok(ingress.includes(account.certificateArn));
      assert.match(ingress, /listen-ports":"\[\{\\"HTTP\\":80\},\{\\"HTTPS\\":443\}\]"/);
      assert.match(ingress, /ssl-redirect":"443"/);
    });

    it("bounds every role", () => {
      const roles = run.rows.filter(({ type }) => type === "aws:iam/role:Role");
      assert.equal(roles.length, 5);
      for (const { name, inputs } of roles) {
        assert.equal(inputs.permissionsBoundary, account.permissionsBoundaryArn, name);
      }
    });

    it("mirrors every image that the program names, the generators' too", () => {
      const images = run.rows
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .flatMap(({ inputs }) => imagesIn(inputs));
      assert.ok(images.length > 15);
      assert.deepEqual(
        images.filter((image) => !image.startsWith(`${account.imageRegistry}/`)),
        [],
      );
      const userData = textOf(rowNamed(run, "LaunchTemplate::fleet").userData);
      assert.ok(
        userData.includes(
          `docker pull '${account.imageRegistry}/thingsboard/tb-ce-performance-test:`,
        ),
      );
      assert.doesNotMatch(userData, /'thingsboard\/tb-ce-performance-test/);
    });

    it("tags everything with owner and day of expiry, by both providers", () => {
      const tags = {
        "expires-on": "2027-03-01",
        owner: "platform-team",
        project: "thingsboard-scale",
        stage: "million",
      };
      for (const name of ["platform", "fleet"]) {
        const { defaultTags } = rowNamed(run, `pulumi:providers:aws::${name}`);
        assert.deepEqual(JSON.parse(textOf(defaultTags)), { tags });
      }
      // What others make of it: instances and volumes of templates, volumes and load balancers of controllers.
      for (const { name, inputs } of run.rows.filter(({ type }) =>
        type.endsWith(":LaunchTemplate"),
      )) {
        for (const each of inputs.tagSpecifications as { tags: Record<string, string> }[]) {
          assert.equal(each.tags.owner, "platform-team", name);
          assert.equal(each.tags["expires-on"], "2027-03-01", name);
        }
      }
      const driver = rowNamed(run, "Addon::platform-addons-ebs-csi");
      assert.match(textOf(driver.configurationValues), /"owner":"platform-team"/);
      const controller = rowNamed(run, "Release::platform-load-balancers");
      assert.match(JSON.stringify(controller.values), /"expires-on":"2027-03-01"/);
    });
  });
});
