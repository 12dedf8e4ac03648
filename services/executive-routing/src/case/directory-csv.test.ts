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
    { line: 3, field: "kind", fault: "unknown-kind" },
    { line: 4, field: "verified_on", fault: "not-a-date" },
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
  expect(readDirectory('kind,name\n"unclosed').problems).toEqual([
    { line: 1, field: "file", fault: "no-file" },
  ]);
});

test("columns and kinds in Spanish, and the day first, as spreadsheets here write them", () => {
  const csv = [
    "Tipo;Nombre;Región;Comuna;Teléfono;Horario;Dirección;Verificado el",
    "Centro de las Mujeres;Centro Inventado;Ñuble;Villa Ficticia;;;;1/10/2026",
    "Residencia transitoria;Residencia Inventada;Ñuble;Villa Ficticia;;;Calle Secreta 1;01-10-2026",
  ].join("\r\n");
  const { rows, problems } = readDirectory(csv);
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([
    { kind: "women-centre", verified_on: "2026-10-01" },
    { kind: "shelter", verified_on: "2026-10-01", address: undefined },
  ]);
});

test("what a line lacks, what is too long or too short in it, and what was there already are told apart", () => {
  const faultOf = (line: string) => readDirectory(`${header}\n${line}`).problems[0];
  expect(faultOf("health,,Maule,Villa Ficticia,,,,2026-10-01")).toEqual({
    line: 2,
    field: "name",
    fault: "missing",
  });
  expect(faultOf("health,Posta,M,Villa Ficticia,,,,2026-10-01")).toMatchObject({ fault: "too-short" });
  expect(faultOf(`health,Posta,Maule,Villa,${"9".repeat(41)},,,2026-10-01`)).toMatchObject({
    field: "phone",
    fault: "too-long",
  });
  const twice = ["Posta Ficticia", "posta ficticia"].map(
    (name) => `health,${name},Maule,Villa Inventada,,,,2026-10-01`,
  );
  const read = readDirectory([header, ...twice].join("\n"));
  expect(read.rows).toHaveLength(1);
  expect(read.problems).toEqual([{ line: 3, field: "name", fault: "repeated" }]);
});

test("a file without the columns that every service needs says which, once", () => {
  expect(readDirectory("nombre;comuna;tipo\nPosta;Villa;salud\n").problems).toEqual([
    { line: 1, field: "region", fault: "no-column" },
    { line: 1, field: "verified_on", fault: "no-column" },
  ]);
});
