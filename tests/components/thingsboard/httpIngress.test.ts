import { strict as assert } from "node:assert";
import { at, corePlan, coreRows, inputsOf } from "./tbCoreSupport";

const type = "kubernetes:networking.k8s.io/v1:Ingress";
const annotated = (values: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([suffix, value]) => [`alb.ingress.kubernetes.io/${suffix}`, value]),
  );

const common = {
  scheme: "internet-facing",
  "target-type": "ip",
  "security-groups": "sg-1,sg-2",
  "manage-backend-security-group-rules": "true",
  "healthcheck-path": "/login",
};

describe("HttpIngress", () => {
  it("sends each path to a service that exists", async () => {
    const rows = await coreRows();
    const inputs = inputsOf(rows, type, "core-ingress");
    assert.equal(at(inputs, "spec", "ingressClassName"), "alb");
    const to = (path: string, pathType: string, name: string) => ({
      path,
      pathType,
      backend: { service: { name, port: { number: 8080 } } },
    });
    assert.deepEqual(at(inputs, "spec", "rules"), [
      {
        http: {
          paths: [
            to("/static/rulenode/", "Prefix", "tb-core"),
            to("/static/", "Prefix", "tb-web-ui"),
            to("/index.html", "Exact", "tb-web-ui"),
            to("/", "Prefix", "tb-core"),
          ],
        },
      },
    ]);
    const services = rows
      .filter((row) => row.type === "kubernetes:core/v1:Service")
      .map((row) => at(row.inputs, "metadata", "name"));
    assert.ok(services.includes("tb-core") && services.includes("tb-web-ui"));
  });

  it("serves plain HTTP without a certificate", async () => {
    const plan = corePlan("million", { ingress: { https: false } });
    const inputs = inputsOf(await coreRows(plan), type, "core-ingress");
    assert.deepEqual(
      at(inputs, "metadata", "annotations"),
      annotated({ ...common, "listen-ports": '[{"HTTP":80}]' }),
    );
  });

  it("serves HTTPS with the account's certificate, and sends HTTP there", async () => {
    const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/example";
    const plan = corePlan("million", { ingress: { https: true, certificateArn } });
    const inputs = inputsOf(await coreRows(plan), type, "core-ingress");
    assert.deepEqual(
      at(inputs, "metadata", "annotations"),
      annotated({
        ...common,
        "listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
        "certificate-arn": certificateArn,
        "ssl-redirect": "443",
        "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
      }),
    );
  });

  it("waits a quarter of an hour for AWS", async () => {
    const rows = await coreRows();
    const row = rows.find((candidate) => candidate.type === type);
    assert.deepEqual(row?.options.customTimeouts, { create: "15m", delete: "15m", update: "15m" });
  });
});
