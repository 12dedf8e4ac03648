import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lissFolder } from "@liss/servers";
import { advisories } from "./advisories.ts";
import { billOfMaterials } from "./bill.ts";
import { unlicensed } from "./licences.ts";
import { notFixed } from "./locked.ts";
import { keptFiles, secretsIn } from "./secrets.ts";

/** `npm run supply-chain:report`: writes the bill of materials and says what is wrong with what Liss is made of. */
const bill = await billOfMaterials();
const folder = join(lissFolder, "supply-chain");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "sbom.cdx.json"), bill.text);

const known = await advisories();
const files = keptFiles();
const problems = {
  licences: unlicensed(bill.components).map(({ name, licence }) => `${name}: ${licence}`),
  integrity: notFixed(),
  secrets: await secretsIn(files),
  advisories: known.asked
    ? known.found.map(({ name, severity, title }) => `${name} (${severity}): ${title}`)
    : [],
};
for (const [kind, list] of Object.entries(problems))
  for (const problem of list) console.error(`${kind}: ${problem}`);
if (!known.asked) console.error(`advisories: ${known.why}`);

const none = (name: string, list: readonly string[]) => ({
  name,
  value: list.length,
  goal: "0",
  met: list.length === 0,
});
const goals = [
  none("packages with a licence that nobody allowed", problems.licences),
  none("packages whose bytes are not fixed by a hash", problems.integrity),
  none("secrets in version control", problems.secrets),
  known.asked
    ? none("known flaws in what is installed", problems.advisories)
    : { name: "known flaws in what is installed", value: known.why, goal: "0", met: false },
];
const figures = {
  components: bill.components.length,
  files: files.length,
  sbom: "supply-chain/sbom.cdx.json",
};
console.log(JSON.stringify({ command: "supply-chain:report", figures, goals }));
// That nobody could be asked is told, and is no fault of what is installed.
process.exit(Object.values(problems).every((list) => list.length === 0) ? 0 : 1);
