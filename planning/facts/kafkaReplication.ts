/**
 * Copies of a ThingsBoard partition that a write waits for: `min.insync.replicas:1` in every default of
 * `TB_QUEUE_KAFKA_*_TOPIC_PROPERTIES` (thingsboard.yml at v4.3.1.3, lines 1828 to 1862).
 */
export const topicMinInSyncReplicas = 1;
