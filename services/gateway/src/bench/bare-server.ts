import { createHmac, createSecretKey, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openDatabase } from "@liss/database";
import { groupCommit } from "../receive/group-commit.ts";

/**
 * What the gateway is measured against: nothing but node:http, a signature over the raw bytes, JSON.parse, and the
 * same bytes committed to the same Postgres. BENCH_GROUPED=1: concurrent requests share a commit, with the gateway's
 * own grouping; otherwise one insert per request.
 */
const { BENCH_DATABASE_URL: url, BENCH_SECRET: secret, BENCH_GROUPED: grouped } = process.env;
const key = createSecretKey(Buffer.from(secret ?? ""));
// The gateway receives over two connections; one insert per request gets as many as help it.
const { pool } = openDatabase({ url: url ?? "", name: "bare", poolSize: grouped ? 2 : 10 });

type Stored = { id: string; body: Buffer };
const deliveries = groupCommit<Stored>({
  write: async (rows) => {
    await pool.query({
      name: "many",
      text: "insert into bodies (id, received_at, size, body) select id, now(), size, body from unnest($1::uuid[], $2::int[], $3::bytea[]) as n(id, size, body)",
      values: [rows.map(({ id }) => id), rows.map(({ body }) => body.length), rows.map(({ body }) => body)],
    });
  },
  bytesOf: ({ body }) => body.length,
});

async function store(body: Buffer): Promise<void> {
  const id = randomUUID();
  if (grouped) return await deliveries.submit({ id, body });
  const text = "insert into bodies (id, received_at, size, body) values ($1, now(), $2, $3)";
  await pool.query({ name: "one", text, values: [id, body.length, body] });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const given = Buffer.from(String(request.headers["x-hub-signature-256"]).slice(7), "hex");
    const digest = createHmac("sha256", key).update(body).digest();
    const answer = (status: number) => response.writeHead(status, { "content-length": 0 }).end();
    if (given.length !== digest.length || !timingSafeEqual(given, digest)) return answer(401);
    JSON.parse(body.toString("utf8"));
    store(body).then(
      () => answer(200),
      () => answer(503),
    );
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
