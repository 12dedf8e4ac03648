import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pages } from "./texts-of-pages.es-cl.ts";

/** Everything that is opened through `withPageTexts`, and what it alone opens. */
const withThem = /^(directory|editors|hours|kept-away|people|rules|palette)\/|^desk\/person-menu\.tsx$/;

test("what the desk needs at first has no text of a page: its key would be read instead", () => {
  const keys = new RegExp(`["'\`](desk:)?(${Object.keys(pages).join("|")})\\.[a-zA-Z$]`);
  const files = globSync("**/*.{ts,tsx}", { cwd: import.meta.dirname });
  const using = files.filter((file) => keys.test(readFileSync(`${import.meta.dirname}/${file}`, "utf8")));
  expect(using.length).toBeGreaterThan(10);
  expect(using.filter((file) => !withThem.test(file))).toEqual([]);
});
