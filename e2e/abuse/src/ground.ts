import { type Stack, startStack } from "@liss/local/stack";
import { temporaryFolder } from "@liss/testing";
import { v7 as uuidv7 } from "uuid";
import { WebSocket } from "ws";
import { logIn, type Staff } from "./people.ts";
import { delivery, postWebhook, signatureOf } from "./whatsapp.ts";

/** What an attacker wants: things of somebody else, all of them real. */
export type Victim = {
  sessionId: string;
  messageId: string;
  /** Her message with a file, in the same session. */
  fileMessageId: string;
  referralId: string;
  followUpId: string;
  noteId: string;
};

export type Ground = {
  stack: Stack;
  desk: string;
  audit: string;
  /** At the desk. Ana attends the victims; Berta is a stranger to them. */
  ana: Staff;
  berta: Staff;
  carla: Staff;
  /** An auditor at the desk's door, and people at the explorer's. */
  dianaAtDesk: Staff;
  diana: Staff;
  anaAtAudit: Staff;
  carlaAtAudit: Staff;
  people: Record<"ana" | "berta" | "carla", string>;
  victim: Victim;
  /** Another session of Ana's, to cross ids with. */
  other: Victim;
  /** A session that Berta attends. */
  bertas: string;
  /** A woman writes; the id of her session. */
  writes(phone: string, text: string): Promise<string>;
  stop(): Promise<void>;
};

/** Starts the whole of Liss with empty data and gives it people, sessions and things worth stealing. */
export async function startGround(): Promise<Ground> {
  const folder = temporaryFolder();
  const stack = await startStack({
    dataDir: folder.path,
    ports: "free",
    durable: false,
    requestsPerMinute: 100_000, // what repels an attack here must not be that it came too fast
  });
  try {
    return await furnish(stack, async () => {
      await stack.stop();
      folder.remove();
    });
  } catch (error) {
    await stack.stop();
    folder.remove();
    throw error;
  }
}

async function furnish(stack: Stack, stop: () => Promise<void>): Promise<Ground> {
  const { "executive-routing": desk, audit } = stack.addresses;
  const [ana, berta, carla, dianaAtDesk] = await Promise.all(
    ["Ana", "Berta", "Carla", "Diana"].map((name) => logIn(desk, name)),
  );
  const [diana, anaAtAudit, carlaAtAudit] = await Promise.all(
    ["Diana", "Ana", "Carla"].map((name) => logIn(audit, name)),
  );
  if (!ana || !berta || !carla || !dianaAtDesk || !diana || !anaAtAudit || !carlaAtAudit)
    throw new Error("somebody of the demonstration could not log in");
  const idOf = async (who: Staff) =>
    ((await who.ask("GET", "/api/desk")).body as unknown as { me: { id: string } }).me.id;
  const people = { ana: await idOf(ana), berta: await idOf(berta), carla: await idOf(carla) };
  await carla.ask("PUT", "/api/policy", { weights: { danger: 0.01, standard: 0.01, delegated: 0.01 } });
  for (const id of Object.values(people))
    await carla.ask("PUT", `/api/people/${id}`, { capacity: 8, mayChoose: true });

  const screens = [ana, berta].map((who) => screenOf(desk, who));
  for (const who of [ana, berta, carla]) await who.ask("POST", "/api/me/ready", { ready: false });

  const writes = (phone: string, text: string) =>
    sessionOf(stack, carla, phone, { type: "text", text: { body: text } });
  const ground = {
    stack,
    desk,
    audit,
    ana,
    berta,
    carla,
    dianaAtDesk,
    diana,
    anaAtAudit,
    carlaAtAudit,
    people,
    writes,
  };
  const victim = await victimOf(ground, "56970000101");
  const other = await victimOf(ground, "56970000102");
  const bertas = await writes("56970000103", "hola");
  await must(berta, `/api/sessions/${bertas}/claim`, {});
  return {
    ...ground,
    victim,
    other,
    bertas,
    stop: async () => {
      for (const screen of screens) screen.close();
      await stop();
    },
  };
}

