/** A line that nobody takes up within this time is put down again (ms). */
const patience = 10_000;

export const openLive = (): WebSocket => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`);

/**
 * The line to the server, dialled while the desk is still being drawn. Whoever needs one takes it up, or dials another
 * where there is none; the server says nothing on it before it is greeted, so nothing is missed.
 */
export function createEarlyLine(open: () => WebSocket = openLive) {
  let early: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    dial(): void {
      if (early) return;
      early = open();
      timer = setTimeout(() => {
        early?.close();
        early = undefined;
      }, patience);
    },
    take(): WebSocket {
      const dialled = early;
      early = undefined;
      clearTimeout(timer);
      const alive = dialled && dialled.readyState <= WebSocket.OPEN;
      return alive ? dialled : open();
    },
  };
}
export type EarlyLine = ReturnType<typeof createEarlyLine>;
