import type { Stack } from "@liss/local/stack";

/** The simulated phones, through the simulator's control API. */
export type Phones = {
  /** She writes; returns once it is on its way to WhatsApp. */
  write(phoneId: string, text: string): Promise<void>;
  inject(fault: object): Promise<void>;
  /** WhatsApp does not wait for its next attempt. */
  retryNow(): Promise<void>;
  /** What WhatsApp knows to have been answered 200: the texts with two ticks. */
  acknowledged(): Promise<string[]>;
  counters(): Promise<Counters>;
  ids: readonly string[];
};

export type Counters = {
  webhooks: { sent: number; acked: number; failed: number; duplicated: number; pending: number };
};

type Bubble = { direction: "in" | "out"; status: string; content: { kind: string; text?: string } };

export async function newPhones({ addresses }: Stack, count: number): Promise<Phones> {
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${addresses.simulator}/control${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${method} ${path}`);
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const { phone } = await control<{ phone: { id: string } }>("POST", "/phones", {
      name: `Persona Inventada ${at + 1}`,
    });
    ids.push(phone.id);
  }
  return {
    ids,
    write: (phoneId, text) => control("POST", `/phones/${phoneId}/messages`, { type: "text", text }),
    inject: (fault) => control("POST", "/faults", fault),
    retryNow: () => control("POST", "/webhooks/retry-now"),
    counters: () => control("GET", "/counters"),
    async acknowledged() {
      const conversations = await Promise.all(
        ids.map((id) => control<{ phone: { conversation: Bubble[] } }>("GET", `/phones/${id}`)),
      );
      return conversations
        .flatMap(({ phone }) => phone.conversation)
        .filter(({ direction, status }) => direction === "out" && ["delivered", "read"].includes(status))
        .flatMap(({ content }) => content.text ?? []);
    },
  };
}
