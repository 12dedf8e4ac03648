import { createHash } from "node:crypto";
import { prefixBytes, typeOf } from "@liss/media";

/** Where files may come from. Nobody else ever hears our token, or makes us ask somewhere. */
export type FileHosts = {
  /** Exact names, or with a leading dot everything under one: `.fbcdn.net`. Over https only. */
  allowed: readonly string[];
  /** `http://127.0.0.1:4060`: the simulator's, on a developer's machine. */
  alsoOrigin?: string | undefined;
};

/** The file cannot be had, and trying again would not change that. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
  readonly reason: "too-large" | "not-downloadable" | "wrong-hash" | "refused-type";
  constructor(reason: FileRefused["reason"]) {
    super(`the file cannot be kept: ${reason}`);
    this.reason = reason;
  }
}

/** The address is no longer good; WhatsApp gives a new one. */
export class AddressGone extends Error {
  override readonly name = "AddressGone";
}

/** Not now: the network, or WhatsApp's server. */
export class NotNow extends Error {
  override readonly name = "NotNow";
}

export const downloadLimits = {
  redirects: 3,
  /** To the first byte, and between two of them. */
  silenceMs: 15_000,
  /** 100 MB at 2 Mbit/s. */
  wholeMs: 8 * 60_000,
} as const;

export type DownloadOptions = {
  accessToken: string;
  hosts: FileHosts;
  maxBytes: number;
  signal?: AbortSignal;
};

/**
 * Asks for a file with our token. A redirect is followed without it, and only to hosts that are expected.
 * @throws FileRefused | AddressGone | NotNow
 */
export async function download(
  address: string,
  options: DownloadOptions,
): Promise<AsyncIterable<Uint8Array>> {
  let url = addressOf(address, options.hosts);
  for (let hop = 0; hop <= downloadLimits.redirects; hop += 1) {
    const response = await ask(url, hop === 0 ? options.accessToken : undefined, options.signal);
    const location = response.status >= 300 && response.status < 400 && response.headers.get("location");
    if (location) {
      await response.body?.cancel();
      url = addressOf(URL.parse(location, url.href)?.href ?? "", options.hosts);
      continue;
    }
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      throw new AddressGone("WhatsApp has no file at this address any more");
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new NotNow(`WhatsApp's file server answered ${response.status}`);
    }
    return limited(response.body, options.maxBytes);
  }
  throw new FileRefused("not-downloadable");
}

function addressOf(address: string, { allowed, alsoOrigin }: FileHosts): URL {
  const url = URL.parse(address);
  if (!url || url.username || url.password) throw new FileRefused("not-downloadable");
  if (url.origin === alsoOrigin) return url;
  const isExpected = allowed.some((host) =>
    host.startsWith(".") ? url.hostname.endsWith(host) : url.hostname === host,
  );
  if (url.protocol !== "https:" || url.port !== "" || !isExpected) throw new FileRefused("not-downloadable");
  return url;
}

async function ask(url: URL, token: string | undefined, signal: AbortSignal | undefined): Promise<Response> {
  const limits = [AbortSignal.timeout(downloadLimits.wholeMs), ...(signal ? [signal] : [])];
  try {
    return await fetch(url, {
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      redirect: "manual",
      signal: AbortSignal.any(limits),
    });
  } catch (error) {
    throw new NotNow("WhatsApp's file server did not answer", { cause: error });
  }
}

/** At most so many bytes, and never silent for long. What fails on the way is worth another try. */
async function* limited(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = body.getReader();
  let count = 0;
  try {
    for (;;) {
      const next = await withinSilence(reader);
      if (next.done) return;
      count += next.value.byteLength;
      if (count > maxBytes) throw new FileRefused("too-large");
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function withinSilence(reader: Reader): ReturnType<Reader["read"]> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotNow("the file stopped coming")), downloadLimits.silenceMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    throw error instanceof NotNow ? error : new NotNow("the file broke off", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

export type Checked = {
  bytes: AsyncIterable<Uint8Array>;
  /** Known once the first piece has been given out. */
  mimeType(): string;
};

/**
 * The same bytes, after a look at them: what may not be kept stops before its first byte is given out, and what is
 * not what WhatsApp announced stops instead of ending.
 */
export function checked(
  source: AsyncIterable<Uint8Array>,
  { sha256, claimed }: { sha256: Buffer | undefined; claimed: string | null },
): Checked {
  let mimeType = "application/octet-stream";
  async function* look(): AsyncIterable<Uint8Array> {
    const hash = createHash("sha256");
    let prefix: Buffer | undefined = Buffer.alloc(0);
    const recognise = async (bytes: Buffer) => {
      const found = await typeOf(bytes, claimed);
      if (found === undefined) throw new FileRefused("refused-type");
      mimeType = found;
      return bytes;
    };
    for await (const piece of source) {
      hash.update(piece);
      if (prefix === undefined) {
        yield piece;
        continue;
      }
      prefix = Buffer.concat([prefix, piece]);
      if (prefix.length < prefixBytes) continue;
      yield await recognise(prefix);
      prefix = undefined;
    }
    if (prefix !== undefined) yield await recognise(prefix);
    if (sha256 !== undefined && !hash.digest().equals(sha256)) throw new FileRefused("wrong-hash");
  }
  return { bytes: look(), mimeType: () => mimeType };
}
