import { findMessage, touched } from "../world/phone.ts";
import { furthest } from "../world/status.ts";
import { changed, later, type World } from "../world/world.ts";
import { type Refusal, refusal } from "./errors.ts";
import { ReadMark } from "./message-shapes.ts";
import { refuseShape } from "./refuse-shape.ts";

/** The typing indicator lasts until the answer arrives or this long. Source: whatsapp-cloud-api.md §3. */
const typingMs = 25_000;

/** `{status: "read"}`: her messages up to that one get their coloured ticks; with `typing_indicator`, Liss is writing. */
export function markRead(
  world: World,
  body: unknown,
): { refused: Refusal } | { answer: Record<string, unknown> } {
  const mark = ReadMark.safeParse(body);
  if (!mark.success) return { refused: refuseShape(body, mark.error.issues) };
  const found = findMessage(world, mark.data.message_id);
  if (!found) return { refused: refusal(131009, "Param message_id is not a message of this number.") };
  const { phone, message } = found;
  for (const earlier of phone.conversation.slice(0, phone.conversation.indexOf(message) + 1)) {
    if (earlier.direction !== "out" || earlier.status === "pending") continue;
    if (earlier.status === "read") continue;
    earlier.status = furthest(earlier.status, "read");
    touched(world, phone, earlier);
  }
  if (mark.data.typing_indicator && phone.online) {
    const until = new Date(world.now().getTime() + typingMs).toISOString();
    phone.typingUntil = until;
    changed(world, { about: "phones" });
    later(world, typingMs, () => {
      if (phone.typingUntil !== until) return;
      delete phone.typingUntil;
      changed(world, { about: "phones" });
    });
  }
  return { answer: { success: true } };
}
