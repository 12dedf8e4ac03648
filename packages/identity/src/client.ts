import { type Answer, ask, isRecord, personIn } from "./asking.ts";
import type { Person } from "./person.ts";

/** What comes after a password that was right: the code of her second factor, or enrolling one. */
export type NextStep = "code" | "enrol";

/** Why a login did not happen; the words for it are the application's. */
export type LoginRefusal =
  | { ok: false; code: "wrong-credentials" | "unreachable" | "unavailable" }
  | { ok: false; code: "too-many-attempts"; retryAfterSeconds: number };

export type LoginResult = { ok: true; person: Person } | { ok: true; next: NextStep } | LoginRefusal;

/** `over`: the challenge ended or was used up; she begins with her password again. `used`: that code opened a login. */
export type CodeRefusal =
  | { ok: false; code: "wrong-code" | "used" | "over" | "unreachable" | "unavailable" }
  | { ok: false; code: "too-many-attempts"; retryAfterSeconds: number };

export type CodeResult = { ok: true; person: Person } | CodeRefusal;

export type EnrolmentResult =
  | { ok: true; uri: string; recoveryCodes: string[] }
  | { ok: false; code: "over" | "unreachable" | "unavailable" };

/** When her login ends: if she does nothing, and at the latest. */
export type Stay = { idleEndsAt: string; endsAt: string };

/** Who is signed in. `unreachable`: no answer came; `unavailable`: the server answered with a fault of its own. */
export type MeResult =
  | { ok: true; person: Person | null; stay: Stay | null }
  | { ok: false; code: "unreachable" | "unavailable" };

export type LogoutResult = { ok: true } | { ok: false; code: "unreachable" | "unavailable" };

export type LinkRefusal = {
  ok: false;
  code: "link-over" | "password-too-short" | "too-many-attempts" | "unreachable" | "unavailable";
};

/** A lock after many wrong codes holds so long (s). */
const lockSeconds = 15 * 60;

/** For browsers; cookies do the rest. Never throws: whatever goes wrong is a value. */
export async function login(email: string, password: string): Promise<LoginResult> {
  const answer = await ask("POST", "sign-in/email", { email, password });
  if (!answer) return { ok: false, code: "unreachable" };
  if (answer.status === 429)
    return { ok: false, code: "too-many-attempts", retryAfterSeconds: retryAfter(answer.body) };
  if (answer.status >= 500 || answer.status === 403) return { ok: false, code: "unavailable" };
  const person = personIn(answer.body);
  if (person) return { ok: true, person };
  if (isRecord(answer.body) && answer.body.next === "enrol") return { ok: true, next: "enrol" };
  if (isRecord(answer.body) && answer.body.twoFactorRedirect === true) return { ok: true, next: "code" };
  return { ok: false, code: "wrong-credentials" };
}

/** Begins her second factor: the address for the authenticator, and recovery codes that are told this once. */
export async function beginEnrolment(password: string): Promise<EnrolmentResult> {
  const answer = await ask("POST", "two-factor/enable", { password });
  if (!answer) return { ok: false, code: "unreachable" };
  const { body, status } = answer;
  if (isRecord(body) && typeof body.totpURI === "string" && Array.isArray(body.backupCodes))
    return { ok: true, uri: body.totpURI, recoveryCodes: body.backupCodes.map(String) };
  return { ok: false, code: status >= 500 ? "unavailable" : "over" };
}

/** The code that her authenticator shows: ends an enrolment as well as a login. */
export const verifyCode = (code: string): Promise<CodeResult> => verify("two-factor/verify-totp", code);

/** One of the codes that she kept for the day without her phone; each opens once. */
export const verifyRecoveryCode = (code: string): Promise<CodeResult> =>
  verify("two-factor/verify-backup-code", code);

