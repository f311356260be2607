import { strict as assert } from "node:assert";
import { MqttTls } from "../../../components/transport/mqttTls";
import { canaryOf } from "../../../cli/dump/answers";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const keyType = "tls:index/privateKey:PrivateKey";
const certificateType = "tls:index/selfSignedCert:SelfSignedCert";
const secretType = "kubernetes:core/v1:Secret";

describe("MqttTls", () => {
  const plan = stagePlan("million").transport;
  const { namespace } = plan.placement;
  const generate = () => new MqttTls("tls", { plan, services: ["tb-mqtt"] });

  it("generates an ECDSA P-256 key and a certificate of a year, renewed in its last 30 days", async () => {
    const rows = await rowsOf(generate);
    assert.deepEqual(rowOf(rows, keyType, "tls").inputs, {
      algorithm: "ECDSA",
      ecdsaCurve: "P256",
    });
    const { inputs } = rowOf(rows, certificateType, "tls");
    assert.equal(inputs.validityPeriodHours, 365 * 24);
    assert.equal(inputs.earlyRenewalHours, 30 * 24);
    assert.deepEqual(inputs.allowedUses, ["digitalSignature", "serverAuth"]);
    assert.deepEqual(inputs.dnsNames, [
      "tb-mqtt",
      `tb-mqtt.${namespace}`,
      `tb-mqtt.${namespace}.svc`,
      `tb-mqtt.${namespace}.svc.cluster.local`,
    ]);
  });

  it("keeps it in a Secret of type kubernetes.io/tls that the pods find by a known name", async () => {
    const rows = await rowsOf(generate, { preview: false });
    const { inputs } = rowOf(rows, secretType, "tls");
    assert.deepEqual(inputs.metadata, { name: "tb-mqtt-tls", namespace });
    assert.equal(inputs.type, "kubernetes.io/tls");
    assert.equal(inputs.stringData, "<secret>");
  });

  it("shows the private key nowhere, neither in an input nor in an output", async () => {
    for (const preview of [true, false]) {
      const run = await runOf(() => ({ name: generate().secretName }), { preview });
      const seen = JSON.stringify(run);
      for (const output of ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"]) {
        assert.ok(!seen.includes(canaryOf(keyType, "tls", output)), `${output} shows`);
      }
      assert.equal(rowOf(run.rows, certificateType, "tls").inputs.privateKeyPem, "<secret>");
    }
  });

  it("uses the Secret that the sizing names, and makes none", async () => {
    const names: string[] = [];
    const rows = await rowsOf(() => {
      const named = { ...plan, tlsSecretName: "our-certificate" };
      names.push(new MqttTls("tls", { plan: named, services: ["tb-mqtt"] }).secretName);
    });
    assert.deepEqual(names, ["our-certificate"]);
    assert.deepEqual(
      rows.map(({ type }) => type),
      ["thingsboard-scale:index:MqttTls"],
    );
  });
});
