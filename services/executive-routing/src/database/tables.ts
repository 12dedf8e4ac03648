import type { MessagingTables } from "@liss/messaging";
import type { CaseTables } from "./tables/case.ts";
import type { DeskTables } from "./tables/desk.ts";
import type { MessageTables } from "./tables/messages.ts";
import type { PeopleTables } from "./tables/people.ts";
import type { RetentionTables } from "./tables/retention.ts";
import type { SessionTables } from "./tables/sessions.ts";

export type { FeedKind } from "./tables/desk.ts";
export type { AssessmentsTable } from "./tables/messages.ts";
export type { DestructionsTable } from "./tables/retention.ts";
export type { SessionEventsTable } from "./tables/sessions.ts";

/** Every table of this service's database; each subject has its file. */
export type RoutingTables = MessagingTables &
  SessionTables &
  MessageTables &
  PeopleTables &
  DeskTables &
  CaseTables &
  RetentionTables;
