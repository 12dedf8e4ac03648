import { z } from "zod";

const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4060).describe("Where the page and the API listen"),
  HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("The address to listen on, e.g. 0.0.0.0 in a container"),
  WEBHOOK_URL: z
    .url()
    .default("http://127.0.0.1:4010/webhook")
    .describe("Where Liss receives webhooks, e.g. http://127.0.0.1:4010/webhook"),
  WHATSAPP_APP_SECRET: z
    .string()
    .min(1)
    .default("local-app-secret")
    .describe("The key that signs webhooks, the same one the gateway verifies with"),
  WHATSAPP_VERIFY_TOKEN: z
    .string()
    .min(1)
    .default("local-verify-token")
    .describe("The token of the GET handshake, the same one the gateway expects"),
  WHATSAPP_ACCESS_TOKEN: z
    .string()
    .min(1)
    .default("local-access-token")
    .describe("The only bearer token the Cloud API side accepts"),
  WHATSAPP_PHONE_NUMBER_ID: z
    .string()
    .regex(/^\d+$/)
    .default("100000000000001")
    .describe("The id of Liss's number, e.g. 100000000000001"),
  WHATSAPP_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default("v25.0")
    .describe("The Graph version whose paths are served, e.g. v25.0"),
});
export type Config = z.infer<typeof Config>;

/**
 * Reads the environment. Every variable has a local default, so that the simulator runs alone.
 * @throws Error whose message is one line: the variable, what it means (with an example) and what is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Config.safeParse(env);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  const meaning = Config.shape[name as keyof Config]?.description ?? "";
  throw new Error(`${name} (${meaning}): ${issue?.message}`);
}
