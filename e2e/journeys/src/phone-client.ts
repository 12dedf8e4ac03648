type Bubble = {
  id: string;
  direction: "in" | "out";
  status: string;
  content: { kind: string; text?: string };
};

/** A simulated phone through the simulator's control API. */
export async function newPhone(simulator: string, name: string) {
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${simulator}/control${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  const { phone } = await control<{ phone: { id: string } }>("POST", "/phones", { name });
  return {
    id: phone.id,
    control,
    writes: (text: string) => control("POST", `/phones/${phone.id}/messages`, { type: "text", text }),
    /** The texts she received, in the order of her screen. */
    received: async (): Promise<string[]> => {
      const { phone: seen } = await control<{ phone: { conversation: Bubble[] } }>(
        "GET",
        `/phones/${phone.id}`,
      );
      return seen.conversation
        .filter(({ direction }) => direction === "in")
        .map(({ content }) => content.text ?? content.kind);
    },
  };
}
