import { coverSettings } from "@liss/safety";
import { deploymentSettings } from "@liss/telemetry";
import { keySettings } from "@liss/vault";
import { z } from "zod";
import { AllowedTemplate } from "./send/templates.ts";

const url = (description: string, example: string) => z.url().describe(description).meta({ example });
const text = (description: string, example: string) =>
  z.string().min(1).describe(description).meta({ example });
const key = (description: string) =>
  z
    .string()
    .refine((value) => Buffer.from(value, "base64").length === 32, "32 bytes in base64")
    .describe(description)
    .meta({ example: "$(openssl rand -base64 32)" });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The environment of the gateway, one sentence per variable. */
export const GatewayConfig = z
  .object({
    ...deploymentSettings,
    PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .default(4010)
      .describe("Where WhatsApp's webhook, health and metrics are served"),
    LISS_MODE: z
      .enum(["local", "production"])
      .default("production")
      .describe("production refuses what only a developer's machine may do, such as a Graph API without TLS"),
    DATABASE_URL: url(
      "The gateway's own database, with its role",
      "postgres://gateway:…@127.0.0.1:5432/gateway",
    ),
    MIGRATION_DATABASE_URL: url(
      "The same database with the role that owns its tables; DATABASE_URL when absent",
      "postgres://gateway_owner:…@127.0.0.1:5432/gateway",
    ).optional(),
    VAULT_DATABASE_URL: url("Where the content keys are", "postgres://gateway:…@127.0.0.1:5432/vault"),
    ...keySettings,
    ERASURE_JOURNAL: text(
      "A file outside of every database and backup with the ids of destroyed keys, so that no backup brings one back",
      "/var/lib/liss/erasures/gateway.jsonl",
    ).optional(),
    LISS_BLIND_INDEX_KEY: key("Makes phones and WhatsApp ids findable without being readable"),
    NATS_URL: text("The broker", "nats://127.0.0.1:4222"),
    NATS_USER: text("The gateway's user at the broker", "gateway"),
    NATS_PASSWORD: text("Its password", "…"),
    ...coverSettings,
    WHATSAPP_APP_SECRET: text(
      "The app secret with which Meta signs webhooks",
      "0123456789abcdef0123456789abcdef",
    ),
    WHATSAPP_VERIFY_TOKEN: text(
      "The token that Meta repeats when it verifies the webhook's address",
      "a-long-word",
    ),
    WHATSAPP_ACCESS_TOKEN: text("The system user's token for the Graph API", "EAAG…"),
    WHATSAPP_PHONE_NUMBER_ID: z
      .string()
      .regex(/^\d{1,32}$/, "digits")
      .describe("The id (not the number) of the line that she writes to")
      .meta({ example: "106540352242922" }),
    WHATSAPP_GRAPH_URL: url(
      "Where the Graph API is; the simulator when local",
      "https://graph.facebook.com",
    ).default("https://graph.facebook.com"),
    WHATSAPP_GRAPH_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, "as in v25.0")
      .default("v25.0")
      .describe("Version of the Graph API"),
    WHATSAPP_TIMEOUT: z.coerce
      .number()
      .positive()
      .max(60)
      .default(10)
      .describe("Seconds that WhatsApp may take to answer before a message counts as unconfirmed"),
    WHATSAPP_MEDIA_HOSTS: z
      .string()
      .default("lookaside.fbsbx.com,.fbcdn.net,.whatsapp.net")
      .transform((hosts) => hosts.split(",").map((host) => host.trim()))
      .describe("Hosts that her files may come from, over https; with a leading dot everything under one"),
    WHATSAPP_MEDIA_MAX_MB: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(100)
      .describe("Largest file of hers that is kept; WhatsApp's own limit is 100"),
    WHATSAPP_TEMPLATES: z
      .string()
      .default("[]")
      .transform((text, context) => {
        const templates = z.array(AllowedTemplate).safeParse(parsed(text));
        if (templates.success) return templates.data;
        context.addIssue({ code: "custom", message: "a JSON list of {name, language, text}" });
        return z.NEVER;
      })
      .describe(
        "The only templates that may be sent, with their approved text: innocuous ones; none by default",
      )
      .meta({ example: '[{"name":"saludo_neutro","language":"es_CL","text":"Hola, ¿cómo estás?"}]' }),
    ENGINEER_TOKEN: z
      .string()
      .min(16)
      .optional()
      .describe("Opens /engineer/… (what could not be understood, without content); no token, no route")
      .meta({ example: "$(openssl rand -hex 24)" }),
  })
  .refine(
    ({ LISS_MODE, WHATSAPP_GRAPH_URL }) => LISS_MODE === "local" || WHATSAPP_GRAPH_URL.startsWith("https:"),
    {
      path: ["WHATSAPP_GRAPH_URL"],
      message: "https in production: the token and her words travel there",
    },
  );
export type GatewayConfig = z.infer<typeof GatewayConfig>;
