import { gzipPercent, latestValueBytes, recordsPerMessage } from "../facts/messages";
import { zoneSidesBilled } from "../facts/servicePrices";
import { storeBytes } from "../facts/traffic";
import type { CostItem, EksPlan, StageDraft } from "../types";
import { costItem, figure } from "./item";
import type { PriceReader } from "./prices";
import {
  copiesInOtherZones,
  deviceTraffic,
  deviceTrafficSource,
  gbPerHour,
  shareAcrossZones,
} from "./traffic";

/** What goes from zone to zone. */
interface Flow extends Pick<CostItem, "tier" | "name" | "estimate" | "source"> {
  readonly gbPerHour: number;
  /** How it comes about. */
  readonly words: string;
}

/**
 * Traffic between zones: the devices' from the load balancer to the pods, and what the stores write, copy and read.
 * The latter is an estimate: nobody published or measured the size of a record.
 */
export function zoneTrafficItems(
  plan: StageDraft,
  eks: EksPlan,
  prices: PriceReader,
): readonly CostItem[] {
  const zones = eks.network.subnets.length;
  const price = prices.service("betweenZonesGbEachWay", eks.region);
  return [deviceFlow(plan, zones), ...storeFlows(plan, zones)].map(
    ({ tier, name, source, estimate, words, gbPerHour: gb }) =>
      costItem({
        tier,
        kind: "traffic between zones",
        name,
        quantity: gb * zoneSidesBilled,
        unit: "GB",
        counting: `${words} × ${zoneSidesBilled} sides billed`,
        price,
        source,
        ...(estimate === undefined ? {} : { estimate }),
      }),
  );
}

function deviceFlow({ load }: StageDraft, zones: number): Flow {
  const { gbUp, gbDown } = deviceTraffic(load);
  const across = shareAcrossZones(zones);
  return {
    tier: "transport",
    name: "load balancer to transport pods",
    gbPerHour: (gbUp + gbDown) * across,
    words: `${figure(gbUp + gbDown)} GB an hour × ${figure(across)} to a pod in another zone`,
    source: deviceTrafficSource,
  };
}

function storeFlows({ load, core, dataTier }: StageDraft, zones: number): readonly Flow[] {
  const { messagesPerSecond: messages, dataPointsPerSecond: points } = load;
  const { kafka, cassandra, postgresql } = dataTier;
  const across = shareAcrossZones(zones);
  const left = core.environment.TB_KAFKA_COMPRESSION_TYPE === "gzip" ? gzipPercent : 100;
  const kafkaCopies = copiesInOtherZones(kafka.replicationFactor, zones);
  const kafkaCrossings = 2 * across + kafkaCopies;
  const cassandraCopies = copiesInOtherZones(cassandra.replicationFactor, zones);
  const cassandraCrossings = across + cassandraCopies;
  const standbys = copiesInOtherZones(postgresql.workload.replicas, zones);
  const flow = (store: string, bytesPerSecond: number, words: string): Flow => ({
    tier: "data",
    name: `${store} (estimate)`,
    gbPerHour: gbPerHour(bytesPerSecond),
    words,
    source: "Bytes of a record: counted from its fields, unmeasured.",
    estimate: true,
  });
  return [
    flow(
      "Kafka: written, copied, read",
      ((messages * recordsPerMessage * storeBytes.kafkaRecord * left) / 100) * kafkaCrossings,
      `${messages} messages a second × ${recordsPerMessage} records × ${storeBytes.kafkaRecord} B × ${left} % left by compression × ${figure(kafkaCrossings)} crossings (${figure(across)} from the writer, ${kafkaCopies} copied, ${figure(across)} to the reader)`,
    ),
    flow(
      "Cassandra: written, copied",
      points * storeBytes.cassandraRow * cassandraCrossings,
      `${points} rows a second × ${storeBytes.cassandraRow} B × ${figure(cassandraCrossings)} crossings (${figure(across)} from the rule engine, ${cassandraCopies} copied)`,
    ),
    flow(
      "PostgreSQL: written, copied",
      points * (latestValueBytes * across + storeBytes.postgresqlRow * standbys),
      `${points} values a second × (${latestValueBytes} B × ${figure(across)} from the rule engine + ${storeBytes.postgresqlRow} B × ${standbys} copied)`,
    ),
  ];
}
