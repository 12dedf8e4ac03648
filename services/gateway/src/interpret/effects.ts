import type { Vault } from "@liss/vault";
import type { GatewayTransaction } from "../database/tables.ts";
import type { BlindIndexes } from "../identity/blind-indexes.ts";
import type { Contacts } from "../identity/contacts.ts";
import type { GatewayMetrics } from "../metrics.ts";
import type { Tracking } from "../send/tracking.ts";

/** What acting on an item needs. */
export type EffectTools = {
  vault: Vault;
  contacts: Contacts;
  indexes: BlindIndexes;
  tracking: Tracking;
  metrics: GatewayMetrics;
  phoneNumberId: string;
  now: () => Date;
};

/** The delivery that items come from. */
export type Source = { deliveryId: string; receivedAt: Date; size: number };

/** One item's transaction, and what is to happen only if it commits. */
export type ItemContext = EffectTools & {
  tx: GatewayTransaction;
  source: Source;
  /** Runs after the commit, in the delivery's trace. */
  afterCommit(act: () => void): void;
};
