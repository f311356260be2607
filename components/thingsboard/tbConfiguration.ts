import * as pulumi from "@pulumi/pulumi";
import type { TbCorePlan } from "../../planning/types";
import { componentType } from "../componentType";
import { logback, startConfiguration } from "./javaFiles";
import { hashedConfigMap } from "../kubernetes/hashedConfigMap";

/** What each of ThingsBoard's services is made with. */
export interface TbServiceArgs {
  /** Images and placement; replicas, resources and affinity of the pods. */
  readonly plan: TbCorePlan;
  readonly configuration: TbConfiguration;
  /** What must be there before the pods start. */
  readonly after: readonly pulumi.Resource[];
}

export interface TbConfigurationArgs {
  /** The environments, by variable name. */
  readonly plan: TbCorePlan;
}

/**
 * The ConfigMaps of ThingsBoard's services. Each name carries a hash of its content: a changed setting makes a new
 * object, and only the pods that read it are rolled. The old object goes when no pod refers to it any more.
 */
export class TbConfiguration extends pulumi.ComponentResource {
  /** ConfigMap with the variables of tb-core, tb-rule-engine and the schema Job. */
  readonly environment: string;
  /** ConfigMap with the variables of tb-js-executor. */
  readonly jsEnvironment: string;
  /** ConfigMap with the variables of tb-web-ui. */
  readonly webUiEnvironment: string;
  /** ConfigMap with `thingsboard.conf` and `logback.xml`, to be mounted at /config. */
  readonly nodeFiles: string;

  constructor(name: string, args: TbConfigurationArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("TbConfiguration"), name, {}, options);
    const { plan } = args;
    const add = (suffix: string, baseName: string, data: Readonly<Record<string, string>>) => {
      const { namespace } = plan.placement;
      return hashedConfigMap(`${name}-${suffix}`, { baseName, namespace, data }, { parent: this })
        .objectName;
    };

    this.environment = add("environment", "tb-environment", plan.environment);
    this.jsEnvironment = add("js-environment", "tb-js-environment", plan.jsEnvironment);
    this.webUiEnvironment = add(
      "web-ui-environment",
      "tb-web-ui-environment",
      plan.webUiEnvironment,
    );
    this.nodeFiles = add("node-files", "tb-node-files", nodeFiles);

    this.registerOutputs({
      environment: this.environment,
      jsEnvironment: this.jsEnvironment,
      webUiEnvironment: this.webUiEnvironment,
      nodeFiles: this.nodeFiles,
    });
  }
}

/** Files of tb-node under /config. The heap is the pod's own, in JAVA_OPTS. */
const nodeFiles = {
  "thingsboard.conf": startConfiguration("/var/log/thingsboard/", {
    options: "-Dplatform=deb -Dinstall.data_dir=/usr/share/thingsboard/data",
    logFile: "thingsboard.out",
    loaderPath: "/usr/share/thingsboard/conf,/usr/share/thingsboard/extensions",
  }),
  "logback.xml": logback({
    "com.google.common.util.concurrent.AggregateFuture": "OFF",
    // DEBUG prints the rule nodes that take the most time.
    "org.thingsboard.server.service.queue.TbMsgPackProcessingContext": "INFO",
  }),
};