async function verify(path: string, code: string): Promise<CodeResult> {
  const answer = await ask("POST", path, { code });
  if (!answer) return { ok: false, code: "unreachable" };
  const person = personIn(answer.body);
  if (answer.status === 200 && person) return { ok: true, person };
  if (answer.status === 429) return { ok: false, code: "too-many-attempts", retryAfterSeconds: lockSeconds };
  if (answer.status >= 500 || answer.status === 403) return { ok: false, code: "unavailable" };
  const why = isRecord(answer.body) ? answer.body.code : undefined;
  if (why === "CODE_USED") return { ok: false, code: "used" };
  return { ok: false, code: why === "INVALID_CODE" || why === "INVALID_BACKUP_CODE" ? "wrong-code" : "over" };
}

export async function logout(): Promise<LogoutResult> {
  const answer = await ask("POST", "sign-out", {});
  if (!answer) return { ok: false, code: "unreachable" };
  return answer.status === 200 ? { ok: true } : { ok: false, code: "unavailable" };
}

export async function me(): Promise<MeResult> {
  return whoAnswered(await ask("GET", "me"));
}

/** Tells that she is here: her screen alone does not keep her login alive. */
export async function stayActive(): Promise<MeResult> {
  return whoAnswered(await ask("POST", "active", {}));
}

/** Whose link it is, before she types anything. */
export async function lookAtLink(
  token: string,
): Promise<{ ok: true; name: string; email: string } | LinkRefusal> {
  const answer = await ask("POST", "link/look", { token });
  if (!answer) return { ok: false, code: "unreachable" };
  const { body } = answer;
  return isRecord(body) && typeof body.name === "string" && typeof body.email === "string"
    ? { ok: true, name: body.name, email: body.email }
    : { ok: false, code: linkRefusal(answer) };
}

export async function useLink(token: string, password: string): Promise<{ ok: true } | LinkRefusal> {
  const answer = await ask("POST", "link/use", { token, password });
  if (!answer) return { ok: false, code: "unreachable" };
  return answer.status === 200 ? { ok: true } : { ok: false, code: linkRefusal(answer) };
}

function linkRefusal({ status }: Answer): LinkRefusal["code"] {
  if (status === 429) return "too-many-attempts";
  if (status === 422) return "password-too-short";
  return status === 410 ? "link-over" : "unavailable";
}

function whoAnswered(answer: Answer | undefined): MeResult {
  if (!answer) return { ok: false, code: "unreachable" };
  if (answer.status !== 200) return { ok: false, code: "unavailable" };
  return { ok: true, person: personIn(answer.body), stay: stayIn(answer.body) };
}

function stayIn(body: unknown): Stay | null {
  if (!isRecord(body) || !isRecord(body.stay)) return null;
  const { idleEndsAt, endsAt } = body.stay;
  return typeof idleEndsAt === "string" && typeof endsAt === "string" ? { idleEndsAt, endsAt } : null;
}

function retryAfter(body: unknown): number {
  return isRecord(body) && typeof body.retryAfterSeconds === "number" ? body.retryAfterSeconds : 60;
}

/** New recovery codes; the old ones are worthless. */
export async function renewRecoveryCodes(
  password: string,
): Promise<
  { ok: true; codes: string[] } | { ok: false; code: "wrong-credentials" | "unreachable" | "unavailable" }
> {
  const answer = await ask("POST", "two-factor/generate-backup-codes", { password });
  if (!answer) return { ok: false, code: "unreachable" };
  if (isRecord(answer.body) && Array.isArray(answer.body.backupCodes))
    return { ok: true, codes: answer.body.backupCodes.map(String) };
  return { ok: false, code: answer.status === 400 ? "wrong-credentials" : "unavailable" };
}

/** The other way in that this installation has: the name of the institution's login, or null. */
export async function institutionLogin(): Promise<string | null> {
  const answer = await ask("GET", "ways");
  const { institution } = isRecord(answer?.body) ? answer.body : {};
  return typeof institution === "string" ? institution : null;
}

/** The institution's page, where she goes on; undefined when it cannot be reached. */
export async function toInstitution(): Promise<string | undefined> {
  const answer = await ask("POST", "institution", {});
  return isRecord(answer?.body) && typeof answer.body.url === "string" ? answer.body.url : undefined;
}
