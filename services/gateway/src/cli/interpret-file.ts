import { interpretBody } from "../interpret/body.ts";
import type { Item, Sender } from "../interpret/item.ts";
import { isFields } from "../interpret/reading.ts";
import { type Body, bodiesIn } from "./bodies.ts";

/** One line of `whatsapp:interpret`. The table of kinds is in the gateway's README. */
export type Line = {
  file: string;
  /** WhatsApp's field (`messages`, `account_update`…); empty when the body does not say. */
  field: string;
  kind: string;
  contact: { phone?: string; bsuid?: string; username?: string };
  /** WhatsApp's own id, as in the file. */
  messageId?: string;
  text?: string;
  status?: string;
  note?: string;
};

/** Every item of every body in a file, in order. Never throws. */
export function interpretFile(file: string, bytes: Uint8Array): Line[] {
  const bodies = bodiesIn(bytes);
  return bodies.flatMap((body) => linesOf(file, body));
}

function linesOf(file: string, body: Body): Line[] {
  const bare = (kind: string, note: string): Line => ({ file, field: "", kind, contact: {}, note });
  if ("problem" in body) return [bare("malformed", body.problem)];
  const { refused, items } = interpretBody(body.json);
  if (refused) return [refusedLine(body.json, bare)];
  if (items.length === 0) return [bare("malformed", "a body with nothing in it")];
  return items.map((item) => withoutGaps({ file, field: item.field, ...lineOf(item) }));
}

function refusedLine(json: unknown, bare: (kind: string, note: string) => Line): Line {
  if (isFields(json) && typeof json.object === "string") {
    return bare("unknown", `object ${json.object.slice(0, 100)} is not WhatsApp's`);
  }
  return bare("malformed", "not a webhook body of WhatsApp's");
}

type Told = Omit<Line, "file" | "field">;

function lineOf(item: Item): Told {
  const { text, note } = item;
  switch (item.kind) {
    case "message":
      return {
        kind: item.documented ? `message.${item.type}` : "unknown",
        contact: contactOf(item.sender),
        ...(!item.withoutId && { messageId: item.wamid }),
        ...words(text, note),
      };
    case "revoke":
      return {
        kind: "message.revoke",
        contact: contactOf(item.sender),
        ...idOf(item.wamid),
        ...words(text, note),
      };
    case "status":
      return {
        kind: `status.${item.state}`,
        contact: contactOf(item.recipient),
        messageId: item.wamid,
        status: item.state,
        ...words(text, note),
      };
    case "identity": {
      // Who she is from now on; what is not said anew has stayed.
      const { before, now } = item;
      const phone = now.phone ?? before.phone;
      const bsuid =
        now.bsuid ?? (now.phone === undefined || now.phone === before.phone ? before.bsuid : undefined);
      const contact = contactOf({ phone, bsuid, username: now.username });
      return { kind: `identity.${item.word}`, contact, ...idOf(item.wamid), ...words(text, note) };
    }
    case "account":
      return { kind: `account.${item.event}`, contact: contactOf(item.contact), ...words(text, note) };
    case "notice":
      return {
        kind: item.event === "request_welcome" ? "message.request_welcome" : "unknown",
        contact: contactOf(item.contact),
        ...idOf(item.wamid),
        ...words(text, note),
      };
    case "echo":
    case "group":
      return { kind: item.kind, contact: contactOf(item.contact), ...idOf(item.wamid), ...words(text, note) };
    case "not-understood":
      return {
        kind: item.reason === "unknown-field" ? "unknown" : "malformed",
        contact: contactOf(item.contact),
        ...idOf(item.wamid),
        ...words(text, note),
      };
  }
}

function words(text: string | undefined, note: string | undefined) {
  return { ...(text !== undefined && { text }), ...(note !== undefined && { note }) };
}

/** Ids that we made up for messages that came without one are ours, not the file's. */
function idOf(wamid: string | undefined) {
  return wamid === undefined || wamid.startsWith("none:") ? {} : { messageId: wamid };
}

function contactOf(sender: Sender | undefined): Line["contact"] {
  const { phone, bsuid, username } = sender ?? {};
  return {
    ...(phone !== undefined && { phone }),
    ...(bsuid !== undefined && { bsuid }),
    ...(username !== undefined && { username }),
  };
}

/** The order in which a line is read: whose, what, which, the words. */
function withoutGaps({ file, field, kind, contact, messageId, text, status, note }: Line): Line {
  return {
    file,
    field,
    kind,
    contact,
    ...(messageId !== undefined && { messageId }),
    ...(text !== undefined && { text }),
    ...(status !== undefined && { status }),
    ...(note !== undefined && { note }),
  };
}
