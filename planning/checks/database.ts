import type { Check } from "./check";

/** Database connections: pools, pooler and PostgreSQL. */
export const databaseChecks: readonly Check[] = [];
