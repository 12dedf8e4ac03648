import { createHmac } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Attack } from "../attack.ts";
import { nested } from "../forgeries.ts";
import type { Ground } from "../ground.ts";
import { withCookie } from "../people.ts";
import { refused, smugglingAttacks, turnedAway } from "../repelled.ts";
import { delivery, postLargeWebhook, postWebhook, signatureOf } from "../whatsapp.ts";

/** How a signature may be wrong; each is tried with several bodies. */
const signatures: readonly (readonly [string, (secret: string, body: Buffer) => Record<string, string>])[] = [
  ["no signature", () => ({})],
  ["an empty signature", () => ({ "x-hub-signature-256": "" })],
  ["only the algorithm", () => ({ "x-hub-signature-256": "sha256=" })],
  ["zeroes", () => ({ "x-hub-signature-256": `sha256=${"0".repeat(64)}` })],
  [
    "half of the right one",
    (secret, body) => ({ "x-hub-signature-256": `sha256=${signatureOf(secret, body).slice(0, 32)}` }),
  ],
  [
    "the right one and more",
    (secret, body) => ({ "x-hub-signature-256": `sha256=${signatureOf(secret, body)}00` }),
  ],
  [
    "the right one without its algorithm",
    (secret, body) => ({ "x-hub-signature-256": signatureOf(secret, body) }),
  ],
  [
    "another algorithm's name",
    (secret, body) => ({ "x-hub-signature-256": `sha1=${signatureOf(secret, body)}` }),
  ],
  [
    "SHA-1 in the old header",
    (secret, body) => ({ "x-hub-signature": `sha1=${signatureOf(secret, body, "sha1")}` }),
  ],
  [
    "SHA-1 in the new header",
    (secret, body) => ({ "x-hub-signature-256": `sha1=${signatureOf(secret, body, "sha1")}` }),
  ],
  [
    "another secret",
    (_secret, body) => ({ "x-hub-signature-256": `sha256=${signatureOf("another secret", body)}` }),
  ],
  ["an empty secret", (_secret, body) => ({ "x-hub-signature-256": `sha256=${signatureOf("", body)}` })],
  [
    "the secret read as hexadecimal",
    (secret, body) => ({ "x-hub-signature-256": `sha256=${signatureOf(Buffer.from(secret, "hex"), body)}` }),
  ],
  [
    "the signature of another body",
    (secret) => ({ "x-hub-signature-256": `sha256=${signatureOf(secret, Buffer.from("{}"))}` }),
  ],
  [
    "the signature of the body and a line feed",
    (secret, body) => ({
      "x-hub-signature-256": `sha256=${signatureOf(secret, Buffer.concat([body, Buffer.from("\n")]))}`,
    }),
  ],
  [
    "in base64",
    (secret, body) => ({
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("base64")}`,
    }),
  ],
  [
    "two signatures",
    (secret, body) => ({
      "x-hub-signature-256": `sha256=${"0".repeat(64)}, sha256=${signatureOf(secret, body)}`,
    }),
  ],
  ["the secret as a bearer token", (secret) => ({ authorization: `Bearer ${secret}` })],
];

/** Everything that is tried at the webhook and its neighbours. */
export function webhookAttacks({ stack }: Ground): Attack[] {
  const { appSecret, phoneNumberId, verifyToken } = stack.secrets.whatsapp;
  const { gateway } = stack.addresses;
  const message = (text: string) =>
    delivery(phoneNumberId, {
      from: "56970000199",
      id: `wamid.${uuidv7()}`,
      type: "text",
      text: { body: text },
    });
  const bodies: readonly (readonly [string, () => Buffer])[] = [
    ["a message", () => message("me está pegando")],
    ["nothing", () => Buffer.alloc(0)],
    ["an empty object", () => Buffer.from("{}")],
    ["two megabytes", () => Buffer.alloc(2_000_000, 0x20)],
    ["a list nested 50,000 deep", () => Buffer.from(nested(50_000))],
    ["bytes that are no text", () => Buffer.from("fffe00ff", "hex")],
    ["a key that changes prototypes", () => Buffer.from('{"__proto__":{"signed":true}}')],
  ];
  const nobody = withCookie(gateway, "");
  const unsigned = signatures.flatMap(([how, headers]) =>
    bodies.map(([what, body]): Attack => {
      const kind = what.includes("nested")
        ? "nested"
        : what.includes("megabytes")
          ? "oversized"
          : "broken-auth";
      return {
        kind,
        name: `${what} with ${how}`,
        run: async () => {
          const bytes = body();
          const headersGiven = headers(appSecret, bytes);
          // Nothing and an empty object signed rightly elsewhere would be the right signature here.
          if (headersGiven["x-hub-signature-256"] === `sha256=${signatureOf(appSecret, bytes)}`)
            return undefined;
          if (kind === "oversized")
            return turnedAway(gateway, await postLargeWebhook(stack, bytes, headersGiven));
          const status = await postWebhook(stack, bytes, headersGiven);
          return refused({ status, text: "" });
        },
      };
    }),
  );
  const handshakes = [
    "",
    "wrong",
    verifyToken.slice(0, -1),
    `${verifyToken}x`,
    verifyToken.toUpperCase(),
    "%00",
  ].map(
    (token): Attack => ({
      kind: "guessing",
      name: `the handshake with ${token ? "a wrong" : "no"} token (${token.length} letters)`,
      run: async () =>
        refused(
          await nobody.ask(
            "GET",
            `/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=${encodeURIComponent(token)}`,
          ),
        ),
    }),
  );
  const neighbours = [
    "/engineer/deliveries?state=not-understood",
    "/engineer/../webhook",
    "/webhook/..%2fengineer%2fdeliveries",
    "/.env",
    "/media/x",
    "/api/desk",
    "//webhook//",
    "/WEBHOOK/%2e%2e/",
  ].flatMap((path) =>
    ["", "Bearer ", "Bearer x", `Bearer ${verifyToken}`].map(
      (authorization): Attack => ({
        kind: "hidden-route",
        name: `GET ${path} with ${authorization ? "a token that is none" : "nothing"}`,
        run: async () =>
          refused(await nobody.ask("GET", path, undefined, { authorization: authorization || undefined })),
      }),
    ),
  );
  return [
    ...unsigned,
    ...handshakes,
    ...neighbours,
    ...replays({ stack }),
    ...smugglingAttacks(gateway, "/webhook"),
  ];
}

/** What WhatsApp did sign, sent once more, whole or in pieces: it is the same message still. */
function replays({ stack }: Pick<Ground, "stack">): Attack[] {
  const { appSecret, phoneNumberId } = stack.secrets.whatsapp;
  const id = `wamid.${uuidv7()}`;
  const replayed = "56970000198";
  const first = delivery(phoneNumberId, {
    from: replayed,
    id,
    type: "text",
    text: { body: "hola otra vez" },
  });
  const signed = { "x-hub-signature-256": `sha256=${signatureOf(appSecret, first)}` };
  let sent: Promise<number> | undefined;
  const changed = (name: string, body: () => Buffer, headers: Record<string, string> = {}): Attack => ({
    kind: "replay",
    name: `a signed delivery again, ${name}`,
    run: async () => {
      sent ??= postWebhook(stack, first, signed);
      await sent;
      return refused({ status: await postWebhook(stack, body(), { ...signed, ...headers }), text: "" });
    },
  });
  const text = first.toString("utf8");
  return [
    changed("with other words", () => Buffer.from(text.replace("hola otra vez", "estoy bien, no vengan"))),
    changed("from another phone", () => Buffer.from(text.replaceAll(replayed, "56970000197"))),
    changed("with another id", () => Buffer.from(text.replace(id, `wamid.${uuidv7()}`))),
    changed("for another line", () => Buffer.from(text.replace(phoneNumberId, "1"))),
    changed("cut short", () => first.subarray(0, -1)),
    changed("with a space at its end", () => Buffer.concat([first, Buffer.from(" ")])),
    changed("said to be compressed", () => first, { "content-encoding": "gzip" }),
    changed("with another key", () => Buffer.from(text.replace('"object"', '"Object"'))),
    {
      kind: "replay",
      name: "a signed delivery twenty times is one message",
      run: async () => {
        sent ??= postWebhook(stack, first, signed);
        if ((await sent) !== 200) return "the first one was not taken";
        const again = await Promise.all(Array.from({ length: 20 }, () => postWebhook(stack, first, signed)));
        // That nothing came of them is seen in the tables; here, that the line is not kept busy with errors.
        return again.every((status) => status === 200) ? undefined : `answered ${again.join(", ")}`;
      },
    },
  ];
}