/** Her console, which says that she is there: whoever is gone for a minute gives her sessions back. */
function screenOf(desk: string, { cookie }: Staff): WebSocket {
  const screen = new WebSocket(`${desk.replace("http", "ws")}/api/live`, {
    headers: { cookie, origin: desk },
  });
  screen.on("open", () => screen.send(JSON.stringify({ type: "hello", since: null })));
  screen.on("message", (bytes) => {
    if (JSON.parse(bytes.toString()).type === "ping") screen.send(JSON.stringify({ type: "pong" }));
  });
  screen.on("error", () => screen.terminate());
  return screen;
}

/** A session that Ana attends, with a file, a note, a referral and a follow-up. */
async function victimOf(
  { stack, ana, carla, writes }: Pick<Ground, "stack" | "ana" | "carla" | "writes">,
  phone: string,
): Promise<Victim> {
  const sessionId = await writes(phone, "hola, quiero preguntar algo");
  await must(ana, `/api/sessions/${sessionId}/claim`, {});
  const { control } = simulatorOf(stack);
  const { phone: handset } = await control<{ phone: { id: string } }>("POST", "/phones", { id: phone });
  await control("POST", `/phones/${handset.id}/messages`, { type: "image" });
  const messages = await eventually(async () => {
    const read = await conversation(carla, sessionId);
    const file = read.find(({ media }) => media?.state === "stored");
    const text = read.find(({ kind }) => kind === "text");
    if (!file || !text) throw new Error("her file is not here yet");
    return { file, text };
  });
  const [referralId, followUpId, noteId] = [uuidv7(), uuidv7(), uuidv7()];
  await must(ana, `/api/sessions/${sessionId}/seen`, { messageIds: [messages.text.id, messages.file.id] });
  await must(ana, `/api/sessions/${sessionId}/referrals`, {
    referralId,
    kind: "women-centre",
    directoryId: null,
    basis: "consent",
    purposes: ["share-contact"],
  });
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await must(ana, `/api/sessions/${sessionId}/follow-ups`, { followUpId, dueAt });
  await must(ana, `/api/sessions/${sessionId}/notes`, { noteId, kind: "note", text: "una nota de prueba" });
  // Answered, or waiting too long would give her to the queue.
  await must(ana, `/api/sessions/${sessionId}/messages`, { messageId: uuidv7(), text: "Hola, te leo." });
  return {
    sessionId,
    messageId: messages.text.id,
    fileMessageId: messages.file.id,
    referralId,
    followUpId,
    noteId,
  };
}

type Seen = { id: string; kind: string; media: { state: string } | null };

async function conversation(who: Staff, sessionId: string): Promise<Seen[]> {
  const { body } = await who.ask("GET", `/api/sessions/${sessionId}`);
  return (body as unknown as { messages: Seen[] }).messages;
}

/** She writes for the first time; the session that it opens. */
async function sessionOf(stack: Stack, carla: Staff, from: string, message: object): Promise<string> {
  const { appSecret, phoneNumberId } = stack.secrets.whatsapp;
  const waiting = async () =>
    ((await carla.ask("GET", "/api/desk")).body as unknown as { queue: { id: string }[] }).queue.map(
      ({ id }) => id,
    );
  const before = new Set(await waiting());
  const body = delivery(phoneNumberId, { from, id: `wamid.${uuidv7()}`, ...message });
  await postWebhook(stack, body, { "x-hub-signature-256": `sha256=${signatureOf(appSecret, body)}` });
  return eventually(async () => {
    const opened = (await waiting()).find((id) => !before.has(id));
    if (!opened) throw new Error("her session is not in the queue yet");
    return opened;
  });
}

/** Drives the simulated phones. */
export function simulatorOf(stack: Stack) {
  return {
    control: async <T>(method: string, path: string, body?: object): Promise<T> => {
      const response = await fetch(`${stack.addresses.simulator}/control${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
  };
}

async function must(who: Staff, path: string, body: object): Promise<void> {
  const { status, text } = await who.ask("POST", path, body);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
}

export async function eventually<T>(look: () => Promise<T>, patienceMs = 20_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
