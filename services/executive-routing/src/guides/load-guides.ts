import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { Guide } from "./guide.ts";

const folder = fileURLToPath(new URL("../../content/es-CL/guides", import.meta.url));

/**
 * Reads the cards once, at the start. Their words are content under version, like the robot's: whoever changes them
 * needs no programmer, and a broken card stops the start instead of being missing when it is needed.
 *
 * @throws Error that names the file and what is wrong with it
 */
export function loadGuides(from: string = folder): Guide[] {
  const guides = readdirSync(from)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const read = Guide.safeParse(parse(readFileSync(join(from, name), "utf8")));
      if (!read.success) throw new Error(`the card ${name} is not right: ${z.prettifyError(read.error)}`);
      if (`${read.data.id}.yaml` !== name) throw new Error(`the card ${name} calls itself ${read.data.id}`);
      return read.data;
    });
  // The goodbye first: it is the one for every day.
  return guides.sort((a, b) => Number(b.kind === "closing") - Number(a.kind === "closing"));
}
