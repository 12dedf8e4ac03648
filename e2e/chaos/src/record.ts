import { messageContext } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import type { Stack } from "@liss/local/stack";
import { fileKeyProvider, openVault, type VaultTables } from "@liss/vault";
import pg from "pg";

/** What each of the databases has of her messages. One entry per row: what is there twice is twice in the list. */
export type Record = {
  /** Ids of messages that the gateway has interpreted. */
  interpreted: string[];
  /** Ids of messages on the timeline of a session, and their texts. */
  timeline: { messageId: string; text: string }[];
  /** Ids of messages whose arrival the audit has written down, and of those that it saw on a timeline. */
  audited: string[];
  auditedOnTimeline: string[];
  /** Events that a service gave up on. */
  deadLetters: number;
  /** Deliveries that the gateway could not interpret. */
  notInterpreted: number;
};

/** Reads the four databases behind the services' backs. Texts that were opened before are remembered. */
export function recordReader(stack: Stack) {
  const keys = openDatabase<VaultTables>({ url: stack.postgresUrl("vault"), name: "chaos" });
  const vault = openVault({ db: keys, keys: fileKeyProvider(stack.keyFile) });
  const known = new Map<string, string>();

  async function query<Row extends object>(database: string, text: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: stack.postgresUrl(database) });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async function timeline() {
    const rows = await query<{ id: string; content_key_id: string; content_box: Buffer }>(
      "routing",
      "select id, content_key_id, content_box from messages where direction = 'in'",
    );
    const texts = [];
    for (const { id, content_key_id: keyId, content_box } of rows) {
      let text = known.get(id);
      if (text === undefined) {
        const plaintext = await vault.open(
          { keyId, box: content_box.toString("base64") },
          messageContext(id),
        );
        text = (JSON.parse(plaintext.toString("utf8")) as { text?: string }).text ?? "";
        known.set(id, text);
      }
      texts.push({ messageId: id, text });
    }
    return texts;
  }

  const auditedAs = async (type: string) =>
    (
      await query<{ message_id: string }>(
        "audit",
        `select mentions.message_id from entries join mentions on mentions.entry_index = entries.index
          where entries.type = '${type}'`,
      )
    ).map(({ message_id }) => message_id);
  const countOf = async (database: string, what: string) =>
    (await query<{ count: number }>(database, `select count(*)::int as count from ${what}`))[0]?.count ?? 0;

  return {
    async read(): Promise<Record> {
      const interpreted = await query<{ message_id: string }>(
        "gateway",
        "select message_id from inbound_messages",
      );
      const unresolved = "dead_letters where resolved_at is null";
      const deadLetters = await Promise.all(
        ["gateway", "triage", "bot", "routing"].map((database) => countOf(database, unresolved)),
      );
      return {
        interpreted: interpreted.map(({ message_id }) => message_id),
        timeline: await timeline(),
        audited: await auditedAs("channel.message-received"),
        auditedOnTimeline: await auditedAs("routing.message-recorded"),
        deadLetters: deadLetters.reduce((sum, count) => sum + count, 0),
        notInterpreted: await countOf(
          "gateway",
          "raw_deliveries where state in ('failed', 'not-understood')",
        ),
      };
    },
    async close(): Promise<void> {
      vault.close();
      await keys.destroy();
    },
  };
}
