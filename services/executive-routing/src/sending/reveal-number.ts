import { NumberAnswer, type NumberQuestion, numberContext, numberSubject } from "@liss/contracts";
import type { Bus } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import { KeyDestroyed, type Vault } from "@liss/vault";

/** Her number in plain digits for one answer; nothing here keeps it. `unknown`: there is none to give. */
export type RevealNumber = (question: NumberQuestion) => Promise<string | "unknown" | "no-answer">;

/** The gateway answers in milliseconds; after this it is not there (ms). */
const patience = 3_000;

/** Over the broker, which lets nobody else ask. The gateway puts it on the record before it answers. */
export function revealNumberOver(bus: Bus, vault: Vault, logger: Logger): RevealNumber {
  return async (question) => {
    try {
      const reply = await bus.connection.request(numberSubject, JSON.stringify(question), {
        timeout: patience,
      });
      const answer = NumberAnswer.parse(reply.json());
      if (answer.is === "unknown") return "unknown";
      return (await vault.open(answer.number, numberContext(question.contactId))).toString("utf8");
    } catch (error) {
      if (error instanceof KeyDestroyed) return "unknown";
      logger.warn({ err: error }, "the gateway gave no number");
      return "no-answer";
    }
  };
}
