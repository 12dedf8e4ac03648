import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toText } from "./bytes.ts";
import { canonicalBytes, type Json } from "./canonical.ts";

/** Source: RFC 8785 §3.2 and its companion test data (cyberphone/json-canonicalization, testdata). */
const vectors = [
  {
    name: "values",
    input: String.raw`{"numbers": [1E30, 4.50, 333333333.33333329, 2e-3, 0.000000000000000000000000001],
      "escaping": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
    output: String.raw`{"escaping":"€$\u000f\nA'B\"\\\\\"/","literals":[null,true,false],"numbers":[1e+30,4.5,333333333.3333333,0.002,1e-27]}`,
  },
  {
    name: "weird",
    input: String.raw`{"\u20ac": "Euro Sign", "1": "One", "\u0080": "Control\u007f", "\ud83d\ude02": "Smiley",
      "\u00f6": "Latin Small Letter O With Diaeresis", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "</script>": "Browser Challenge"}`,
    output: `{"1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😂":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}`,
  },
  {
    name: "structures",
    input: String.raw`{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { }}`,
    output: String.raw`{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}`,
  },
  {
    name: "french",
    input: `{"peach": "This sorting order", "péché": "is wrong according to French",
      "pêche": "but canonicalization MUST", "sin": "ingnore locale"}`,
    output: `{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ingnore locale"}`,
  },
];

describe("canonical JSON (RFC 8785)", () => {
  test.each(vectors)("the published vector $name", ({ input, output }) => {
    expect(toText(canonicalBytes(JSON.parse(input) as Json))).toBe(output);
  });

  test("the quick way and the library's give the same bytes, whatever the names and texts", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\\ud83d", "__proto__", "10", "toJSON"),
    );
    const json = fc.jsonValue({ stringUnit: "binary" });
    fc.assert(
      fc.property(fc.oneof(json, fc.dictionary(text, fc.oneof(json, text))), (value) => {
        expect(toText(canonicalBytes(value as Json))).toBe(canonicalize(value));
      }),
    );
  });

  test("a value without a canonical form is refused, not guessed", () => {
    expect(() => canonicalBytes({ number: Number.NaN })).toThrow();
    expect(() => canonicalBytes({ text: "\ud800" })).toThrow();
  });
});
