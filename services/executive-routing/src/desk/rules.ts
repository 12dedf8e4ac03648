import { z } from "zod";
import {
  Close,
  CommandDone,
  Conversation,
  Delegate,
  Desk,
  FileChosen,
  FileLink,
  MarkSeen,
  NextTaken,
  RecordEmergency,
  SendMessage,
} from "./api.ts";
import { type DeskRole, type Endpoint, everybodyAtTheDesk, type Whose } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";

/** What a route is and whom it is for. A route without one does not start. */
export type RouteRule = {
  method: "get" | "post" | "put";
  path: string;
  summary: string;
  roles: readonly DeskRole[];
  /** For sessions: whose it must be. */
  whose: Whose;
  body?: z.ZodType;
  /** null: an answer without a body. */
  answer: z.ZodType | null;
};

const rule = (
  method: RouteRule["method"],
  path: string,
  summary: string,
  facts: Pick<RouteRule, "whose" | "answer"> & { body?: z.ZodType },
): RouteRule => ({ method, path, summary, roles: everybodyAtTheDesk, ...facts });
const Nothing = z.object({});

/** The routes of routes.ts. */
const attending: RouteRule[] = [
  rule("get", "/desk", "Everything on her desk", { whose: "anyone", answer: Desk }),
  rule("get", "/sessions/:id", "A conversation, on the record", { whose: "reader", answer: Conversation }),
  rule("post", "/sessions/next", "Takes the session that must be attended next", {
    whose: "anyone",
    body: Nothing,
    answer: NextTaken,
  }),
  rule("post", "/sessions/:id/claim", "Takes this session", {
    whose: "waiting",
    body: Nothing,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/release", "Gives the session back to the queue", {
    whose: "owner",
    body: Nothing,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/confirm-identity", "She made sure that it is she who writes", {
    whose: "owner",
    body: Nothing,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/take-back", "Takes the conversation back from the robot", {
    whose: "owner",
    body: Nothing,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/close", "Closes the attention", {
    whose: "owner",
    body: Close,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/emergency", "Writes how the emergency ended", {
    whose: "owner",
    body: RecordEmergency,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/delegate", "Lets the robot answer, for these topics, until then", {
    whose: "owner",
    body: Delegate,
    answer: CommandDone,
  }),
  rule("post", "/sessions/:id/messages", "Sends a message to her", {
    whose: "owner",
    body: SendMessage,
    answer: CommandDone,
  }),
  rule(
    "put",
    "/sessions/:id/uploads/:messageId",
    "The file of a message that she is writing: the body is its bytes",
    {
      whose: "owner",
      answer: FileChosen,
    },
  ),
  rule("post", "/sessions/:id/files/:messageId", "A link to a file of hers, on the record", {
    whose: "attending",
    body: Nothing,
    answer: FileLink,
  }),
  rule("get", "/sessions/:id/files/:messageId", "The file, with the link's permit", {
    whose: "attending",
    answer: null,
  }),
  rule("post", "/sessions/:id/typing", "She is writing an answer", {
    whose: "owner",
    body: Nothing,
    answer: null,
  }),
  rule("post", "/sessions/:id/seen", "Her messages were on the screen", {
    whose: "owner",
    body: MarkSeen,
    answer: null,
  }),
];

const ruleOf = ({ handle: _handle, ...rest }: Endpoint): RouteRule => rest;

/** Every route of the desk with its rule; the matrix of the tests and OpenAPI are made from it. */
export const rules: readonly RouteRule[] = [...attending, ...endpoints.map(ruleOf)];
