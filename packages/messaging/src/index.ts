export { announceStart } from "./announce-start.ts";
export { type Bus, type BusOptions, type BusStatus, connectBus } from "./bus.ts";
export {
  Conflict,
  classify,
  describeFailure,
  type FailureClass,
  Permanent,
  Transient,
} from "./inbox/failures.ts";
export {
  type Arrived,
  type Handler,
  type HandlerContext,
  on,
  onAny,
  onAnyFenced,
  onMany,
  type RawMessage,
} from "./inbox/handlers.ts";
export { type ReplayOptions, replayDeadLetter } from "./inbox/replay.ts";
export {
  type SubscribeOptions,
  type Subscription,
  subscribeTo,
  subscriptionDefaults,
} from "./inbox/subscribe.ts";
export type { Logger } from "./logger.ts";
export { operatorId } from "./operator.ts";
export {
  appendEvents,
  insertOutgoing,
  type Outgoing,
  outgoing,
  outgoingRows,
} from "./outbox/append.ts";
export type { Backlog } from "./outbox/housekeeping.ts";
export { type InPassing, numberedAfter } from "./outbox/in-passing.ts";
export type { NumberedEvent } from "./outbox/numbering.ts";
export { SEQUENCE_HEADER } from "./outbox/publish.ts";
export { type Relay, type RelayOptions, relayDefaults, startRelay } from "./outbox/relay.ts";
export { takeUpAgain } from "./outbox/set-aside.ts";
export { type MessagingTables, messagingMigrations, messagingTableNames } from "./tables.ts";
export { ADVISORIES, declareTopology, STREAM, type TopologyOptions, topologyDefaults } from "./topology.ts";
