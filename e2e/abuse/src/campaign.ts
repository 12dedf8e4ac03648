import { type Attack, type Door, type Outcome, seeded, shuffled } from "./attack.ts";
import { auditAttacks } from "./attacks/audit.ts";
import { deskAttacks } from "./attacks/desk.ts";
import { identityAttacks } from "./attacks/identity.ts";
import { mediaAttacks } from "./attacks/media.ts";
import { socketAttacks } from "./attacks/socket.ts";
import { webhookAttacks } from "./attacks/webhook.ts";
import type { Ground } from "./ground.ts";
import { startHostileGraph } from "./hostile-graph.ts";
import { changedBetween, pictureOf, storedDeliveries } from "./untouched.ts";

/** How many are tried at the same time: as somebody with a script would, and within what the tests' machine carries. */
const atOnce = 8;

/**
 * Attacks one door and looks afterwards at the tables: something that was refused in words and done all the same is a
 * success of the attacker too.
 */
export async function attackDoor(
  ground: Ground,
  door: Door,
  { seed, most = Number.POSITIVE_INFINITY }: { seed: number; most?: number },
): Promise<Outcome[]> {
  const random = seeded(seed);
  const { attacks: all, stop } = await attacksOn(door, ground, random);
  const attacks = shuffled(all, random).slice(0, most);
  const before = await settled(ground);
  const outcomes: Outcome[] = [];
  // Guessing stops its address for minutes, and what the house itself does for an attack changes the tables: last.
  const isLast = ({ kind, name }: Attack) => kind === "guessing" || name.includes("table of emergencies");
  const first = attacks.filter((attack) => !isLast(attack));
  await inTurns(first, door, outcomes);
  const after = await settled(ground);
  const allowed = allowedChanges[door] ?? [];
  for (const name of changedBetween(before, after).filter((change) => !allowed.includes(change)))
    outcomes.push({
      door,
      kind: "bad-input",
      name: "what is in the tables afterwards",
      reached: `${name} changed`,
    });
  const deliveries = await storedDeliveries(ground.stack);
  await inTurns(attacks.filter(isLast), door, outcomes);
  if (door !== "audit-api" && (await storedDeliveries(ground.stack)) !== deliveries)
    outcomes.push({ door, kind: "broken-auth", name: "deliveries afterwards", reached: "more were stored" });
  await stop();
  return outcomes;
}

/** What the true acts that are replayed change by themselves: Ana's own answer, the first message of a woman. */
const allowedChanges: Partial<Record<Door, string[]>> = {
  "desk-api": ["routing: sessions", "routing: messages", "gateway: messages to her"],
  "gateway-webhook": [
    "gateway: messages of hers",
    "gateway: contacts",
    "routing: sessions",
    "routing: messages",
  ],
};

async function attacksOn(door: Door, ground: Ground, random: () => number) {
  const stop = async () => {};
  switch (door) {
    case "gateway-webhook":
      return { attacks: webhookAttacks(ground), stop };
    case "gateway-media": {
      const graph = await startHostileGraph(ground);
      return { attacks: mediaAttacks(ground, graph, random), stop: graph.stop };
    }
    case "desk-api":
      return { attacks: deskAttacks(ground, random), stop };
    case "desk-socket":
      return { attacks: socketAttacks(ground), stop };
    case "audit-api":
      return { attacks: auditAttacks(ground, random), stop };
    case "identity":
      return { attacks: identityAttacks(ground, random), stop };
  }
}

async function inTurns(attacks: readonly Attack[], door: Door, outcomes: Outcome[]): Promise<void> {
  const waiting = [...attacks];
  // Those at files share one hostile server that says one lie at a time.
  const hands = door === "gateway-media" ? 1 : atOnce;
  await Promise.all(
    Array.from({ length: hands }, async () => {
      for (let attack = waiting.shift(); attack; attack = waiting.shift()) {
        const { kind, name, run } = attack;
        const reached = await run().catch((error: unknown) => `could not be tried: ${String(error)}`);
        outcomes.push({ door, kind, name, reached });
      }
    }),
  );
}

/**
 * The picture once nothing moves any more, twice in a row: what was true and under way before an attack is not its doing,
 * nor is what WhatsApp still says of an answer that was truly sent.
 */
async function settled({ stack }: Ground) {
  const look = async () => ({ picture: await pictureOf(stack), deliveries: await storedDeliveries(stack) });
  let before = await look();
  let quiet = 0;
  for (let looks = 0; looks < 30 && quiet < 2; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const now = await look();
    const isSame =
      now.deliveries === before.deliveries && changedBetween(before.picture, now.picture).length === 0;
    quiet = isSame ? quiet + 1 : 0;
    before = now;
  }
  return before.picture;
}
