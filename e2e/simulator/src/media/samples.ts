import { readFileSync } from "node:fs";

/** What the attachments menu sends when no file is chosen. Drawn and synthesised for this folder; nobody's photo or voice. */
export const samples = {
  image: { mimeType: "image/jpeg", bytes: () => readSample("sample.jpg") },
  voice: { mimeType: "audio/ogg; codecs=opus", bytes: () => readSample("sample.ogg") },
  document: {
    mimeType: "text/plain",
    bytes: () => Buffer.from("Documento de muestra del simulador.\n", "utf8"),
  },
};

function readSample(file: string): Buffer {
  return readFileSync(new URL(file, import.meta.url));
}
