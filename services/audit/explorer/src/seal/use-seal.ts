import type { SessionInclusion, Step } from "@liss/audit/auditor-api";
import { useCallback, useState } from "react";
import { ApiProblem, api } from "../api/client.ts";
import { browserMemory } from "./memory.ts";
import { type AskConsistency, type Verdict, type Verification, verifySession } from "./verify.ts";

export type SealState =
  | { at: "rest" }
  | { at: "verifying" }
  | { at: "failed"; code: string }
  | { at: "done"; result: Verification };

export type Seal = {
  /** Of the session as a whole. */
  state: SealState;
  /** The entry that is being verified by itself. */
  checking: number | null;
  verify(): Promise<void>;
  verifyEntry(index: number): Promise<void>;
  verdictOf(index: number): Verdict | undefined;
};

const none: ReadonlyMap<number, Verdict> = new Map();

/** The seals of a session: nothing until it is asked for, and then only what this browser has computed. */
export function useSeal(sessionId: string, steps: readonly Step[]): Seal {
  const [state, setState] = useState<SealState>({ at: "rest" });
  const [checking, setChecking] = useState<number | null>(null);
  const [verdicts, setVerdicts] = useState(none);

  const verify = useCallback(async () => {
    setState({ at: "verifying" });
    try {
      const result = await check(steps, () => api.inclusion(sessionId));
      setVerdicts(result.verdicts);
      setState({ at: "done", result });
    } catch (error) {
      setState({ at: "failed", code: codeOf(error) });
    }
  }, [sessionId, steps]);

  const verifyEntry = useCallback(
    async (index: number) => {
      setChecking(index);
      const learn = (found: ReadonlyMap<number, Verdict>) =>
        setVerdicts((known) => new Map([...known, ...found]));
      try {
        const result = await check(
          steps.filter((step) => step.index === index),
          async () => {
            const { checkpoint, proof } = await api.entryInclusion(index);
            return { checkpoint, proofs: [{ index, proof }], notYetSigned: [] };
          },
        );
        learn(result.verdicts);
        // What is wrong with one is said aloud; that one is right says nothing of the others.
        if (result.broken) setState({ at: "done", result });
      } catch (error) {
        if (codeOf(error) === "not-yet-signed") learn(new Map([[index, { status: "pending" }]]));
        else setState({ at: "failed", code: codeOf(error) });
      }
      setChecking(null);
    },
    [steps],
  );

  return { state, checking, verify, verifyEntry, verdictOf: (index) => verdicts.get(index) };
}

async function check(steps: readonly Step[], ask: () => Promise<SessionInclusion>): Promise<Verification> {
  if (!(await knowsEd25519())) throw new ApiProblem("unsupported");
  const [logKey, inclusion] = await Promise.all([api.logKey(), ask()]);
  return verifySession({ steps, inclusion, logKey, memory: browserMemory, askConsistency });
}

const codeOf = (error: unknown) => (error instanceof ApiProblem ? error.code : "unavailable");

const askConsistency: AskConsistency = async (from, to) => {
  try {
    return await api.consistency(from, to);
  } catch (error) {
    if (codeOf(error) === "not-found") return null;
    throw error;
  }
};

async function knowsEd25519(): Promise<boolean> {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === "NotSupportedError");
  }
}
