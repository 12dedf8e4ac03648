import { readdirSync, readFileSync } from "node:fs";
import { MessageContent } from "@liss/contracts";
import fc from "fast-check";
import { interpretFile } from "../cli/interpret-file.ts";
import { interpretBody, interpretBytes } from "../interpret/body.ts";
import type { Interpretation } from "../interpret/item.ts";

/** Meta's own examples, as text: each case begins with a fresh copy. */
const folder = new URL("../../fixtures/whatsapp/", import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

type Json = unknown;
type Node = { holder: Record<string, Json> | Json[]; key: string | number };

const good = (id: string) => ({
  from: "56900000777",
  id,
  timestamp: "1795467600",
  type: "text",
  text: { body: "una buena vecina" },
});

const strange = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    "",
    " ",
    "null",
    "0",
    "__proto__",
    "constructor",
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom<Json>(
    "messages",
    "statuses",
    "system",
    "edit",
    "revoke",
    "CL.1",
    "56911111111",
    "wamid.x",
    "131052",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 3_000 }).map((length) => "ñ".repeat(length)),
  fc.integer({ min: 1, max: 60 }).map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as Json),
);

const mutation = fc.record({
  where: fc.nat(),
  other: fc.nat(),
  what: fc.constantFrom("replace", "delete", "wrap", "unwrap", "repeat", "move", "rename", "number", "text"),
  value: strange,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function nodesOf(json: Json, found: Node[] = []): Node[] {
  if (typeof json !== "object" || json === null) return found;
  const holder = json as Node["holder"];
  for (const key of Object.keys(holder)) {
    found.push({ holder, key });
    nodesOf((holder as Record<string, Json>)[key], found);
  }
  return found;
}

const at = ({ holder, key }: Node): Json => (holder as Record<string | number, Json>)[key];
const put = ({ holder, key }: Node, value: Json) => {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
};

function mutate(json: Json, { where, other, what, value }: Mutation): void {
  const nodes = nodesOf(json);
  const node = nodes[where % Math.max(1, nodes.length)];
  const second = nodes[other % Math.max(1, nodes.length)];
  if (!node || !second) return;
  const current = at(node);
  // An object may have a `toString` of its own that is no function.
  const word = (part: Json) => (typeof part === "object" ? JSON.stringify(part) : String(part));
  const copy = (part: Json) => (part === undefined ? null : structuredClone(part));
  if (what === "replace") put(node, value);
  else if (what === "delete") delete (node.holder as Record<string | number, Json>)[node.key];
  else if (what === "wrap") put(node, Array.isArray(current) ? { 0: current } : [current]);
  else if (what === "unwrap")
    put(node, Array.isArray(current) ? current[0] : Object.values(current ?? {})[0]);
  else if (what === "repeat" && Array.isArray(node.holder)) node.holder.push(copy(current));
  else if (what === "move") put(node, copy(at(second)));
  else if (what === "rename" && !Array.isArray(node.holder))
    put({ holder: node.holder, key: word(value) }, current);
  else if (what === "number") put(node, Number(word(current)));
  else if (what === "text") put(node, JSON.stringify(current));
}

/** Puts good messages next to whatever the mutations left, wherever a list of messages still is one. */
function withNeighbours(json: Json, seed: number): string[] {
  const ids: string[] = [];
  const body = json as { object?: Json; entry?: Json };
  if (!Array.isArray(body.entry)) return ids;
  const add = (list: Json[]) => {
    const id = `wamid.GOOD${ids.length}`;
    list.splice(seed % (list.length + 1), 0, good(id));
    ids.push(id);
  };
  body.object = "whatsapp_business_account";
  for (const entry of body.entry as { changes?: Json }[]) {
    if (!Array.isArray(entry?.changes)) continue;
    for (const change of entry.changes as { value?: { messages?: Json } }[]) {
      const value = change?.value;
      if (typeof value === "object" && value !== null && Array.isArray(value.messages)) add(value.messages);
    }
  }
  const own = good("wamid.GOODOWN");
  ids.push(own.id);
  body.entry.push({ id: "1", changes: [{ field: "messages", value: { messages: [own] } }] });
  return ids;
}

/** What must hold of every interpretation, whatever it is of. */
function check({ items }: Interpretation, expected: readonly string[] = []): void {
  const found = new Map<string, string | undefined>();
  for (const item of items) {
    if (typeof item.path !== "string" || typeof item.field !== "string")
      throw new Error("an item without place");
    if (item.kind !== "message") continue;
    MessageContent.parse(item.content);
    if (item.content.kind === "text") found.set(item.wamid, item.content.text);
  }
  for (const id of expected) {
    if (found.get(id) !== "una buena vecina") throw new Error(`the good neighbour ${id} was lost`);
  }
}

function checkCommand(bytes: Uint8Array): void {
  for (const line of interpretFile("f", bytes)) {
    const { file, field, kind, contact } = JSON.parse(JSON.stringify(line)) as Record<string, Json>;
    const isShaped =
      file === "f" && typeof field === "string" && typeof contact === "object" && contact !== null;
    if (!isShaped || typeof kind !== "string" || !kindPattern.test(kind))
      throw new Error(`not a line: ${kind}`);
  }
}

const kindPattern = /^(message|status|identity|account)\.[\w.-]+$|^(echo|group|unknown|malformed)$/;

const mutated = fc.property(
  fc.nat(examples.length - 1),
  fc.array(mutation, { minLength: 1, maxLength: 8 }),
  fc.nat(1_000),
  (which, mutations, seed) => {
    const json = JSON.parse(examples[which] ?? "{}") as Json;
    for (const one of mutations) mutate(json, structuredClone(one));
    // As it would arrive: no part is in two places.
    const arrived = JSON.parse(JSON.stringify(json)) as Json;
    const expected = withNeighbours(arrived, seed);
    const text = JSON.stringify(arrived);
    check(interpretBody(JSON.parse(text)), expected);
    checkCommand(Buffer.from(text));
  },
);

const broken = fc.property(
  fc.nat(examples.length - 1),
  fc.array(fc.tuple(fc.nat(), fc.integer({ min: -1, max: 255 })), { maxLength: 12 }),
  fc.option(fc.nat(), { freq: 4 }),
  (which, changes, cut) => {
    const bytes = [...Buffer.from(examples[which] ?? "")];
    for (const [where, byte] of changes) {
      if (byte < 0) bytes.splice(where % bytes.length, 1);
      else bytes[where % bytes.length] = byte;
    }
    const given = Buffer.from(cut === null ? bytes : bytes.slice(0, cut % bytes.length));
    check(interpretBytes(given));
    checkCommand(given);
  },
);

const anything = fc.property(fc.jsonValue({ maxDepth: 5 }), strange, (json, value) => {
  check(interpretBody(json));
  const object = "whatsapp_business_account";
  const valued = {
    object,
    entry: [
      {
        changes: [
          { field: "messages", value: json },
          { field: value, value: json },
        ],
      },
    ],
  };
  check(interpretBody({ object, entry: json }));
  check(interpretBody(valued));
  checkCommand(Buffer.from(JSON.stringify([json, valued])));
});

export type FuzzResult = { cases: number; seed: number; seconds: number };

/**
 * Reads mutated real webhooks, broken bytes and arbitrary JSON. Nothing may throw, every message must fit the
 * contract, every line of the command its shape, and a good message next to a bad one must be whole.
 * @throws Error with the smallest counterexample.
 */
export function fuzzWebhooks(cases: number, seed = Date.now() & 0x7fffffff): FuzzResult {
  const startedAt = performance.now();
  const shares: [fc.IPropertyWithHooks<never>, number][] = [
    [mutated as never, Math.ceil(cases * 0.7)],
    [broken as never, Math.ceil(cases * 0.15)],
    [anything as never, Math.ceil(cases * 0.15)],
  ];
  let done = 0;
  for (const [property, numRuns] of shares) {
    fc.assert(property, { numRuns, seed });
    done += numRuns;
  }
  return { cases: done, seed, seconds: Math.round((performance.now() - startedAt) / 100) / 10 };
}
