import type { MessageKind } from "@liss/contracts";
import type { InPassing } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import type { GatewayTransaction } from "../database/tables.ts";
import type { BlindIndexes } from "../identity/blind-indexes.ts";
import type { Contacts } from "../identity/contacts.ts";
import type { GatewayMetrics } from "../metrics.ts";
import type { Tracking } from "../send/tracking.ts";
import type { Item, MediaReference } from "./item.ts";

/** A file that a message of hers announces, for whoever fetches it. */
export type IncomingFile = {
  messageId: string;
  contactId: string;
  sessionId: string;
  kind: MessageKind;
  receivedAt: Date;
  media: MediaReference;
  /** WhatsApp's own word that it cannot be had (131052). */
  errorCode?: number | undefined;
};

/** What acting on an item needs. */
export type EffectTools = {
  vault: Vault;
  contacts: Contacts;
  indexes: BlindIndexes;
  tracking: Tracking;
  metrics: GatewayMetrics;
  phoneNumberId: string;
  /** With one of these she ends everything. */
  exitWords: readonly string[];
  logger: Logger;
  now: () => Date;
  /** For the events of new messages: numbered where they are appended, if this replica publishes. */
  inPassing?: InPassing | undefined;
  /** Notes the files of new messages, in their transaction. */
  keepFiles?: ((tx: GatewayTransaction, files: IncomingFile[]) => Promise<void>) | undefined;
  /** Called after the commit that noted files. */
  onFiles?: (() => void) | undefined;
};

/** The delivery that items come from. */
export type Source = { deliveryId: string; receivedAt: Date; size: number; trace: string };

/** One item of one delivery, to be acted upon. */
export type Work<I extends Item = Item> = { item: I; source: Source };

/** A transaction, and what is to happen only if it commits. */
export type EffectContext = EffectTools & {
  tx: GatewayTransaction;
  /** Runs after the commit. */
  afterCommit(act: () => void): void;
  tally: Tally;
  /** What was set aside for an engineer, as `<delivery id> <path>`. */
  problems: Set<string>;
};

/** What acting on items came to, for whoever runs a replay. */
export type Outcome =
  | "message.new"
  | "message.repeated"
  | "revocation"
  | "status"
  | "identity"
  | "account"
  | "notice"
  | "not-understood";
export type Tally = (outcome: Outcome) => void;
