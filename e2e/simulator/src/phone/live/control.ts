import type { WrittenRequest } from "../../handset/written.ts";
import type { FaultKind } from "../../view.ts";

export type FaultOrder = {
  kind: FaultKind;
  phoneId: string | null;
  times: number | null;
} & Record<string, string | number | null>;

export const control = {
  write: (phoneId: string, written: WrittenRequest) => call("POST", `/phones/${phoneId}/messages`, written),
  change: (phoneId: string, change: { online?: boolean; chatOpen?: boolean; shown?: boolean }) =>
    call("PATCH", `/phones/${phoneId}`, change),
  addPhone: (phone: { name?: string; username?: string }) =>
    call("POST", "/phones", { ...phone, shown: true }),
  inject: (fault: FaultOrder) => call("POST", "/faults", fault),
  withdraw: (id: string) => call("DELETE", `/faults/${id}`),
  withdrawAll: () => call("DELETE", "/faults"),
  reset: () => call("POST", "/reset"),
};

/** @throws Error with the server's reason. */
async function call(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`/control${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new Error(problem.detail ?? String(answer.status));
}
