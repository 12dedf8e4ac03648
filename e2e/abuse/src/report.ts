import { type Door, doors, type Outcome } from "./attack.ts";
import { attackDoor } from "./campaign.ts";
import { startGround } from "./ground.ts";

/** `npm run abuse:report [-- SEED]`: attacks every door of a Liss of its own and tells what came of it. */
const seed = Number(process.argv[2] ?? 20_261_128);
const wanted = 200;

const ground = await startGround();
const outcomes: Outcome[] = [];
try {
  for (const door of doors) {
    outcomes.push(...(await attackDoor(ground, door, { seed })));
    tell(door);
  }
} finally {
  await ground.stop();
}

const succeeded = outcomes.filter(({ reached }) => reached !== undefined);

const goals = doors.flatMap((door) => {
  const tried = of(door).length;
  const reached = of(door).filter((outcome) => outcome.reached !== undefined).length;
  return [
    { name: `${door}: hostile requests`, value: tried, goal: `≥ ${wanted}`, met: tried >= wanted },
    { name: `${door}: succeeded`, value: reached, goal: "0", met: reached === 0 },
  ];
});
const figures = { seed, requests: outcomes.length, succeeded: succeeded.length, kinds: byKind() };
console.log(JSON.stringify({ command: "abuse:report", figures, goals }));
process.exit(goals.every(({ met }) => met) ? 0 : 1);

function of(door: Door): Outcome[] {
  return outcomes.filter((outcome) => outcome.door === door);
}

function tell(door: Door): void {
  const tried = of(door);
  const reached = tried.filter((outcome) => outcome.reached !== undefined);
  console.error(`${door}: ${tried.length} tried, ${reached.length} succeeded`);
  for (const { kind, name, reached: what } of reached.slice(0, 40))
    console.error(`  ${kind}: ${name}: ${what}`);
}

function byKind(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
