import { randomBytes } from "node:crypto";
import { openDatabase } from "@liss/database";
import { type PhoneWithConversation, startSimulator } from "@liss/simulator";
import { openVault, parseKey, type VaultTables } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { boxOf } from "../database/sealed-columns.ts";
import type { GatewayTables } from "../database/tables.ts";
import { blindIndexes } from "../identity/blind-indexes.ts";
import { contactBook } from "../identity/contacts.ts";
import { freshDatabases } from "./bench.test-support.ts";
import type { SenderSettings } from "./dispatcher-process.test-support.ts";
import { phoneNumberId } from "./payloads.test-support.ts";

/** A simulator, women who have just written, and all that senders in processes of their own need. */
export async function startSendersBench(women: number) {
  const databases = await freshDatabases();
  // Its webhooks have nowhere to go: what became of a message is asked of the simulator itself.
  const simulator = await startSimulator({ webhookUrl: "http://127.0.0.1:9/webhook", phoneNumberId });
  const key = () => randomBytes(32).toString("base64");
  const settings: SenderSettings = {
    databaseUrl: databases.own.url,
    vaultUrl: databases.keys.url,
    keyEncryptionKey: key(),
    blindIndexKey: key(),
    graphUrl: simulator.url,
    accessToken: simulator.line.accessToken,
    phoneNumberId,
    timeoutMs: 400,
    abandonedAfterMs: 900,
  };
  const db = openDatabase<GatewayTables>({ url: databases.own.url, name: "test" });
  const keys = openDatabase<VaultTables>({ url: databases.keys.url, name: "test" });
  const vault = openVault({ db: keys, keyEncryptionKey: parseKey(settings.keyEncryptionKey) });
  const contacts = contactBook({ vault, indexes: blindIndexes(parseKey(settings.blindIndexKey)) });

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${simulator.url}/control${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return (await response.json()) as T;
  }

  const phones = Array.from({ length: women }, (_, at) => `5690000${String(1_000 + at)}`);
  const contactIds: string[] = [];
  for (const phone of phones) {
    await control("POST", "/phones", { id: phone });
    await control("POST", `/phones/${phone}/messages`, { type: "text", text: "hola" });
    const { contactId } = await db.transaction().execute((tx) => contacts.resolve(tx, { phone }, new Date()));
    const window = { contact_id: contactId, phone_number_id: phoneNumberId, last_inbound_at: new Date() };
    await db.insertInto("windows").values(window).execute();
    contactIds.push(contactId);
  }
  let asked = 0;

  return {
    simulator,
    settings,
    control,
    phones,
    /** One more text, to each of the women in turn. */
    async ask(): Promise<void> {
      const contactId = contactIds[asked % contactIds.length] ?? "";
      const messageId = uuidv7();
      const content = JSON.stringify({ kind: "text", text: `texto ${asked}` });
      asked += 1;
      const sealed = await vault.seal(`contact:${contactId}`, `message:${messageId}`, content);
      const now = new Date();
      await db
        .insertInto("outgoing_messages")
        .values({
          message_id: messageId,
          contact_id: contactId,
          session_id: null,
          author: "executive",
          kind: "text",
          content_key_id: sealed.keyId,
          content_box: boxOf(sealed),
          requested_at: now,
          heard_until: null,
          recorded_at: now,
          sort_at: now,
          previous_message_id: null,
          reply_to: null,
          carried_by: null,
          uploaded_media: null,
          uploaded_at: null,
          dispatch: "queued",
          attempts: 0,
          next_attempt_at: now,
          attempting_since: null,
          state: "queued",
          state_at: now,
          reason_code: null,
          phone_number_id: phoneNumberId,
          wamid_index: null,
          wamid_key_id: null,
          wamid_box: null,
        })
        .execute();
    },
    rows: async () =>
      await db
        .selectFrom("outgoing_messages")
        .select(["message_id", "state", "dispatch", "attempts"])
        .execute(),
    /** The texts on one phone, in the order of its screen. */
    async textsOn(phone: string): Promise<string[]> {
      type Shown = { phone: PhoneWithConversation };
      const { conversation } = (await control<Shown>("GET", `/phones/${phone}`)).phone;
      return conversation.flatMap(({ direction, content }) =>
        direction === "in" && content.kind === "text" ? [content.text] : [],
      );
    },
    async stop(): Promise<void> {
      await simulator.stop();
      vault.close();
      await Promise.all([db.destroy(), keys.destroy()]);
      await Promise.all([databases.own.drop(), databases.keys.drop()]);
    },
  };
}
