import { parseArgs } from "node:util";
import { PersonChanged } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { createIdentity, type Identity } from "@liss/identity";
import { appendEvents, operatorId } from "@liss/messaging";
import { loadConfig } from "@liss/telemetry";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { Config } from "../config.ts";
import type { RoutingTables } from "../database/tables.ts";

const usage = `usage: npm run -s people:first-supervisor -- --email ADDRESS --name "FULL NAME"

Calls in the first supervisor of a new installation: prints a link with which she sets her own password, once, within a
day. Everybody else is hers to invite. Refuses as soon as a supervisor can enter. Until she has used it, the same command
makes another link and the earlier one is worthless; with another address, the mistaken one is closed.
`;

const Person = z.object({
  email: z.email().max(200),
  name: z.string().trim().min(1).max(120),
});
const person = personFrom(process.argv.slice(2));
const { shape } = Config;
const config = loadConfig(
  z.object({
    DATABASE_URL: shape.DATABASE_URL,
    IDENTITY_DATABASE_URL: shape.IDENTITY_DATABASE_URL,
    LISS_AUTH_SECRET: shape.LISS_AUTH_SECRET,
    LISS_MODE: shape.LISS_MODE,
    PUBLIC_URL: shape.PUBLIC_URL,
  }),
);
const db = openDatabase<RoutingTables>({ url: config.DATABASE_URL, name: "first supervisor", poolSize: 1 });
let identity: Identity | undefined;

try {
  identity = await createIdentity({
    databaseUrl: config.IDENTITY_DATABASE_URL,
    secret: config.LISS_AUTH_SECRET,
    baseUrl: config.PUBLIC_URL,
    cookiePrefix: "liss-console",
    mode: config.LISS_MODE,
  });
  const made = await identity.staff.inviteFirstSupervisor(person, (change, { id, role }) => {
    // Nobody of the service did it: whoever runs the machine, by the name it knows her.
    const event = PersonChanged.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: new Date().toISOString(),
      actor: { kind: "service", name: "executive-routing" },
      data: { personId: operatorId(), about: id, change, role },
    });
    return db.transaction().execute((tx) => appendEvents(tx, [event]));
  });
  if (made === "settled") refuse("a supervisor can enter already: she invites the others, in the console");
  else if (made === "email-taken") refuse("that address belongs to somebody who is not a supervisor");
  else
    process.stdout.write(
      `${made.link.url}\n\nFor ${made.person.email} alone, until ${made.link.expiresAt.toISOString()}. It is shown this once.\n`,
    );
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
} finally {
  await identity?.close();
  await db.destroy();
}

function refuse(reason: string): void {
  process.stderr.write(`Nobody was called in: ${reason}\n`);
  process.exitCode = 1;
}

function personFrom(args: string[]): z.output<typeof Person> {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({ args, options: { email: text, name: text } });
    return Person.parse(values);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    process.stderr.write(`${why}\n${usage}`);
    process.exit(64);
  }
}
