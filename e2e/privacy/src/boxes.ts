import { messageContext, parseEnvelope, type Sealed } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import type { Stack } from "@liss/local/stack";
import { connectBus } from "@liss/messaging";
import { fileKeyProvider, openVault, type VaultTables } from "@liss/vault";
import pg from "pg";

/** A sealed box with the place that it opens in. */
export type Box = { sealed: Sealed; context: string; from: string };

/** Every box of the contact that can be named: in the tables of four services, in the stream, in its raw deliveries. */
export async function boxesOf(stack: Stack, contactId: string): Promise<Box[]> {
  const boxes: Box[] = [];
  const collect = async (database: string, query: string, contextOf: (id: string) => string) => {
    const client = new pg.Client({ connectionString: stack.postgresUrl(database) });
    await client.connect();
    const { rows } = await client.query<{ id: string; key_id: string; box: Buffer }>(
      query,
      query.includes("$1") ? [contactId] : [],
    );
    await client.end();
    for (const { id, key_id, box } of rows)
      boxes.push({
        sealed: { keyId: key_id, box: box.toString("base64") },
        context: contextOf(id),
        from: `${database}: ${query.split(" from ")[1]?.split(" ")[0]}`,
      });
  };
  const hers = "session_id in (select id from sessions where contact_id = $1)";
  await collect(
    "routing",
    `select id, content_key_id as key_id, content_box as box from messages where ${hers}`,
    messageContext,
  );
  await collect(
    "routing",
    `select id, content_key_id as key_id, content_box as box from notes where ${hers}`,
    (id) => `note:${id}`,
  );
  await collect(
    "routing",
    `select session_id as id, key_id, box from word_salts where ${hers}`,
    (id) => `word-salt:${id}`,
  );
  await collect(
    "routing",
    "select field as id, content_key_id as key_id, content_box as box from case_facts where contact_id = $1",
    (field) => `fact:${contactId}:${field}`,
  );
  await collect(
    "gateway",
    "select message_id as id, wamid_key_id as key_id, wamid_box as box from inbound_messages where contact_id = $1",
    (id) => `wamid:${id}`,
  );
  await collect(
    "gateway",
    "select message_id as id, content_key_id as key_id, content_box as box from outgoing_messages where contact_id = $1",
    messageContext,
  );
  await collect(
    "gateway",
    "select id::text, phone_key_id as key_id, phone_box as box from contacts where id = $1 and phone_box is not null",
    (id) => `contact:${id}:phone`,
  );
  await collect("gateway", "select id, key_id, box from raw_deliveries", (id) => `raw-delivery:${id}`);
  await collect(
    "triage",
    "select m.id, m.key_id, m.box from messages m join conversations c using (session_id) where c.contact_id = $1",
    messageContext,
  );
  return [...boxes, ...(await boxesInStream(stack, contactId))];
}

async function boxesInStream(stack: Stack, contactId: string): Promise<Box[]> {
  const logger = { info() {}, warn() {}, error() {}, debug() {} };
  const bus = await connectBus({
    url: stack.natsUrl,
    user: "admin",
    password: stack.secrets.nats.admin,
    service: "admin",
    logger: logger as never,
  });
  const boxes: Box[] = [];
  const consumer = await bus.jetstream.consumers.get("liss", {
    filter_subjects: ["channel.>", "bot.>", "routing.>"],
  });
  const { num_pending } = await consumer.info();
  for await (const message of await consumer.fetch({
    max_messages: Math.max(1, num_pending),
    expires: 3_000,
  })) {
    const parsed = parseEnvelope(message.subject, message.data);
    if (!parsed.ok || parsed.event.contactId !== contactId) continue;
    const { content, messageId } = parsed.event.data as { content?: Sealed; messageId?: string };
    if (content && messageId)
      boxes.push({ sealed: content, context: messageContext(messageId), from: "stream" });
  }
  await bus.drain();
  return boxes;
}

/** How many of them open with these keys, by where they come from. A fresh process: nothing is remembered. */
export async function openable(
  boxes: readonly Box[],
  vaultUrl: string,
  keyFile: string,
): Promise<{ count: number; from: Record<string, number>; texts: string[] }> {
  const keys = openDatabase<VaultTables>({ url: vaultUrl, name: "privacy sweep", poolSize: 2 });
  const vault = openVault({ db: keys, keys: fileKeyProvider(keyFile) });
  const from: Record<string, number> = {};
  const texts: string[] = [];
  for (const { sealed, context, from: place } of boxes) {
    const plain = await vault.open(sealed, context).catch(() => undefined);
    if (!plain) continue;
    from[place] = (from[place] ?? 0) + 1;
    texts.push(plain.toString("utf8"));
  }
  vault.close();
  await keys.destroy();
  return { count: texts.length, from, texts };
}
