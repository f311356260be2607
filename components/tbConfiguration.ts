import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { TbCorePlan } from "../planning/types";
import { componentType } from "./componentType";
import { hashedName } from "./kubernetes/contentHash";

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
    const add = (suffix: string, objectName: string, data: Readonly<Record<string, string>>) => {
      const hashed = hashedName(objectName, data);
      new kubernetes.core.v1.ConfigMap(
        `${name}-${suffix}`,
        {
          metadata: { name: hashed, namespace: plan.placement.namespace },
          immutable: true,
          data: { ...data },
        },
        { parent: this },
      );
      return hashed;
    };

    this.environment = add("environment", "tb-environment", plan.environment);
    this.jsEnvironment = add("js-environment", "tb-js-environment", plan.jsEnvironment);
    this.webUiEnvironment = add(
      "web-ui-environment",
      "tb-web-ui-environment",
      plan.webUiEnvironment,
    );
    this.nodeFiles = add("node-files", "tb-node-files", {
      "thingsboard.conf": javaConfiguration,
      "logback.xml": logback,
    });

    this.registerOutputs({
      environment: this.environment,
      jsEnvironment: this.jsEnvironment,
      webUiEnvironment: this.webUiEnvironment,
      nodeFiles: this.nodeFiles,
    });
  }
}

/**
 * JVM options of tb-node, sourced by its start script. Seed, lines 677 to 685, less `-XX:-UseBiasedLocking`, which
 * Java has dropped since; the image brings Java 25. The heap is the pod's own, in JAVA_OPTS.
 */
const javaConfiguration = `export JAVA_OPTS="$JAVA_OPTS -Dplatform=deb -Dinstall.data_dir=/usr/share/thingsboard/data"
export JAVA_OPTS="$JAVA_OPTS -Xlog:gc*,heap*,age*,safepoint=debug:file=/var/log/thingsboard/gc.log:time,uptime,level,tags:filecount=10,filesize=10M"
export JAVA_OPTS="$JAVA_OPTS -XX:+IgnoreUnrecognizedVMOptions -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/var/log/thingsboard/heapdump.bin"
export JAVA_OPTS="$JAVA_OPTS -XX:+UseTLAB -XX:+ResizeTLAB -XX:+PerfDisableSharedMem -XX:+UseCondCardMark"
export JAVA_OPTS="$JAVA_OPTS -XX:+UseG1GC -XX:MaxGCPauseMillis=500 -XX:+UseStringDeduplication -XX:+ParallelRefProcEnabled -XX:MaxTenuringThreshold=10"
export JAVA_OPTS="$JAVA_OPTS -XX:+ExitOnOutOfMemoryError"
export LOG_FILENAME=thingsboard.out
export LOADER_PATH=/usr/share/thingsboard/conf,/usr/share/thingsboard/extensions
`;

/**
 * Seed, lines 686 to 706, less the logger of the Azure queue, which is gone, and less the scan for changes: the file
 * never changes in place.
 */
const logback = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE configuration>
<configuration>
    <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
        <encoder>
            <pattern>%d{ISO8601} [%thread] %-5level %logger{36} - %msg%n</pattern>
        </encoder>
    </appender>
    <logger name="org.thingsboard.server" level="INFO"/>
    <logger name="com.google.common.util.concurrent.AggregateFuture" level="OFF"/>
    <logger name="org.apache.kafka.common.utils.AppInfoParser" level="WARN"/>
    <logger name="org.apache.kafka.clients" level="WARN"/>
    <!-- DEBUG here prints the rule nodes that take the most time. -->
    <logger name="org.thingsboard.server.service.queue.TbMsgPackProcessingContext" level="INFO"/>
    <root level="INFO">
        <appender-ref ref="STDOUT"/>
    </root>
</configuration>
`;
