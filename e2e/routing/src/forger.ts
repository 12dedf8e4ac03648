import { contactScope, messageContext, ReplyProposed } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import type { Stack } from "@liss/local/stack";
import { connectBus } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { fileKeyProvider, openVault, type VaultTables } from "@liss/vault";
import type pg from "pg";
import { v7 as uuidv7 } from "uuid";

/**
 * A robot out of its mind, with the bot's own rights at the broker: proposes messages in any session, under
 * delegations that are over, another session's, or invented. None of them may reach her.
 */
export async function startForger(stack: Stack, database: pg.Pool) {
  const keys = openDatabase<VaultTables>({ url: stack.postgresUrl("vault"), name: "forger", poolSize: 2 });
  const vault = openVault({ db: keys, keys: fileKeyProvider(stack.keyFile) });
  const bus = await connectBus({
    url: stack.natsUrl,
    user: "bot",
    password: stack.secrets.nats.bot,
    service: "bot",
    logger: createLogger("bot"),
  });
  let proposed = 0;
  let stopped = false;

  async function propose(): Promise<void> {
    const { rows } = await database.query<{ id: string; contact_id: string }>(
      "select id, contact_id from sessions order by random() limit 1",
    );
    const past = await database.query<{ id: string }>(
      "select data->>'delegationId' as id from session_events where type = 'delegated' order by random() limit 1",
    );
    const session = rows[0];
    if (!session) return;
    const messageId = uuidv7();
    const plain = JSON.stringify({ kind: "text", text: "esto no debe salir" });
    const content = await vault.seal(contactScope(session.contact_id), messageContext(messageId), plain);
    const event = ReplyProposed.create({
      id: uuidv7(),
      source: "bot",
      occurredAt: new Date().toISOString(),
      actor: { kind: "robot" },
      contactId: session.contact_id,
      sessionId: session.id,
      data: {
        messageId,
        delegationId: (Math.random() < 0.5 ? past.rows[0]?.id : undefined) ?? uuidv7(),
        kind: "text",
        content,
        topic: "denunciar",
        contentVersion: "forged",
      },
    });
    await bus.jetstream.publish(ReplyProposed.subject, JSON.stringify(event), { msgID: event.id });
    proposed += 1;
  }

  const running = (async () => {
    while (!stopped) {
      await propose().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    proposed: () => proposed,
    stop: async () => {
      stopped = true;
      await running;
      await bus.drain();
      vault.close();
      await keys.destroy();
    },
  };
}
