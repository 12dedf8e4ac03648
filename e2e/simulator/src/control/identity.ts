import { z } from "zod";
import type { Courier } from "../webhook/courier.ts";
import { common, messageUpdate, secondsOf } from "../webhook/update.ts";
import { newMessageId } from "../world/message-id.ts";
import { newBsuid } from "../world/phone.ts";
import { changed, type Phone, type World } from "../world/world.ts";

/** What may change about who she is on WhatsApp. */
export const IdentityChange = z.discriminatedUnion("change", [
  z.object({
    change: z.literal("number"),
    id: z
      .string()
      .regex(/^\d{8,15}$/)
      .describe("The digits of her new number; her BSUID changes with it"),
  }),
  z.object({ change: z.literal("bsuid") }).describe("WhatsApp gives her another one, and says so"),
  z.object({
    change: z.literal("username"),
    username: z
      .string()
      .regex(/^[\w.]{3,35}$/)
      .nullable()
      .describe("With one, her number travels in no webhook; null gives it up"),
  }),
]);
export type IdentityChange = z.infer<typeof IdentityChange>;

/**
 * Her number, BSUID or username changes, and Liss is told as WhatsApp tells it: a `system` message for the number, a
 * `user_id_update` for the BSUID, nothing for a username. Source: whatsapp-cloud-api.md §2.
 * @returns false when somebody else has that number.
 */
export function changeIdentity(
  world: World,
  courier: Courier,
  phone: Phone,
  change: IdentityChange,
): boolean {
  if (change.change === "username") {
    if (change.username === null) delete phone.username;
    else phone.username = change.username;
    changed(world, { about: "phones" });
    return true;
  }
  const before = { id: phone.id, bsuid: phone.bsuid };
  if (change.change === "number" && !renumber(world, phone, change.id)) return false;
  phone.bsuid = newBsuid();
  changed(world, { about: "phones" });
  if (change.change === "number") {
    const system = {
      type: "user_changed_number",
      body: `User changed from ${before.id} to ${phone.id}`,
      wa_id: phone.id,
      user_id: phone.bsuid,
    };
    const id = newMessageId(phone.id, "out");
    const update = messageUpdate(world, phone, { id, node: { type: "system", system } });
    const { contacts: _none, messages, ...value } = update.value as { messages: object[]; contacts: unknown };
    courier.take({
      ...update,
      value: {
        ...value,
        messages: messages.map((one) => ({ ...one, from: before.id, from_user_id: before.bsuid })),
      },
    });
    return true;
  }
  courier.take({
    on: "others",
    what: "user_id_update",
    field: "user_id_update",
    phoneId: phone.id,
    value: {
      ...common(world),
      user_id_update: [
        {
          ...(phone.username ? {} : { wa_id: phone.id }),
          detail: "User id was updated",
          user_id: { previous: before.bsuid, current: phone.bsuid },
          timestamp: secondsOf(world.now()),
        },
      ],
    },
  });
  return true;
}

function renumber(world: World, phone: Phone, id: string): boolean {
  if (world.phones.has(id)) return false;
  world.phones.delete(phone.id);
  phone.id = id;
  phone.number = `+${id}`;
  world.phones.set(id, phone);
  for (const message of phone.conversation) world.whereabouts.set(message.id, id);
  return true;
}
