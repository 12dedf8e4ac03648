export type Document = { json: unknown } | { problem: string };

/**
 * The JSON documents in a text: one, or one a line, or several one after the other. What cannot be read becomes a
 * problem in its place; the documents around it are whole.
 */
export function documentsIn(text: string): Document[] {
  const whole = parse(text);
  if ("json" in whole) return [whole];
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const byLine = lines.map((line) => parse(line.replace(/,\s*$/, "")));
  const isLined = byLine.some((document) => "json" in document && typeof document.json === "object");
  if (lines.length > 1 && isLined && lines.every((line) => /^\s*[[{]/.test(line))) return byLine;
  const pieces = piecesOf(text);
  return pieces.length > 1 ? pieces.map(parse) : [whole];
}

function parse(text: string): Document {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { problem: "not JSON" };
  }
}

/** Splits where a value at the outermost level ends. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = -1;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (depth === 0) start = at;
      depth += 1;
    } else if ((character === "}" || character === "]") && depth > 0) {
      depth -= 1;
      if (depth === 0) pieces.push(text.slice(start, at + 1));
    }
  }
  if (depth > 0) pieces.push(text.slice(start));
  return pieces;
}
