import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { DirectoryWrong, directoryColumns, placesNear, readDirectory } from "./directory.ts";
import { importDirectory } from "./import.ts";

const { places } = await loadKnowledge();
const row = (change: Partial<Record<string, string>> = {}): Record<string, string> => ({
  id: "uno",
  kind: "centro-de-las-mujeres",
  name: "Centro ficticio Uno",
  commune: "temuco",
  also_serves: "vilcun;freire",
  address: "Calle Inventada",
  phone: "000 000 001",
  hours: "",
  verified_on: "2026-11-28",
  expires: "2027-05-31",
  source: "nadie",
  fictional: "yes",
  ...change,
});
const csv = (...rows: Record<string, string>[]) =>
  [
    directoryColumns.join(","),
    ...rows.map((each) => directoryColumns.map((column) => each[column]).join(",")),
  ].join("\n");

describe("a wrong row is refused by its line", () => {
  test.each<[string, Partial<Record<string, string>>, RegExp]>([
    ["a commune that is none", { commune: "narnia" }, /line 2: "narnia" is no commune/],
    ["a served commune that is none", { also_serves: "temuco;narnia" }, /narnia/],
    ["a residence", { name: "Casa de acogida ficticia" }, /residence/],
    ["a fictional place that looks real", { name: "Centro Uno" }, /must say so/],
    ["a kind nobody knows", { kind: "refugio" }, /kind/],
    ["a telephone that is none", { phone: "llámame" }, /no telephone/],
    ["an end before its beginning", { expires: "2020-01-01" }, /before verified_on/],
  ])("%s", (_, change, problem) => expect(() => readDirectory(csv(row(change)), places)).toThrow(problem));
  test("the same id twice", () =>
    expect(() => readDirectory(csv(row(), row()), places)).toThrow(DirectoryWrong));
  test("a file that is no CSV", () =>
    expect(() => readDirectory('id,kind\n"x', places)).toThrow(DirectoryWrong));
});

describe("near her", () => {
  const entries = readDirectory(csv(row(), row({ id: "dos", commune: "angol", also_serves: "" })), places);
  const near = (id: string, fictional = true, now = "2026-12-01") => {
    const place = places.communes.get(id);
    if (!place) throw new Error(id);
    return placesNear(entries, places, place, { now: new Date(now), fictional }).map((entry) => entry.id);
  };
  test("her commune first, also when it is only served", () => {
    expect(near("temuco")).toEqual(["uno"]);
    expect(near("vilcun")).toEqual(["uno"]);
  });
  test("else her region", () => expect(near("pucon")).toEqual(["uno", "dos"]));
  test("nothing elsewhere, nothing past its date, nothing invented where women write", () => {
    expect(near("putre")).toEqual([]);
    expect(near("temuco", true, "2027-06-01")).toEqual([]);
    expect(near("temuco", false)).toEqual([]);
  });
});

test("the importer takes communes by name, sorts, and imports all or nothing", () => {
  const given = csv(row({ id: "b", commune: "Viña del Mar", also_serves: "Concón" }), row({ id: "a" }));
  const imported = importDirectory(given, places);
  if (!imported.ok) throw new Error(imported.problems);
  expect(readDirectory(imported.csv, places).map(({ id, commune }) => [id, commune])).toEqual([
    ["a", "temuco"],
    ["b", "vina-del-mar"],
  ]);
  expect(importDirectory(csv(row(), row({ id: "mal", commune: "narnia" })), places)).toMatchObject({
    ok: false,
  });
});
