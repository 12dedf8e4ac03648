import type { FileChosen, Problem } from "@liss/executive-routing/desk-api";
import { RequestRefused } from "../server/request.ts";

/** No byte went nor came in this time: the line is gone (ms). */
const patience = 30_000;

/**
 * Takes a file to the server and tells how far it is. `XMLHttpRequest`, because `fetch` does not say how much of a body
 * has left. Throws RequestRefused, like every request.
 */
export function uploadFile(
  { sessionId, messageId, file }: { sessionId: string; messageId: string; file: File },
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<FileChosen> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const unreachable = () => reject(new RequestRefused("unreachable"));
    let silence = setTimeout(() => request.abort(), patience);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), patience);
    };
    request.open("PUT", `/api/sessions/${sessionId}/uploads/${messageId}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => {
      heard();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      const answer = request.response as (FileChosen & Partial<Problem>) | null;
      if (request.status === 200 && answer) resolve(answer);
      else reject(new RequestRefused(answer?.code ?? "unavailable"));
    };
    request.onerror = unreachable;
    request.onabort = unreachable;
    request.onloadend = () => clearTimeout(silence);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
