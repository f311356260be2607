/** The load generators' agent (thingsboard/performance-tests v4.0.1) and what it takes of its machine. */

/** Ports from which Linux opens connections unless it is told otherwise (kernel, ip_local_port_range). */
const defaultPorts = { first: 32_768, last: 60_999 } as const;

/**
 * Connections that one address can open to another address and port, by its kernel settings; one port is kept spare. A
 * range that cannot be read is refused by the kernel, which then keeps its own.
 */
export function sourcePortsOf(sysctls: Readonly<Record<string, string>>): number {
  const stated = /^(\d+)\s+(\d+)$/.exec(sysctls["net.ipv4.ip_local_port_range"] ?? "");
  const first = Number(stated?.[1] ?? defaultPorts.first);
  const last = Number(stated?.[2] ?? defaultPorts.last);
  return Math.max(0, last - first);
}

/**
 * Packets that a device sends for one message at QoS 0, and for one ping with the acknowledgement of its answer. What it
 * gets is fewer. Counted.
 */
export const packetsSent = { publish: 1, ping: 2 } as const;

/**
 * Packets a second, each way, at which an m7i-flex.large was throttled (`pps_allowance_exceeded`;
 * github.com/meanii/millionws, results/aws/2026-09-30-1m). AWS publishes no figure of any type.
 */
export const measuredPacketsPerSecond = 33_000;

/**
 * Kernel memory of one connection: 3.84 KiB, measured with a million of them on Linux 6.12
 * (github.com/meanii/millionws, results/aws/2026-09-30-1m).
 */
export const kernelBytesPerConnection = 3_932;

/** Memory of the agent's process beside its heap: class data, code, threads, Netty's buffers. Assumed, unverified. */
export const agentOffHeapMiB = 320;

/** What Amazon Linux 2023 with Docker and the SSM agent takes for itself. Assumed, unverified. */
export const generatorSystemMiB = 240;

/**
 * The least heap for which a run is known: 25,000 devices on a t3a.small (seed, lines 1886 and 2292), whose Java
 * took its default of a quarter of the 1,894 MiB that Linux sees there.
 */
export const provenAgentHeap = { heapMiB: 473, devices: 25_000 } as const;

/** Seconds after which the agent pings; it cannot be told otherwise (netty-mqtt, MqttClientConfig). */
export const agentKeepAliveSeconds = 60;

/**
 * How the agent connects: in packs of WARMUP_PACK_SIZE, so many at a time (REST_POOL_SIZE), with a pause of 1 to 100 ms
 * after each full pack (MqttDeviceAPITest.connectDevices); then it warms up in the same packs, and waits for each at
 * most so long (BaseMqttAPITest.sendAndWaitPack).
 */
export const agentConnecting = {
  atOnce: 4,
  pauseMilliseconds: 51,
  longestWarmupSeconds: 10,
} as const;

/** TCP's handshake and MQTT's CONNECT and CONNACK take a round trip each. */
export const roundTripsPerConnect = 2;

/** Round trips: between Mumbai and Ireland, and inside a region. Assumed, unverified. */
export const roundTripMilliseconds = { betweenRegions: 125, sameRegion: 2 } as const;

/** Share of each vCPU that T3 and T4g instances of size small and medium may use on average. Unverified. */
export const burstableBaselinePercent = 20;

/** Files that a process may open unless the kernel is told otherwise (`fs.nr_open`). */
export const defaultOpenFiles = 1_048_576;
