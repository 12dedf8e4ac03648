import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doors } from "./attack.ts";
import { attackDoor } from "./campaign.ts";
import { type Ground, startGround } from "./ground.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
});
afterAll(() => ground?.stop());

describe("hostile requests", () => {
  test.each(doors)("at the %s: two hundred and more, and none succeeds", async (door) => {
    const outcomes = await attackDoor(ground, door, { seed: 1, most: 400 });
    expect(outcomes.filter(({ reached }) => reached !== undefined)).toEqual([]);
    expect(outcomes.length).toBeGreaterThanOrEqual(200);
  });
});
