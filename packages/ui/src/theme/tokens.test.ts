import { describe, expect, test } from "vitest";
import { contrast } from "./contrast.ts";
import { dark, light } from "./tokens.ts";

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s scheme", (_name, colours) => {
  const grounds = [colours.page, colours.surface, colours.raised];

  test.each(["text", "dimmed", "accentText", "good", "warning", "danger"] as const)(
    "%s reads on every ground (AA, 4.5:1)",
    (name) => {
      for (const ground of grounds) expect(contrast(colours[name], ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("white reads on the accent", () => {
    expect(contrast("#ffffff", colours.accent)).toBeGreaterThanOrEqual(4.5);
  });

  test("words and times read in every bubble", () => {
    for (const bubble of [colours.bubbleIn, colours.bubbleOut, colours.bubbleRobot]) {
      expect(contrast(colours.text, bubble)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.dimmed, bubble)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.evidence, bubble)).toBeGreaterThanOrEqual(3);
    }
  });

  test("notices read on their own ground", () => {
    expect(contrast(colours.warning, colours.warningGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.danger, colours.dangerGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.accentText, colours.accentGround)).toBeGreaterThanOrEqual(4.5);
  });

  test("the edge of a field is seen", () => {
    for (const ground of grounds) expect(contrast(colours.fieldBorder, ground)).toBeGreaterThanOrEqual(2.9);
  });

  test.each(Object.entries(colours.tiers))(
    "the tier %s keeps contrast: words 4.5:1, marks 3:1",
    (_tier, of) => {
      for (const ground of [...grounds, of.ground]) {
        expect(contrast(of.text, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of.mark, ground)).toBeGreaterThanOrEqual(3);
      }
    },
  );
});
