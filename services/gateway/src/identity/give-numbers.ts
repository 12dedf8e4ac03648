import { NumberAnswer, NumberQuestion, NumberRevealed, numberSubject } from "@liss/contracts";
import { appendEvents, type Bus } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import { sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayDatabase } from "../database/tables.ts";
import { gatewayEvent } from "../events.ts";

type GiveOptions = { bus: Bus; db: GatewayDatabase; logger: Logger; now: () => Date; onEvents: () => void };

/** Replicas share the questions. */
const group = "gateway";

/**
 * Gives a number, sealed, to executive-routing, which has made sure that whoever asks may have it; only it may publish
 * the subject. What cannot be written down is not given.
 * @returns stops listening.
 */
export function giveNumbers(options: GiveOptions): () => void {
  const { bus, logger } = options;
  const subscription = bus.connection.subscribe(numberSubject, {
    queue: group,
    callback: (error, message) => {
      if (error) return logger.warn({ err: error }, "questions for a number cannot be heard");
      answer(message.string(), options)
        .then((said) => message.respond(JSON.stringify(NumberAnswer.parse(said))))
        .catch((failure: unknown) => logger.error({ err: failure }, "a number was not given"));
    },
  });
  return () => subscription.unsubscribe();
}

async function answer(text: string, { db, now, onEvents }: GiveOptions): Promise<NumberAnswer> {
  const { contactId, sessionId, personId, role, purpose } = NumberQuestion.parse(JSON.parse(text));
  const given = await db.transaction().execute(async (tx): Promise<NumberAnswer> => {
    const contact = await tx
      .selectFrom("contacts")
      .select(["phone_key_id", "phone_box"])
      .where("id", "=", contactId)
      .executeTakeFirst();
    if (!contact?.phone_key_id || !contact.phone_box) return { is: "unknown" };
    const about = {
      now: now(),
      contactId,
      sessionId,
      actor: { kind: "person", id: personId, role } as const,
    };
    await appendEvents(tx, [gatewayEvent(NumberRevealed, about, { personId, purpose })]);
    return { is: "sealed", number: sealedFrom(contact.phone_key_id, contact.phone_box) };
  });
  onEvents();
  return given;
}
