import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { loadCheckText } from "../safety.ts";
import { loadCover, readCover } from "./cover.ts";

const check = loadCheckText();
const shipped = readFileSync(new URL("../../content/es-CL/cover.yaml", import.meta.url), "utf8");

function coverFile(text: string): URL {
  const folder = mkdtempSync(join(tmpdir(), "liss-cover-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "cover.yaml"), text);
  return pathToFileURL(join(folder, "cover.yaml"));
}

test("the shipped cover gives nothing away", () => {
  expect(loadCover(check).persona.name).toBe("Liss");
});

test("a cover that would betray her is refused, with the field and the words", () => {
  const betraying = shipped.replace("Escríbeme cuando quieras", "Orientación en violencia");
  expect(() => loadCover(check, coverFile(betraying))).toThrow(/profile\.about: "[^"]*violencia/i);
});

test("a cover that lacks a text is refused", () => {
  expect(() => loadCover(check, coverFile(shipped.replace(/^ {2}pause: .*$/m, "")))).toThrow(
    /neutral\.pause/,
  );
});

test("a notice says where urgent help is and nothing else that betrays", () => {
  const silent = shipped.replace(/^ {2}out-of-hours: .*$/m, "  out-of-hours: Hola. Te leemos a la vuelta.");
  expect(() => loadCover(check, coverFile(silent))).toThrow(/notices\.out-of-hours: .*133/);
  const plain = shipped.replace(/^ {2}nobody-here: .*$/m, "  nobody-here: Si te golpea, llama al 133.");
  expect(() => loadCover(check, coverFile(plain))).toThrow(/notices\.nobody-here: "[^"]*golpea/);
});

test("the exit words are the installation's", () => {
  const other = shipped.replace("- chau", "- listo el pan");
  expect(readCover(coverFile(other))["exit-words"]).toEqual(["chao", "listo el pan"]);
});
