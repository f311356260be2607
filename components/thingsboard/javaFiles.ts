/** JMX listens on the pod's localhost alone: reach it by `kubectl port-forward`. */
const jmxPort = 9999;

/**
 * Value of JAVA_OPTS of one pod: the heap (`-Xms` = `-Xmx`, touched at start, so that a node that is too small shows at
 * once), the size of a thread's stack, and JMX. Source: seed, lines 919 and 1395.
 */
export function podJavaOptions(heapMiB: number, stackKiB: number): string {
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
 * The `.conf` file that a service's start script sources: `lines` of the service's own, then what all have. Without
 * `-XX:-UseBiasedLocking`, which Java has dropped since; the images bring Java 25. Source: seed, lines 677 to 685 and
 * 1312 to 1320.
 *
 * @param files path and beginning of the names of the GC log and the heap dump
 */
export function startConfiguration(
  files: string,
  service: { readonly logFile: string; readonly loaderPath: string; readonly options?: string },
): string {
  const options = [
    ...(service.options === undefined ? [] : [service.options]),
    `-Xlog:gc*,heap*,age*,safepoint=debug:file=${files}gc.log:time,uptime,level,tags:filecount=10,filesize=10M`,
    `-XX:+IgnoreUnrecognizedVMOptions -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=${files}heapdump.bin`,
    "-XX:+UseTLAB -XX:+ResizeTLAB -XX:+PerfDisableSharedMem -XX:+UseCondCardMark",
    "-XX:+UseG1GC -XX:MaxGCPauseMillis=500 -XX:+UseStringDeduplication -XX:+ParallelRefProcEnabled -XX:MaxTenuringThreshold=10",
    "-XX:+ExitOnOutOfMemoryError",
  ];
  return [
    ...options.map((each) => `export JAVA_OPTS="$JAVA_OPTS ${each}"`),
    `export LOG_FILENAME=${service.logFile}`,
    `export LOADER_PATH=${service.loaderPath}`,
    "",
  ].join("\n");
}

/**
 * Logs to standard output. Without the logger of the Azure queue, which is gone, and without the scan for changes: the
 * file never changes in place. Source: seed, lines 686 to 706 and 1321 to 1338.
 *
 * @param loggers levels by logger, beside those that all services have
 */
export function logback(loggers: Readonly<Record<string, string>> = {}): string {
  const levels = {
    "org.thingsboard.server": "INFO",
    "org.apache.kafka.common.utils.AppInfoParser": "WARN",
    "org.apache.kafka.clients": "WARN",
    ...loggers,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE configuration>
<configuration>
    <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
        <encoder>
            <pattern>%d{ISO8601} [%thread] %-5level %logger{36} - %msg%n</pattern>
        </encoder>
    </appender>
${Object.entries(levels)
  .map(([name, level]) => `    <logger name="${name}" level="${level}"/>`)
  .join("\n")}
    <root level="INFO">
        <appender-ref ref="STDOUT"/>
    </root>
</configuration>
`;
}
