/**
 * The words of a file. Spreadsheets here often save CSV in the letters of Windows instead of UTF-8; what is not the one
 * is read as the other.
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
