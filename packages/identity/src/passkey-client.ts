/// <reference lib="dom" />
import { type Answer, ask, isRecord, personIn } from "./asking.ts";
import type { Person } from "./person.ts";

/** `cancelled`: she closed the browser's question, or it has no key for us. */
type PasskeyRefusal = {
  ok: false;
  code: "cancelled" | "refused" | "log-in-again" | "unreachable" | "unavailable";
};

/** A key of hers, as it is listed. */
export type Passkey = { id: string; name: string; createdAt: string | null };

export const canUsePasskeys = (): boolean =>
  typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Enters with a passkey alone: it is verified by her device, which makes it both factors. */
export async function enterWithPasskey(): Promise<{ ok: true; person: Person } | PasskeyRefusal> {
  const options = await ask("GET", "passkey/generate-authenticate-options");
  if (options?.status !== 200) return refusal(options);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({
    ...(options.body as PublicKeyCredentialRequestOptionsJSON),
    // The server only prefers it in words, and refuses whoever comes without.
    userVerification: "required",
  });
  const credential = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return { ok: false, code: "cancelled" };
  const answer = await ask("POST", "passkey/verify-authentication", { response: credential.toJSON() });
  const person = personIn(answer?.body);
  return person ? { ok: true, person } : refusal(answer);
}

export async function addPasskey(name: string): Promise<{ ok: true } | PasskeyRefusal> {
  const options = await ask("GET", "passkey/generate-register-options");
  if (options?.status !== 200) return refusal(options);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options.body as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return { ok: false, code: "cancelled" };
  const answer = await ask("POST", "passkey/verify-registration", { response: credential.toJSON(), name });
  return answer?.status === 200 ? { ok: true } : refusal(answer);
}

export async function listPasskeys(): Promise<{ ok: true; passkeys: Passkey[] } | PasskeyRefusal> {
  const answer = await ask("GET", "passkey/list-user-passkeys");
  if (answer?.status !== 200 || !Array.isArray(answer.body)) return refusal(answer);
  const passkeys = answer.body.filter(isRecord).map(({ id, name, createdAt }) => ({
    id: String(id),
    name: typeof name === "string" ? name : "",
    createdAt: typeof createdAt === "string" ? createdAt : null,
  }));
  return { ok: true, passkeys };
}

export async function removePasskey(id: string): Promise<{ ok: true } | PasskeyRefusal> {
  const answer = await ask("POST", "passkey/delete-passkey", { id });
  return answer?.status === 200 ? { ok: true } : refusal(answer);
}

function refusal(answer: Answer | undefined): PasskeyRefusal {
  if (!answer) return { ok: false, code: "unreachable" };
  if (isRecord(answer.body) && answer.body.code === "SESSION_NOT_FRESH")
    return { ok: false, code: "log-in-again" };
  return { ok: false, code: answer.status >= 500 ? "unavailable" : "refused" };
}
