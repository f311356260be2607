/** Connections that ThingsBoard's services need and hold. */

/**
 * Threads of a tb-core or rule engine pod that write batches to PostgreSQL beside those of latest values
 * (`latestValueThreads`), each with a connection of its own while it writes (thingsboard.yml v4.3.1.3,
 * sql.attributes.batch_threads and sql.events.batch_threads).
 */
export const attributeThreads = 3;
export const eventThreads = 3;
