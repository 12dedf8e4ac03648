import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isMainThread } from "node:worker_threads";
import { BrokenBundle } from "../bundle/broken.ts";
import { parseKeys, verifyBundle } from "../bundle/verify-bundle.ts";
import { verdictText } from "../bundle/words.es-cl.ts";
import { COSIGNATURE } from "../proof/note.ts";
import { progressLine, stop } from "./progress.ts";

/**
 * The offline verifier: no database, no network, nothing but Node.js. It is also built into one file, which travels in
 * the bundle. Ends with 0 when all is proven, 1 when something was tampered with, 2 when it cannot be read.
 */
const usage = `uso: node verificar.mjs PAQUETE.tar.gz [--key CLAVE]... [--witness CLAVE]...
                           [--checkpoints ARCHIVO] [--json]

Comprueba cada asiento del paquete, sin red y sin base de datos.
  --key          clave pública del registro, obtenida por otro medio que el paquete
  --witness      clave pública de un testigo, obtenida de él
  --checkpoints  puntos de control obtenidos por otro medio (líneas {"size","note"})
  --json         además, el resultado completo en una línea de JSON
`;

// Built into one file, this is also what its own threads read.
if (isMainThread) await verify(process.argv.slice(2));

async function verify(args: string[]): Promise<void> {
  const { bundle, keys, witnesses, checkpoints, asJson } = argumentsFrom(args);
  try {
    const given = await parseKeys(keys.join("\n"));
    const known = await parseKeys(witnesses.join("\n"), COSIGNATURE);
    if (given.length < keys.length || known.length < witnesses.length)
      stop(`Una de las claves no es una clave C2SP.\n${usage}`, 64);
    const notes = checkpoints === undefined ? [] : await notesFrom(checkpoints);
    const verdict = await verifyBundle(createReadStream(bundle, { highWaterMark: 1 << 20 }), {
      ...(given.length > 0 && { keys: given }),
      ...(known.length > 0 && { witnesses: known }),
      notes,
      progress: progressLine("asientos"),
    });
    process.stdout.write(verdictText(verdict));
    const { report: _report, ...result } = verdict;
    if (asJson) process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = verdict.findings.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BrokenBundle) && !(error instanceof Error && "code" in error)) throw error;
    process.stdout.write(`NO SE PUDO VERIFICAR: ${error.message}\n`);
    process.exitCode = 2;
  }
}

async function notesFrom(path: string): Promise<{ size: number; note: string }[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.endsWith("}"));
  return lines.map((line) => JSON.parse(line) as { size: number; note: string });
}

function argumentsFrom(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: "string", multiple: true, default: [] },
        witness: { type: "string", multiple: true, default: [] },
        checkpoints: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) stop(usage, 0);
    const [bundle] = positionals;
    if (bundle === undefined || positionals.length > 1) stop(usage, 64);
    return {
      bundle,
      keys: values.key,
      witnesses: values.witness,
      checkpoints: values.checkpoints,
      asJson: values.json,
    };
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : ""}\n${usage}`, 64);
  }
}
