import { z } from "zod";
import { type GraphAnswer, readAnswer, readFailure } from "./graph-answer.ts";
import type { Answer } from "./outcome.ts";

/** The Cloud API, as far as Liss uses it. Nothing throws: whatever happens is an answer. */
export type GraphClient = {
  /** Posts one message, once. */
  post(body: object): Promise<Answer>;
  /** Marks her messages as read, and perhaps shows that somebody is writing. Repeating it changes nothing. */
  mark(body: object): Promise<GraphAnswer<unknown>>;
  /** Uploads a file of ours; it lives there for 30 days. Repeating it leaves a second copy, and harms nobody. */
  upload(file: {
    bytes: readonly Uint8Array[];
    mimeType: string;
    filename: string;
  }): Promise<GraphAnswer<string>>;
  /** Where a file of hers can be fetched, for five minutes, and what WhatsApp says of it. */
  mediaInfo(mediaId: string): Promise<GraphAnswer<MediaInfo>>;
};

export type MediaInfo = { url: string; sha256?: string | undefined; bytes?: number | undefined };

export type GraphOptions = {
  /** `https://graph.facebook.com`, or the simulator. */
  url: string;
  version: string;
  phoneNumberId: string;
  accessToken: string;
  timeoutMs: number;
};

const Accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const Done = z.object({ success: z.literal(true) });
const Uploaded = z.object({ id: z.string().min(1).max(128) });
const Media = z.object({
  url: z.url(),
  sha256: z.string().optional(),
  /** A string in Meta's examples. */
  file_size: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

/** WhatsApp's own code for an id that it does not know. Source: whatsapp-cloud-api.md §5. */
const unknownObject = 100;

/** A file takes longer on its way than a message. */
const uploadTimeoutFactor = 6;

/** Thin on purpose: this is where a message could be sent twice. */
export function graphClient(options: GraphOptions): GraphClient {
  const { phoneNumberId, accessToken, timeoutMs } = options;
  const base = `${options.url.replace(/\/$/, "")}/${options.version}`;

  async function ask<S extends z.ZodType>(
    path: string,
    shape: S,
    request: { method: "GET" | "POST"; body?: string | FormData; type?: string; timeoutMs?: number },
  ): Promise<GraphAnswer<z.output<S>>> {
    const { method, body, type } = request;
    try {
      const response = await fetch(`${base}/${path}`, {
        method,
        headers: { authorization: `Bearer ${accessToken}`, ...(type && { "content-type": type }) },
        ...(body !== undefined && { body }),
        // A redirect would carry the token to wherever it points.
        redirect: "manual",
        signal: AbortSignal.timeout(request.timeoutMs ?? timeoutMs),
      });
      return readAnswer(response, await response.text(), shape);
    } catch (error) {
      return readFailure(error);
    }
  }

  const messages = <S extends z.ZodType>(body: object, shape: S) =>
    ask(`${phoneNumberId}/messages`, shape, {
      method: "POST",
      body: JSON.stringify(body),
      type: "application/json",
    });

  return {
    async post(body) {
      const answer = await messages(body, Accepted);
      if (answer.kind !== "ok") return answer;
      const [message] = answer.value.messages;
      return message
        ? { kind: "accepted", wamid: message.id }
        : { kind: "unanswered", why: "unreadable-answer" };
    },
    mark: (body) => messages(body, Done),
    async upload({ bytes, mimeType, filename }) {
      const body = new FormData();
      body.set("messaging_product", "whatsapp");
      body.set("type", mimeType);
      body.set("file", new Blob(bytes as Uint8Array<ArrayBuffer>[], { type: mimeType }), filename);
      const path = `${phoneNumberId}/media`;
      const answer = await ask(path, Uploaded, {
        method: "POST",
        body,
        timeoutMs: timeoutMs * uploadTimeoutFactor,
      });
      return answer.kind === "ok" ? { kind: "ok", value: answer.value.id } : answer;
    },
    async mediaInfo(mediaId) {
      // Dots alone survive encoding and would lead our token to another address of the API.
      if (!/^[\w-]+$/.test(mediaId)) return { kind: "refused", status: 404, code: unknownObject };
      const path = `${encodeURIComponent(mediaId)}?phone_number_id=${phoneNumberId}`;
      const answer = await ask(path, Media, { method: "GET" });
      if (answer.kind !== "ok") return answer;
      const { url, sha256, file_size: bytes } = answer.value;
      return { kind: "ok", value: { url, sha256, bytes } };
    },
  };
}
