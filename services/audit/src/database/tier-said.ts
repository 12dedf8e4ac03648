import { sql } from "kysely";

/** The tier that an entry gives its session from there on: the column has those of software, the entry that of a person. */
export const tierSaid = sql<string | null>`
  coalesce(tier, case when type = 'routing.risk-set' then convert_from(bytes, 'UTF8')::jsonb->'data'->>'to' end)`;
