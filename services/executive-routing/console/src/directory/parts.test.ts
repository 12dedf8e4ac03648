import { expect, test } from "vitest";
import { textOf } from "./file-text.ts";
import { partsOf } from "./parts.ts";

const header = "tipo;nombre\n";

test("what is short is one piece, as it is", () => {
  expect(partsOf(`${header}salud;Posta\n`)).toEqual([{ csv: `${header}salud;Posta\n`, before: 0 }]);
  expect(partsOf("")).toEqual([{ csv: "", before: 0 }]);
});

test("what is long is cut between records, each piece with the header and the number of lines before it", () => {
  const records = ["salud;Posta Uno\n", 'salud;"Posta\nDos"\n', "salud;Posta Tres"];
  const parts = partsOf(header + records.join(""), 40);
  expect(parts.map(({ csv }) => csv)).toEqual([
    header + records[0],
    header + records[1],
    header + records[2],
  ]);
  expect(parts.map(({ before }) => before)).toEqual([0, 1, 3]);
});

test("a record that is longer than a piece may be is a piece all the same", () => {
  expect(partsOf(`${header}salud;${"x".repeat(60)}\n`, 20)).toHaveLength(1);
});

test("the letters of Windows are read as what they are, those of UTF-8 too", () => {
  expect(textOf(new Uint8Array([0x52, 0x65, 0x67, 0x69, 0xf3, 0x6e]))).toBe("Región");
  expect(textOf(new TextEncoder().encode("Región"))).toBe("Región");
});
