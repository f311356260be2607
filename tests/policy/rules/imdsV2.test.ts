import { strict as assert } from "node:assert";
import { imdsV2 } from "../../../policy/rules/imdsV2";
import { judge, unknownValue } from "../support/judge";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const said = (type: string, props: Readonly<Record<string, unknown>>) =>
  judge(imdsV2, { type, props });

describe("rule imds-v2", () => {
  for (const type of [template, instance]) {
    it(`wants tokens required by ${type}`, () => {
      assert.deepEqual(said(type, { metadataOptions: { httpTokens: "required" } }), []);
      assert.deepEqual(said(type, { metadataOptions: { httpTokens: "optional" } }), [
        'metadataOptions.httpTokens is "optional": set it to "required".',
      ]);
      assert.equal(said(type, { metadataOptions: { httpEndpoint: "enabled" } }).length, 1);
      assert.equal(said(type, {}).length, 1);
    });

    it(`takes ${type} without the service, and judges nothing unknown`, () => {
      assert.deepEqual(said(type, { metadataOptions: { httpEndpoint: "disabled" } }), []);
      assert.deepEqual(said(type, { metadataOptions: unknownValue }), []);
      assert.deepEqual(said(type, { metadataOptions: { httpTokens: unknownValue } }), []);
    });
  }

  it("takes the template's word for its instances, unless they say otherwise", () => {
    const launchTemplate = { id: unknownValue };
    assert.deepEqual(said(instance, { launchTemplate }), []);
    assert.equal(
      said(instance, { launchTemplate, metadataOptions: { httpTokens: "optional" } }).length,
      1,
    );
  });
});
