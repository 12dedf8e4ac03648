import { expect, test } from "vitest";
import { hashPairs } from "../ledger/hash-pairs.ts";
import { sha256 } from "../ledger/sha256.ts";
import { concat, fromText } from "../proof/bytes.ts";
import { hashLeaf } from "../proof/hash.ts";
import { type Finding, verifyStretch } from "../proof/stretch.ts";
import { soundPart, takePart, takeSoundPart } from "./places.ts";

const entries = Array.from(
  { length: 5 },
  (_, nth) => `{"eventId":"e-${nth}","index":${40 + nth},"type":"a.b"}`,
);
const recorded = Buffer.from(concat(...entries.map((entry) => hashLeaf(sha256, fromText(entry)))));
const lines = () => Buffer.from(entries.map((entry) => `${entry}\n`).join(""));

/** What is found when a part is handed over that stands at `from`, under no signature. */
async function findings(from: number, hand: (stretch: ReturnType<typeof verifyStretch>) => Promise<void>) {
  const found: Finding[] = [];
  const stretch = verifyStretch({
    milestones: [],
    from,
    keys: [],
    hashPairs,
    found: (one) => void found.push(one),
  });
  await hand(stretch);
  await stretch.end();
  return found;
}

test("a sound part in the place of another is told entry by entry, also when only its hashes are left", async () => {
  const sound = soundPart(recorded, lines());
  expect(sound?.first).toBe(40);
  const byHashes = await findings(7, (stretch) => takeSoundPart(stretch, 7, sound!));
  expect(byHashes).toEqual([
    ...entries.map((_, nth) => ({ kind: "entry-misplaced", index: 7 + nth, says: 40 + nth })),
    { kind: "entries-not-signed", from: 7, to: 12 },
  ]);
  expect(await findings(7, (stretch) => takePart(stretch, 7, recorded, lines()))).toEqual(byHashes);
});

test("in its own place nothing is said of it but that nobody signed it", async () => {
  const unsigned = [{ kind: "entries-not-signed", from: 40, to: 45 }];
  expect(await findings(40, (stretch) => takePart(stretch, 40, recorded, lines()))).toEqual(unsigned);
  expect(await findings(40, (stretch) => takeSoundPart(stretch, 40, soundPart(recorded, lines())!))).toEqual(
    unsigned,
  );
});

test("hashing a part leaves its text as it was", () => {
  const text = lines();
  soundPart(recorded, text);
  expect(text).toEqual(lines());
});
