import type { IncomingMessage } from "node:http";
import type { Database } from "@liss/database";
import { fromNodeHeaders } from "better-auth/node";
import type { AccessEvent } from "./access.ts";
import { type createAuth, personFrom } from "./auth.ts";
import { isEnough, type SecondFactor } from "./login-method.ts";
import { hasOwnOrigin } from "./origin.ts";
import type { Person } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

/** Whether a request is her own doing, which keeps the login alive, or her screen's, which does not. */
export type Doing = "acting" | "watching";

/** A login as it is now. */
export type Login = {
  person: Person;
  /** She proved all that is asked for; otherwise she may only enrol. */
  complete: boolean;
  /** When it ends if she does nothing. */
  idleEndsAt: Date;
  /** When it ends however much it is used. */
  endsAt: Date;
};

/** How exactly it is kept when she last did something, at most (ms): a write a minute, not one per request. */
const exactly = 60_000;

/** Finds the login of a request, and ends the ones that were left alone. */
export function loginsOf(options: {
  auth: Pick<ReturnType<typeof createAuth>, "api">;
  db: Database<IdentityTables>;
  secondFactor: SecondFactor;
  idleMs: number;
  trustedOrigins: string[];
  onAccess: (event: AccessEvent) => Promise<void> | void;
  now: () => Date;
}): (request: IncomingMessage, doing: Doing) => Promise<Login | null> {
  const { auth, db, now } = options;
  const seenEvery = Math.min(exactly, options.idleMs / 10);

  return async (request, doing) => {
    if (request.headers.cookie === undefined || !hasOwnOrigin(request, options.trustedOrigins)) return null;
    const found = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
    if (!found) return null;
    const { user, session } = found;
    const person = personFrom(user);
    if (!person || user.deactivatedAt) return null;
    const complete = isEnough(session.method, options.secondFactor);
    const at = now();
    const idle = at.getTime() - new Date(session.seenAt).getTime();
    if (idle >= options.idleMs) {
      await endIdle(session.id, person, complete);
      return null;
    }
    const renewed = doing === "acting" && idle >= seenEvery;
    if (renewed)
      await db.updateTable("login_sessions").set({ seen_at: at }).where("id", "=", session.id).execute();
    const seenAt = renewed ? at : new Date(session.seenAt);
    return {
      person,
      complete,
      idleEndsAt: new Date(seenAt.getTime() + options.idleMs),
      endsAt: new Date(session.expiresAt),
    };
  };

  /** Whoever finds it first ends it, and says so on the record. */
  async function endIdle(id: string, { id: personId, role }: Person, complete: boolean): Promise<void> {
    const ended = await db
      .deleteFrom("login_sessions")
      .where("id", "=", id)
      .where("seen_at", "<=", new Date(now().getTime() - options.idleMs))
      .returning("id")
      .executeTakeFirst();
    if (ended && complete) await options.onAccess({ type: "logout", personId, role, reason: "idle" });
  }
}
