/** Whether the browser may call her outside of the page; `unsupported` where it cannot. */
export type Permission = NotificationPermission | "unsupported";

export const notificationPermission = (): Permission =>
  typeof Notification === "undefined" ? "unsupported" : Notification.permission;

/**
 * Calls her while the page is out of sight, without a word of why: a screen may be seen by anybody. Returns how to
 * take it away.
 */
export function callOutside(title: string, body: string): () => void {
  if (notificationPermission() !== "granted" || document.visibilityState === "visible") return () => {};
  const shown = new Notification(title, { body, tag: "liss-ring", silent: true, requireInteraction: true });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
  return () => shown.close();
}
