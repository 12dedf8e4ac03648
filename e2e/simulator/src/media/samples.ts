import { readFileSync } from "node:fs";

/** What the attachments menu sends when no file is chosen. Drawn and synthesised for this folder; nobody's photo or voice. */
export const samples = {
  image: { mimeType: "image/jpeg", bytes: () => readSample("sample.jpg") },
  voice: { mimeType: "audio/ogg; codecs=opus", bytes: () => readSample("sample.ogg") },
  audio: { mimeType: "audio/ogg; codecs=opus", bytes: () => readSample("sample.ogg") },
  /** Recognised as film by its first box, and nothing else: there is no picture in it. */
  video: {
    mimeType: "video/mp4",
    bytes: () => Buffer.from("000000186674797069736f6d0000020069736f6d6d703432000000086d646174", "hex"),
  },
  /** One transparent point. */
  sticker: {
    mimeType: "image/webp",
    bytes: () => Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64"),
  },
  document: {
    mimeType: "text/plain",
    bytes: () => Buffer.from("Documento de muestra del simulador.\n", "utf8"),
  },
};

function readSample(file: string): Buffer {
  return readFileSync(new URL(file, import.meta.url));
}
