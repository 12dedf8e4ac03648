import { expect, test } from "vitest";
import { readDirectory } from "./directory-csv.ts";

const header = "kind,name,region,commune,phone,hours,address,verified_on";

test("lines that fit count, the others are told by line and field", () => {
  const { rows, problems } = readDirectory(
    [
      header,
      "women-centre,Centro Inventado Norte,Tarapacá,Villa Ficticia,+56 2 0000 0000,L-V 9-18,Calle Inventada 1,2026-10-01",
      "castle,Castillo,Tarapacá,Villa Ficticia,,,,2026-10-01",
      'health,"Posta Ficticia, rural",Ñuble,Pueblo Inventado,,,,ayer',
      'health,"Posta Ficticia, rural",Ñuble,Pueblo Inventado,,,,2026-10-02',
    ].join("\n"),
  );
  expect(rows.map(({ name }) => name)).toEqual(["Centro Inventado Norte", "Posta Ficticia, rural"]);
  expect(problems).toEqual([
    { line: 3, field: "kind" },
    { line: 4, field: "verified_on" },
  ]);
});

test("semicolons and a byte-order mark, as spreadsheets write them", () => {
  const csv = `\uFEFF${header.replaceAll(",", ";")}\r\npolice;Comisaría Ficticia;Maule;Villa Ficticia;133;;;2026-10-01\r\n`;
  expect(readDirectory(csv).rows).toMatchObject([{ kind: "police", phone: "133" }]);
});

test("the address of a shelter is not kept, whoever wrote it in the file", () => {
  const csv = `${header}\nshelter,Residencia Inventada,Maule,Villa Ficticia,,,Calle Secreta 1,2026-10-01`;
  expect(readDirectory(csv).rows[0]?.address).toBeUndefined();
});

test("what is no CSV is one problem, not a crash", () => {
  expect(readDirectory('kind,name\n"unclosed').problems).toEqual([{ line: 1, field: "file" }]);
});
