import { z } from "zod";
import { fileKeyProvider } from "./file-keys.ts";
import { type KeyProvider, localKeyProvider, parseKey } from "./key-provider.ts";
import { type TransitKeys, transitKeyProvider, transitToken } from "./transit-keys.ts";

const key = z.base64().length(44);

/** Where the key-encryption key comes from: exactly one of the three. For a service's own configuration. */
export const keySettings = {
  LISS_KEY_ENCRYPTION_KEY: key
    .optional()
    .describe("32 random bytes in base64 that wrap the content keys, e.g. from `openssl rand -base64 32`"),
  LISS_FORMER_KEY_ENCRYPTION_KEYS: z
    .string()
    .default("")
    .transform((list) => list.split(",").filter(Boolean))
    .pipe(z.array(key))
    .describe("Keys of before, separated by commas, that still unwrap while one is being changed"),
  LISS_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("A file with the keys instead, one a line, the first wraps; read again when it changes"),
  LISS_TRANSIT_URL: z
    .url()
    .optional()
    .describe("HashiCorp Vault instead, whose transit engine wraps, e.g. https://vault.example:8200"),
  LISS_TRANSIT_MOUNT: z.string().min(1).default("transit").describe("Where its transit engine is mounted"),
  LISS_TRANSIT_KEY: z.string().min(1).default("liss").describe("Its key, of type aes256-gcm96"),
  LISS_TRANSIT_TOKEN: z.string().min(1).optional().describe("A token that may encrypt and decrypt with it"),
  LISS_TRANSIT_TOKEN_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("The same in a file, which an agent may renew"),
};

export const KeySettings = z.object(keySettings);
export type KeySettings = z.infer<typeof KeySettings>;

/** @throws RangeError in one sentence when there is not exactly one source */
export function keyProviderOf(settings: KeySettings): KeyProvider | TransitKeys {
  const { LISS_KEY_ENCRYPTION_KEY: own, LISS_KEY_FILE: file, LISS_TRANSIT_URL: address } = settings;
  if ([own, file, address].filter((source) => source !== undefined).length !== 1)
    throw new RangeError(
      "exactly one of LISS_KEY_ENCRYPTION_KEY, LISS_KEY_FILE and LISS_TRANSIT_URL says where the key-encryption key is",
    );
  if (file !== undefined) return fileKeyProvider(file);
  if (address !== undefined)
    return transitKeyProvider({
      address,
      mount: settings.LISS_TRANSIT_MOUNT,
      key: settings.LISS_TRANSIT_KEY,
      token: transitToken(settings.LISS_TRANSIT_TOKEN, settings.LISS_TRANSIT_TOKEN_FILE),
    });
  const previous = settings.LISS_FORMER_KEY_ENCRYPTION_KEYS.map(parseKey);
  return localKeyProvider({ current: parseKey(own ?? ""), previous });
}
