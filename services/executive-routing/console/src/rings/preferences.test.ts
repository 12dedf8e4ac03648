import { expect, test } from "vitest";
import { readPreferences } from "./preferences.ts";

test("what cannot be read is as on the first day: it rings", () => {
  for (const text of [null, "", "{", "3", '{"volume":"alto"}', '{"volume":7}'])
    expect(readPreferences(text)).toEqual({ volume: 0.6, quiet: false });
});

test("what she chose stays", () => {
  expect(readPreferences('{"volume":0,"quiet":true}')).toEqual({ volume: 0, quiet: true });
});
