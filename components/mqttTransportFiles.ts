/** Thread stacks in KiB: the seed's 256 (line 1399), of which a transport needs no more. */
const stackKiB = 256;

/** JMX listens on the pod's loopback alone: reach it by `kubectl port-forward`. */
const jmxPort = 9999;

/**
 * JVM options of one transport pod, for its JAVA_OPTS: the heap (`-Xms` = `-Xmx`, touched at start, so that a node that
 * is too small shows at once), thread stacks, and JMX on localhost. Source: seed, line 1399.
 */
export function transportJavaOptions(heapMiB: number): string {
  return [
    `-Xms${heapMiB}M`,
    `-Xmx${heapMiB}M`,
    `-Xss${stackKiB}k`,
    "-XX:+AlwaysPreTouch",
    "-Dcom.sun.management.jmxremote",
    // Without a host JMX would listen on every address of the pod, and it asks for no password.
    "-Dcom.sun.management.jmxremote.host=127.0.0.1",
    `-Dcom.sun.management.jmxremote.port=${jmxPort}`,
    `-Dcom.sun.management.jmxremote.rmi.port=${jmxPort}`,
    "-Dcom.sun.management.jmxremote.authenticate=false",
    "-Dcom.sun.management.jmxremote.ssl=false",
    "-Djava.rmi.server.hostname=127.0.0.1",
  ].join(" ");
}

/**
 * JVM options that the start script sources. Seed, lines 1312 to 1320, less `-XX:-UseBiasedLocking`, which Java has
 * dropped since; the image brings Java 25.
 */
const startConfiguration = `export JAVA_OPTS="$JAVA_OPTS -Xlog:gc*,heap*,age*,safepoint=debug:file=/var/log/tb-mqtt-transport/\${TB_SERVICE_ID}-gc.log:time,uptime,level,tags:filecount=10,filesize=10M"
export JAVA_OPTS="$JAVA_OPTS -XX:+IgnoreUnrecognizedVMOptions -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/var/log/tb-mqtt-transport/\${TB_SERVICE_ID}-heapdump.bin"
export JAVA_OPTS="$JAVA_OPTS -XX:+UseTLAB -XX:+ResizeTLAB -XX:+PerfDisableSharedMem -XX:+UseCondCardMark"
export JAVA_OPTS="$JAVA_OPTS -XX:+UseG1GC -XX:MaxGCPauseMillis=500 -XX:+UseStringDeduplication -XX:+ParallelRefProcEnabled -XX:MaxTenuringThreshold=10"
export JAVA_OPTS="$JAVA_OPTS -XX:+ExitOnOutOfMemoryError"
export LOG_FILENAME=tb-mqtt-transport.out
export LOADER_PATH=/usr/share/tb-mqtt-transport/conf
`;

/**
 * Seed, lines 1321 to 1338, less the logger of the Azure queue, which is gone, and less the scan for changes: the file
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
    <logger name="org.apache.kafka.common.utils.AppInfoParser" level="WARN"/>
    <logger name="org.apache.kafka.clients" level="WARN"/>
    <root level="INFO">
        <appender-ref ref="STDOUT"/>
    </root>
</configuration>
`;

/** Files under /config by name. The image does not start without both of them. */
export const transportFiles: Readonly<Record<string, string>> = {
  "tb-mqtt-transport.conf": startConfiguration,
  "logback.xml": logback,
};
