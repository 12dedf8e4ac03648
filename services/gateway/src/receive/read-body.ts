import type { IncomingMessage } from "node:http";

/**
 * The bytes of a request exactly as they came: the signature covers them, so no content type is trusted and nothing
 * is decompressed. Never rejects. `unreadable`: compressed, cut off, or not as long as it said.
 */
export function readBody(
  request: IncomingMessage,
  longest: number,
): Promise<Buffer | "too-large" | "unreadable"> {
  const { "content-encoding": encoding = "identity", "content-length": announced } = request.headers;
  if (encoding !== "identity") return Promise.resolve("unreadable");
  if (announced !== undefined && Number(announced) > longest) return Promise.resolve("too-large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= longest) chunks.push(chunk);
      else {
        request.pause();
        resolve("too-large");
      }
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    request.on("error", () => resolve("unreadable"));
    request.on("close", () => resolve("unreadable")); // too late to matter when it ended before
  });
}
