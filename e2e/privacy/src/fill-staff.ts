import { randomUUID } from "node:crypto";
import { done, type Person } from "./desk.ts";
import type { Mark } from "./fill.ts";

/** What the service's people write. */
export async function asStaff(ana: Person, carla: Person, sessionId: string, other: string, marked: Mark) {
  const seen = async () => {
    const { messages } = await ana.read(sessionId);
    const messageIds = messages.map(({ id }) => id);
    await done(ana.command(sessionId, "seen", { messageIds }));
  };
  await seen();
  const says = (text: string) =>
    ana.command(sessionId, "messages", { messageId: randomUUID(), text, override: "she-is-alone" });
  await done(says(`te leo, ${marked("reply")}`));
  await done(
    ana.command(sessionId, "notes", {
      noteId: randomUUID(),
      kind: "note",
      text: `${marked("note")} ${other}`,
    }),
  );
  await done(
    ana.command(sessionId, "notes", { noteId: randomUUID(), kind: "follow-up", text: marked("note-place") }),
  );
  await done(carla.command(sessionId, "coach", { joined: true }));
  await done(
    carla.command(sessionId, "notes", { noteId: randomUUID(), kind: "whisper", text: marked("whisper") }),
  );
  await done(
    ana.ask("PUT", `/sessions/${sessionId}/case`, {
      facts: {
        "contact.called": marked("fact-name"),
        "home.commune": marked("fact-commune"),
        "legal.measures": marked("fact-legal"),
      },
    }),
  );
  await done(
    ana.ask("PUT", `/sessions/${sessionId}/safe-contact-plan`, {
      readBy: "only-her",
      alias: marked("alias"),
      realName: marked("real-name"),
      agreedWord: marked("agreed-word"),
      duressWord: marked("duress-word"),
      avoid: [marked("avoid")],
    }),
  );
  await done(ana.command(sessionId, "safety-check", { text: marked("safety-check") }));
  await done(
    ana.command(sessionId, "referrals", {
      referralId: randomUUID(),
      kind: "women-centre",
      directoryId: null,
      basis: "emergency",
      purposes: ["share-contact"],
      reason: marked("referral-reason"),
    }),
  );
  await done(
    ana.command(sessionId, "follow-ups", {
      followUpId: randomUUID(),
      dueAt: new Date(Date.now() + 86_400_000).toISOString(),
      what: marked("follow-up-what"),
    }),
  );
  await done(ana.ask("POST", "/searches", { text: marked("search") }));
  const berta = (await carla.ask("GET", "/colleagues")).body.people.find(({ name }) =>
    name.startsWith("Ana"),
  );
  await ana.command(sessionId, "transfer", { how: "warm", to: berta?.id, note: marked("transfer-note") });
  await done(ana.command(sessionId, "delegate", { topics: ["denunciar", "numeros-de-ayuda"], minutes: 5 }));
}
