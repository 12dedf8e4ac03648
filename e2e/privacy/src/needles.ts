/** What is looked for, in one of the ways in which bytes may hold it. */
export type Needle = { what: string; form: string; bytes: Buffer };

/** A text as UTF-8, UTF-16, hexadecimal, percent-encoded and base64, wherever in a group of three bytes it begins. */
export function formsOf(what: string, text: string): Needle[] {
  const utf8 = Buffer.from(text, "utf8");
  const utf16 = Buffer.from(text, "utf16le");
  const percent = [...utf8].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const forms: [string, Buffer][] = [
    ["utf8", utf8],
    ["utf16le", utf16],
    ["utf16be", Buffer.from(utf16).swap16()],
    ["hex", Buffer.from(utf8.toString("hex"))],
    ["HEX", Buffer.from(utf8.toString("hex").toUpperCase())],
    ["percent", Buffer.from(percent)],
    ["Percent", Buffer.from(percent.toUpperCase())],
    ["capitals", Buffer.from(text.toUpperCase(), "utf8")],
    ["backwards", Buffer.from([...text].reverse().join(""), "utf8")],
    ...[0, 1, 2].flatMap((shift): [string, Buffer][] => {
      const inner = innerBase64(utf8, shift);
      return [
        [`base64+${shift}`, Buffer.from(inner)],
        [`base64url+${shift}`, Buffer.from(inner.replaceAll("+", "-").replaceAll("/", "_"))],
      ];
    }),
  ];
  const seen = new Set<string>();
  return forms
    .filter(([, bytes]) => !seen.has(bytes.toString("latin1")) && seen.add(bytes.toString("latin1")))
    .map(([form, bytes]) => ({ what, form, bytes }));
}

/** Only the characters that depend on nothing but the text itself. */
function innerBase64(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const from = Math.ceil((shift * 8) / 6);
  const to = Math.floor(((shift + bytes.length) * 8) / 6);
  return encoded.slice(from, to);
}

/** A Chilean mobile number (56 9 and eight digits) as people and programs write it. */
export function phoneNeedles(digits: string): Needle[] {
  const [first, second] = [digits.slice(3, 7), digits.slice(7)];
  const national = digits.slice(2);
  const spelled = [
    `9 ${first} ${second}`,
    `9-${first}-${second}`,
    `9.${first}.${second}`,
    `(9) ${first} ${second}`,
  ];
  const encoded = (digitsOfIt: string) =>
    formsOf(`phone ${digitsOfIt}`, digitsOfIt).filter(({ form }) => /^(utf|base64|hex)/.test(form));
  return [
    // The whole number is inside WhatsApp's ids; the national one is what is written without the 56.
    ...encoded(digits).filter(({ form }) => form.startsWith("base64")),
    ...encoded(national),
    ...spelled.map((text) => ({ what: `phone ${text}`, form: "utf8", bytes: Buffer.from(text) })),
  ];
}
