import { expect, test, vi } from "vitest";
import { RequestRefused } from "../server/request.ts";
import { createAttachments } from "./attachments.ts";

const session = "una-atencion";
const aFile = (name: string, type: string, bytes = 10) => new File([new Uint8Array(bytes)], name, { type });

/** An upload that ends when the test says so. */
function slowUpload() {
  const going: { signal: AbortSignal; progress: (share: number) => void; end: (error?: Error) => void }[] =
    [];
  const upload: Parameters<typeof createAttachments>[0] = (_what, signal, progress) =>
    new Promise((resolve, reject) => {
      const end = (error?: Error) =>
        error ? reject(error) : resolve({ kind: "image", mimeType: "image/png", bytes: 10 });
      signal.addEventListener("abort", () => end(new RequestRefused("unreachable")));
      going.push({ signal, progress, end });
    });
  return { upload, going };
}

test("a file travels while she writes, and is ready when the server has it", async () => {
  const { upload, going } = slowUpload();
  const attachments = createAttachments(upload);
  const told = vi.fn();
  attachments.subscribe(told);
  const travelled = attachments.choose(session, aFile("captura.png", "image/png"));
  going[0]?.progress(0.5);
  expect(attachments.of(session)).toMatchObject({ state: "travelling", sent: 0.5, kind: "image" });
  going[0]?.end();
  await travelled;
  expect(attachments.of(session)).toMatchObject({ state: "ready", sent: 1 });
  expect(told).toHaveBeenCalledTimes(3);
});

test("what cannot be sent never leaves this computer", async () => {
  const { upload, going } = slowUpload();
  const attachments = createAttachments(upload);
  await attachments.choose(session, aFile("programa.exe", "application/x-msdownload"));
  expect(attachments.of(session)).toMatchObject({ state: "refused", refused: "file-not-sendable" });
  await attachments.choose(session, aFile("foto.jpg", "image/jpeg", 5 * 2 ** 20 + 1));
  expect(attachments.of(session)).toMatchObject({ state: "refused", refused: "too-large-here" });
  expect(going).toEqual([]);
});

test("taken away while it travels, it stops and nothing comes back of it", async () => {
  const { upload, going } = slowUpload();
  const attachments = createAttachments(upload);
  const travelled = attachments.choose(session, aFile("captura.png", "image/png"));
  attachments.drop(session);
  await travelled;
  expect(going[0]?.signal.aborted).toBe(true);
  expect(attachments.of(session)).toBeUndefined();
  expect(attachments.any()).toBe(false);
});

test("the line fell: it says why, and goes again under the same message", async () => {
  const { upload, going } = slowUpload();
  const attachments = createAttachments(upload);
  const travelled = attachments.choose(session, aFile("captura.png", "image/png"));
  const { messageId } = attachments.of(session) ?? {};
  going[0]?.end(new RequestRefused("unreachable"));
  await travelled;
  expect(attachments.of(session)).toMatchObject({ state: "refused", refused: "unreachable" });
  const second = attachments.again(session);
  going[1]?.end();
  await second;
  expect(attachments.of(session)).toMatchObject({ state: "ready", messageId });
});

test("another choice takes its place, and the slow first one changes nothing any more", async () => {
  const { upload, going } = slowUpload();
  const attachments = createAttachments(upload);
  const first = attachments.choose(session, aFile("una.png", "image/png"));
  const second = attachments.choose(session, aFile("otra.png", "image/png"));
  going[0]?.end();
  await first;
  expect(attachments.of(session)).toMatchObject({ name: "otra.png", state: "travelling" });
  going[1]?.end();
  await second;
  attachments.rename(session, "lista");
  expect(attachments.of(session)).toMatchObject({ name: "lista", state: "ready" });
});
