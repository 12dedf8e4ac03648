import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import type { Answer, Executive } from "./staff.ts";

export type Work = {
  /** What was answered, by kind; refusals are answers too. */
  tally: Record<string, number>;
  stop(): Promise<void>;
};

/**
 * Executives who do their work whatever falls over: take the next, read, answer, sometimes let the robot answer or
 * give back, close with a record. What gets no answer is asked again under the same key, on whichever replica lives.
 */
export function startShift(people: readonly Executive[]): Work {
  const tally: Record<string, number> = {};
  let stopped = false;
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };

  async function surely(
    person: Executive,
    method: string,
    path: string,
    body: unknown,
  ): Promise<Answer | undefined> {
    const key = uuidv7();
    for (let attempt = 0; attempt < 60 && !(stopped && attempt > 20); attempt += 1) {
      try {
        const answer = await person.ask(method, path, body, key);
        if (answer.status !== 503 && answer.status !== 500 && answer.body?.code !== "conflict") return answer;
        count("again");
      } catch {
        count("again");
      }
      await sleep(200 + 300 * Math.random());
    }
    count("given up");
    return undefined;
  }

  async function work(person: Executive): Promise<void> {
    let replies = 0;
    while (!stopped) {
      const taken = await surely(person, "POST", "/sessions/next", {});
      const sessionId = taken?.body?.sessionId;
      if (typeof sessionId !== "string") {
        count(taken?.body?.code === undefined ? "nobody waits" : String(taken.body.code));
        await finishWhatSheHas(person);
        await sleep(300);
        continue;
      }
      count("taken");
      const command = (name: string, body: unknown = {}) =>
        surely(person, "POST", `/sessions/${sessionId}/${name}`, body);
      replies += 1;
      await command("messages", { messageId: uuidv7(), text: `respuesta ${person.name} ${replies}` });
      const fate = Math.random();
      if (fate < 0.15) await command("release");
      else if (fate < 0.4) {
        await command("delegate", { topics: ["denunciar", "numeros-de-ayuda"], minutes: 5 });
        await sleep(400);
      }
      await sleep(100 + 400 * Math.random());
      if (fate >= 0.15) await close(person, sessionId);
    }
  }

  async function close(person: Executive, sessionId: string): Promise<void> {
    const read = await surely(person, "GET", `/sessions/${sessionId}`, undefined);
    const messages = (read?.body?.messages ?? []) as { id: string; direction: string }[];
    const messageIds = messages.filter(({ direction }) => direction === "in").map(({ id }) => id);
    if (messageIds.length > 0) await surely(person, "POST", `/sessions/${sessionId}/seen`, { messageIds });
    const closing = { classification: "support" };
    const closed = await surely(person, "POST", `/sessions/${sessionId}/close`, closing);
    if (closed?.body?.code !== "emergency-without-record")
      return count(closed?.status === 200 ? "closed" : "not closed");
    await surely(person, "POST", `/sessions/${sessionId}/emergency`, {
      calledService: "carabineros",
      calledAt: new Date().toISOString(),
      procedureNumber: "FICTICIO-1",
      outcome: "safe-place",
    });
    const again = await surely(person, "POST", `/sessions/${sessionId}/close`, closing);
    count(again?.status === 200 ? "closed" : "not closed");
  }

  /** An answer that never came may have left her with a session that she does not know of. */
  async function finishWhatSheHas(person: Executive): Promise<void> {
    const mine = await person.desk().then(
      (desk) => desk.mine ?? [],
      () => [],
    );
    for (const { id } of mine) await close(person, id);
  }

  const running = people.map((person) =>
    work(person).catch((error: unknown) => {
      count("stumbled");
      process.stderr.write(`${String(error)}\n`);
    }),
  );
  return {
    tally,
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
}
