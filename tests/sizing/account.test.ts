import { strict as assert } from "node:assert";
import { SizingError, accountGaps, parseAccount } from "../../sizing";
import type { Problem } from "../../sizing";

const role = "arn:aws:iam::111122223333:role/admin";

const whole = {
  administrators: [role],
  viewers: ["arn:aws:iam::111122223333:role/looker"],
  apiCidrs: ["203.0.113.7/32"],
  uiCidrs: ["203.0.113.0/24"],
  mqttCidrs: [],
  owner: "team-load",
  expiresOn: "2028-02-29",
  certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1",
  resultsBucket: "load-results",
  permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
  imageRegistry: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror",
  vCpuQuota: { cluster: 256, fleet: 64 },
};

function problemsOf(raw: unknown): readonly Problem[] {
  try {
    parseAccount(raw);
    return [];
  } catch (error) {
    if (error instanceof SizingError) return error.problems;
    throw error;
  }
}

describe("parseAccount", () => {
  it("takes none for an empty one", () => {
    const empty = {
      administrators: [],
      viewers: [],
      apiCidrs: [],
      uiCidrs: [],
      mqttCidrs: [],
      vCpuQuota: {},
    };
    assert.deepEqual(parseAccount(undefined), empty);
    assert.deepEqual(parseAccount(null), empty);
    assert.deepEqual(parseAccount({}), empty);
  });

  it("keeps a whole one as it is", () => {
    assert.deepEqual(parseAccount(whole), whole);
  });

  it("names every problem at once", () => {
    const found = problemsOf({
      adminstrators: [role],
      viewers: ["somebody"],
      apiCidrs: ["203.0.113.7"],
      uiCidrs: "0.0.0.0/0",
      owner: "",
      expiresOn: "2027-02-29",
      vCpuQuota: { fleet: 0, cluser: 1 },
    });
    assert.deepEqual(
      found.map(({ path, given, allowed, hint }) => [path, given, allowed, hint]),
      [
        [
          "adminstrators",
          "a key that does not exist",
          "administrators, viewers, apiCidrs, uiCidrs, mqttCidrs, owner, expiresOn, certificateArn, " +
            "resultsBucket, permissionsBoundaryArn, imageRegistry, vCpuQuota",
          "Did you mean administrators?",
        ],
        ["viewers[0]", '"somebody"', "an ARN that starts with arn:aws:iam:", undefined],
        ["apiCidrs[0]", '"203.0.113.7"', "an IPv4 address range such as 10.20.0.0/16", undefined],
        [
          "uiCidrs",
          '"0.0.0.0/0"',
          "a list of at most 28, each an IPv4 address range such as 10.20.0.0/16",
          undefined,
        ],
        ["owner", '""', "1 to 128 letters, digits, blanks and . _ : / @ + -", undefined],
        [
          "vCpuQuota.cluser",
          "a key that does not exist",
          "cluster, fleet",
          "Did you mean vCpuQuota.cluster?",
        ],
        ["vCpuQuota.fleet", "0", "a whole number from 1 to 100,000", undefined],
        ["expiresOn", '"2027-02-29"', "a day of the calendar, as year-month-day", undefined],
      ],
    );
  });

  it("refuses an entry that stands twice, and a viewer that is an administrator", () => {
    for (const key of ["apiCidrs", "uiCidrs", "mqttCidrs"]) {
      const cidrs = ["10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/8"];
      assert.deepEqual(
        problemsOf({ [key]: cidrs }).map(({ path, given }) => [path, given]),
        [[`${key}[2]`, "10.0.0.0/8"]],
      );
    }
    assert.deepEqual(
      problemsOf({ administrators: [role, role], viewers: [role] }).map(({ path }) => path),
      ["administrators[1]", "viewers[0]"],
    );
  });

  it("knows the calendar", () => {
    for (const day of ["2026-12-31", "2028-02-29", "2000-02-29", "2027-04-30"]) {
      assert.deepEqual(problemsOf({ expiresOn: day }), [], day);
    }
    for (const day of ["2026-13-01", "2026-00-10", "2026-04-31", "2100-02-29", "2026-01-00"]) {
      assert.deepEqual(
        problemsOf({ expiresOn: day }).map(({ path }) => path),
        ["expiresOn"],
        day,
      );
    }
  });
});

describe("accountGaps", () => {
  it("names each thing that an update on EKS cannot do without, by key", () => {
    const gaps = accountGaps(parseAccount(undefined), "eks");
    assert.deepEqual(
      gaps.map((gap) => gap.split(" ")[0]),
      ["account.administrators", "account.apiCidrs", "account.owner", "account.expiresOn"],
    );
    for (const key of ["administrators", "apiCidrs", "owner", "expiresOn"] as const) {
      const rest = Object.entries(whole).filter(([each]) => each !== key);
      const [gap, ...others] = accountGaps(parseAccount(Object.fromEntries(rest)), "eks");
      assert.ok(gap?.startsWith(`account.${key} is `), gap);
      assert.deepEqual(others, []);
    }
  });

  it("finds none in a whole account, and none on an existing cluster", () => {
    assert.deepEqual(accountGaps(parseAccount(whole), "eks"), []);
    assert.deepEqual(accountGaps(parseAccount(undefined), "existing"), []);
  });
});
