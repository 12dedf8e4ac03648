/** What the page itself notes while it is measured; read back by the bench. */
export type Watched = {
  interactiveAt: number | null;
  /** By message: when its frame was heard and when it was painted. */
  heard: Record<string, number>;
  painted: Record<string, number>;
};

/** What the page writes into its trace, and tells to the bench's server, when it can be used. */
export const interactive = { mark: "bench:interactive", path: "/bench/interactive" };

/** Runs in the page before anything of ours. It only looks: no work is added but two listeners. */
export function watchPage(interactive: { mark: string; path: string }): void {
  const watched: Watched = { interactiveAt: null, heard: {}, painted: {} };
  Object.assign(globalThis, { watched });

  // The moment at which she could press the one button that matters: the desk is drawn and the line is up.
  const look = () => {
    const ready = [...document.querySelectorAll("button:not(:disabled)")].some(
      (button) => button.getAttribute("aria-keyshortcuts") === "Alt+N",
    );
    if (!ready) return void requestAnimationFrame(look);
    watched.interactiveAt = performance.now();
    // Told to the server, and not asked by a tool: a question would be work for the page while it is measured.
    performance.mark(interactive.mark);
    navigator.sendBeacon(interactive.path);
  };
  requestAnimationFrame(look);

  const Native = globalThis.WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", ({ data }) => {
        const frame = JSON.parse(String(data)) as { type: string; message?: { id: string } };
        if (frame.message) watched.heard[frame.message.id] = performance.now();
      });
    }
  };

  new MutationObserver(() => {
    const waiting = Object.keys(watched.heard).filter((id) => watched.painted[id] === undefined);
    for (const id of waiting) {
      if (!document.querySelector(`[data-message-id="${id}"]`)) continue;
      watched.painted[id] = Number.NaN;
      // After the next frame's work, a task: by then it was painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          watched.painted[id] = performance.now();
        };
        port2.postMessage(null);
      });
    }
  }).observe(document, { childList: true, subtree: true });
}
