import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";
import { importDirectory } from "../directory/import.ts";
import { shippedContent } from "../knowledge/load-knowledge.ts";
import { PlacesFile, readPlaces } from "../places/places.ts";
import { fileArgument } from "./input.ts";

// bot:directory FILE.csv: checks a directory of places and puts it into the content, replacing the invented rows.
const file = fileArgument("bot:directory FILE.csv   columns: see services/bot/README.md");
const places = readPlaces(
  PlacesFile.parse(parse(await readFile(new URL("places.yaml", shippedContent), "utf8"))),
);
const target = new URL("directory.csv", shippedContent);
const imported = importDirectory(await readFile(file, "utf8"), places);
if (!imported.ok) {
  console.error(`nothing was imported:\n${imported.problems}`);
  process.exit(1);
}
await writeFile(target, imported.csv);
console.log(`${imported.entries} places in content/es-CL/directory.csv; review the change and commit it`);
