import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { MqttTransportPlan } from "../../planning/types";
import { componentType } from "../componentType";

const generatedSecret = "tb-mqtt-tls";

/** A year: long enough for a test, short enough that a forgotten stage does not serve it for ever. */
const validityHours = 8_760;

/** An `up` in the last 30 days makes a new certificate; the transport reads it within a minute, without a restart. */
const renewalHours = 720;

export interface MqttTlsArgs {
  /** Namespace of the pods, and the Secret with a certificate of one's own, if there is one. */
  readonly plan: Pick<MqttTransportPlan, "placement" | "tlsSecretName">;
  /** Names of Services in the namespace by which clients inside the cluster connect. */
  readonly services: readonly string[];
}

/**
 * The certificate of MQTT over TLS. A Secret of type `kubernetes.io/tls` that the sizing names is used as it is: it must
 * be there before the pods start, with the full chain in `tls.crt` and the key, without a password, in `tls.key`.
 * Otherwise one is generated: ECDSA P-256, self-signed, valid for a year. It names the Services inside the cluster;
 * a client that comes through the load balancer and checks names needs a certificate of one's own.
 *
 * The generated key is a Pulumi secret: it stands encrypted in the state and nowhere else.
 */
export class MqttTls extends pulumi.ComponentResource {
  /** Name of the Secret with the keys `tls.crt` and `tls.key`. */
  readonly secretName: string;

  constructor(name: string, args: MqttTlsArgs, options?: pulumi.ComponentResourceOptions) {
    const { placement, tlsSecretName } = args.plan;
    const named = tlsSecretName === undefined ? {} : { tlsSecretName };
    super(componentType("MqttTls"), name, { plan: { placement, ...named } }, options);

    if (tlsSecretName === undefined) {
      generateCertificate(name, placement.namespace, args.services, this);
    }

    // A plain string: pods that took it from the Secret's outputs would be replaced with every new certificate.
    this.secretName = tlsSecretName ?? generatedSecret;
    this.registerOutputs({ secretName: this.secretName });
  }
}

function generateCertificate(
  name: string,
  namespace: string,
  services: readonly string[],
  parent: pulumi.Resource,
): void {
  const key = new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, { parent });
  const certificate = new tls.SelfSignedCert(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: services[0] ?? name, organization: "thingsboard-scale" },
      dnsNames: services.flatMap((service) => namesOf(service, namespace)),
      allowedUses: ["digitalSignature", "serverAuth"],
      validityPeriodHours: validityHours,
      earlyRenewalHours: renewalHours,
    },
    { parent },
  );
  new kubernetes.core.v1.Secret(
    name,
    {
      metadata: { name: generatedSecret, namespace },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": certificate.certPem, "tls.key": key.privateKeyPemPkcs8 },
    },
    { parent },
  );
}

/** Every form in which a pod may name a Service of this namespace. */
function namesOf(service: string, namespace: string): string[] {
  return ["", `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.cluster.local`].map(
    (domain) => `${service}${domain}`,
  );
}
