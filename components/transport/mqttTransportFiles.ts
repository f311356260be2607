import { logback, startConfiguration } from "../thingsboard/javaFiles";

/** Files under /config by name. The image does not start without both of them. */
export const transportFiles: Readonly<Record<string, string>> = {
  "tb-mqtt-transport.conf": startConfiguration("/var/log/tb-mqtt-transport/${TB_SERVICE_ID}-", {
    logFile: "tb-mqtt-transport.out",
    loaderPath: "/usr/share/tb-mqtt-transport/conf",
  }),
  "logback.xml": logback(),
};
