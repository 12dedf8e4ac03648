/** WhatsApp lets us write freely for so long after her last message. Source: whatsapp-cloud-api.md §3, 24 h window. */
const windowMs = 24 * 3_600_000;

export function isWindowOpen(lastInboundAt: Date | undefined, now: Date): boolean {
  return lastInboundAt !== undefined && now.getTime() - lastInboundAt.getTime() < windowMs;
}
