/** A SHA-256 as WhatsApp writes it: base64 in webhooks, hex in its media endpoint and in older webhooks. */
export function sha256Of(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 ? bytes : undefined;
}
