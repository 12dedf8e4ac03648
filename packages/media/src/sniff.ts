import { fileTypeFromBuffer } from "file-type";

/**
 * What may be kept and shown: pictures, sound, film and plain documents. Everything else is refused, because an
 * executive would open it on the institution's computer: programs and scripts, archives, pages and drawings that
 * carry scripts, office files with macros, and whatever nobody recognises.
 */
const kept = new Set([
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/heic",
  "image/heif",
  "image/avif",
  "image/bmp",
  "image/tiff",
  "audio/ogg",
  "audio/ogg; codecs=opus",
  "audio/mpeg",
  "audio/mp4",
  "audio/x-m4a",
  "audio/aac",
  "audio/amr",
  "audio/wav",
  "audio/flac",
  "audio/webm",
  "video/mp4",
  "video/3gpp",
  "video/3gpp2",
  "video/quicktime",
  "video/webm",
  "video/x-m4v",
  "video/matroska",
  "application/pdf",
  "application/rtf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
]);

/** The old office formats share one container, whose bytes do not say which of them it is. */
const oldOffice = new Set([
  "application/msword",
  "application/vnd.ms-excel",
  "application/vnd.ms-powerpoint",
]);

/** Enough to recognise any of them; the entries of an office file may begin late. */
export const prefixBytes = 65_536;

/**
 * The type of a file, from its first bytes; undefined when it is not one that may be kept. What it claims to be
 * counts only among formats that look alike from inside.
 */
export async function typeOf(prefix: Uint8Array, claimed: string | null): Promise<string | undefined> {
  const found = (await fileTypeFromBuffer(prefix).catch(() => undefined))?.mime;
  if (found === undefined) return isPlainText(prefix) ? "text/plain" : undefined;
  if (found === "application/x-cfb") return claimed && oldOffice.has(claimed) ? claimed : undefined;
  return kept.has(found) ? found : undefined;
}

/** UTF-8 without control characters. Served as text, nothing in it runs. */
function isPlainText(prefix: Uint8Array): boolean {
  const text = new TextDecoder("utf-8", { fatal: true });
  try {
    // The prefix may end in the middle of a character.
    const words = text.decode(prefix, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a text does not have
    return prefix.length > 0 && !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(words) && !isScript(words);
  } catch {
    return false;
  }
}

/** By their first line: a shell or a browser would run them whatever they are called. */
function isScript(words: string): boolean {
  return /^\s*(#!|<\?|<!doctype|<html|<script|<svg|MZ)/i.test(words);
}
