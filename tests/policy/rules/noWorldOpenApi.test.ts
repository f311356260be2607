import { strict as assert } from "node:assert";
import { noWorldOpenApi } from "../../../policy/rules/noWorldOpenApi";
import { judge, unknownValue } from "../support/judge";

type Props = Readonly<Record<string, unknown>>;

const shapes: Readonly<Record<string, (endpoint: Props) => Props>> = {
  "eks:index:Cluster": (endpoint) => endpoint,
  "aws:eks/cluster:Cluster": (endpoint) => ({ vpcConfig: endpoint }),
};

describe("rule no-world-open-api", () => {
  for (const [type, shape] of Object.entries(shapes)) {
    const said = (endpoint: Props) => judge(noWorldOpenApi, { type, props: shape(endpoint) });

    it(`takes ${type} that is private, or open to named addresses`, () => {
      assert.deepEqual(said({ endpointPublicAccess: false }), []);
      assert.deepEqual(
        said({ endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
        [],
      );
    });

    it(`refuses ${type} that is open to everybody, said or left unsaid`, () => {
      assert.deepEqual(
        said({ endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] }),
        ["publicAccessCidrs holds 0.0.0.0/0: name your own addresses."],
      );
      assert.equal(said({ publicAccessCidrs: ["::/0"] }).length, 1);
      assert.match(said({ endpointPublicAccess: true }).join(), /The endpoint is public, and/);
      assert.match(said({}).join(), /public unless endpointPublicAccess is false/);
    });

    it(`judges nothing of ${type} that is unknown`, () => {
      assert.deepEqual(said({ endpointPublicAccess: unknownValue }), []);
      assert.deepEqual(said({ endpointPublicAccess: true, publicAccessCidrs: unknownValue }), []);
      assert.deepEqual(said({ publicAccessCidrs: [unknownValue] }), []);
    });
  }

  it("judges nothing of a configuration that is wholly unknown", () => {
    const props = { vpcConfig: unknownValue };
    assert.deepEqual(judge(noWorldOpenApi, { type: "aws:eks/cluster:Cluster", props }), []);
  });
});
