import type { z } from "zod";

const exitCodeOfBadConfig = 78; // EX_CONFIG of sysexits.h

/** Thrown by `readConfig`: its message is one line per wrong variable. */
export class ConfigInvalid extends Error {
  override readonly name = "ConfigInvalid";
}

/**
 * Reads the environment by a zod object. A wrong or missing variable stops the start with one line that names
 * it, its meaning (`.describe("…")`) and an example (`.meta({ example: "…" })`); exit code 78.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv = process.env,
): z.infer<Schema> {
  try {
    return readConfig(schema, env);
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitCodeOfBadConfig);
  }
}

/** As `loadConfig`, but throws. An empty variable counts as missing. @throws ConfigInvalid */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0] ?? "?")))];
  throw new ConfigInvalid(
    names
      .map((name) => {
        const why = result.error.issues.find((issue) => String(issue.path[0] ?? "?") === name);
        return explain(name, schema.shape[name] as z.ZodType | undefined, given[name], why?.message ?? "");
      })
      .join("\n"),
  );
}

function explain(
  name: string,
  schema: z.ZodType | undefined,
  value: string | undefined,
  why: string,
): string {
  const { description, example } = schema ? meaningOf(schema) : {};
  const parts = [
    value === undefined ? `${name} is missing` : `${name} is wrong${quote(name, value)} (${why})`,
  ];
  if (description) parts.push(description);
  if (example !== undefined) parts.push(`example: ${name}=${String(example)}`);
  return `${parts.join(" — ").replaceAll("\n", " ")}`;
}

const secretName = /SECRET|PASSWORD|TOKEN|KEY|CREDENTIAL|PEPPER|_URL$/;

function quote(name: string, value: string): string {
  return secretName.test(name) ? "" : `: ${JSON.stringify(value.slice(0, 60))}`;
}

interface Meaning {
  description?: string;
  example?: unknown;
}

/** `.describe()` may stand before or after `.default()`, `.optional()`, `.transform()`: look inside. */
function meaningOf(schema: z.ZodType): Meaning {
  const own = (schema.meta() ?? {}) as Meaning;
  const def = schema.def as { innerType?: z.ZodType; in?: z.ZodType; out?: z.ZodType };
  const inner = def.innerType ?? def.in ?? def.out;
  return inner ? { ...meaningOf(inner), ...own } : own;
}
