import { expect, test } from "vitest";
import { graveOf, wellnessOf } from "./gravity.ts";
import { status } from "./texts.es-cl.ts";

const since = "2026-11-28T12:00:00.000Z";

test("what limps is one look away; what stops her work is said across the screen", () => {
  expect(wellnessOf({ troubles: [] })).toBe("well");
  expect(wellnessOf({ troubles: [{ kind: "line-limited", since }] })).toBe("trying");
  const both = {
    troubles: [
      { kind: "line-stopped" as const, since },
      { kind: "robot-away" as const, since },
    ],
  };
  expect(wellnessOf(both)).toBe("down");
  expect(graveOf(both).map(({ kind }) => kind)).toEqual(["line-stopped"]);
});

test("every trouble says what it means for her and for whoever attends", () => {
  for (const { name, her, you } of Object.values(status.kinds))
    for (const sentence of [name, her, you]) expect(sentence.length).toBeGreaterThan(10);
});
