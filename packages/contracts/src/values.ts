import { z } from "zod";

/** A random identifier, time-ordered (UUIDv7), made by whoever first records the thing. */
const uuid = () => z.uuid();

export const EventId = uuid().describe(
  "One event, for ever; the broker's and the inbox's de-duplication key",
);
export const ContactId = uuid().describe("A person who writes; random, says nothing about her phone");
export const SessionId = z
  .uuidv7()
  .describe("One attention, first message to closing; its 16 bytes are also the OpenTelemetry trace id");
export const MessageId = uuid().describe(
  "One message, either way; never WhatsApp's own id, which contains the phone",
);
export const PersonId = z
  .string()
  .min(1)
  .max(64)
  .describe("A member of staff, as the identity database knows her");
export const CodeWordId = uuid().describe("A code word agreed with one woman; says nothing about it");
export type CodeWordId = z.infer<typeof CodeWordId>;
export const DelegationId = uuid().describe("One permission for the robot to speak");
export const Instant = z.iso
  .datetime({ precision: 3 })
  .describe("UTC, millisecond precision, e.g. 2026-11-23T21:04:05.000Z");

export type EventId = z.infer<typeof EventId>;
export type ContactId = z.infer<typeof ContactId>;
export type SessionId = z.infer<typeof SessionId>;
export type MessageId = z.infer<typeof MessageId>;
export type PersonId = z.infer<typeof PersonId>;
export type DelegationId = z.infer<typeof DelegationId>;
export type Instant = z.infer<typeof Instant>;

/**
 * Content that only a holder of its key can read.
 * `box` is base64 of `version ‖ iv(12) ‖ tag(16) ‖ ciphertext` (AES-256-GCM); see @liss/vault.
 */
export const Sealed = z.object({ keyId: uuid(), box: z.base64().min(1) });
export type Sealed = z.infer<typeof Sealed>;

export const serviceNames = ["gateway", "triage", "bot", "executive-routing", "audit"] as const;
export const ServiceName = z.enum(serviceNames);
export type ServiceName = z.infer<typeof ServiceName>;

export const staffRoles = ["executive", "supervisor", "auditor", "content-editor"] as const;
export const StaffRole = z.enum(staffRoles);
export type StaffRole = z.infer<typeof StaffRole>;

/** Who did it. Only `person` can be held responsible for a decision. */
export const Actor = z.discriminatedUnion("kind", [
  z
    .object({ kind: z.literal("contact") })
    .describe("The woman who writes; which one is the envelope's contactId"),
  z.object({ kind: z.literal("person"), id: PersonId, role: StaffRole }),
  z.object({ kind: z.literal("robot") }),
  z.object({ kind: z.literal("service"), name: ServiceName }),
]);
export type Actor = z.infer<typeof Actor>;

/** How soon a person must attend, most urgent first. `unassessed` queues with `high`. Source: screens.md, domain.md §2. */
export const tiers = [
  "imminent",
  "high",
  "unassessed",
  "support",
  "guidance",
  "information",
  "unrelated",
] as const;
export const Tier = z.enum(tiers);
export type Tier = z.infer<typeof Tier>;

/** What triage may conclude: every tier but "nobody has looked yet". */
export const AssessedTier = Tier.exclude(["unassessed"]);
export type AssessedTier = z.infer<typeof AssessedTier>;

/** Risk indicators, in the words that go on the record. Source: domain.md §2. */
export const indicators = [
  "agresion_en_curso",
  "agresor_presente",
  "agresor_en_camino",
  "encierro",
  "arma_fuego",
  "arma_blanca",
  "arma_otra",
  "amenaza_muerte",
  "estrangulamiento",
  "lesion_grave",
  "violencia_fisica",
  "violencia_sexual",
  "violencia_psicologica",
  "violencia_economica",
  "violencia_digital",
  "embarazo",
  "separacion_reciente",
  "celos_control",
  "acecho_hostigamiento",
  "escalada",
  "incumplimiento_medida",
  "antecedentes_agresor",
  "consumo_alcohol_drogas",
  "suicidio_agresor",
  "suicidio_victima",
  "miedo_victima",
  "ninos_presentes",
  "amenaza_hijos",
  "violencia_hijos",
  "destruccion_bienes_mascotas",
  "aislamiento",
  "vulnerabilidad_victima",
  "dispositivo_vigilado",
  "menor_de_edad",
  "tercera_persona",
  "codigo_encubierto",
  "posible_agresor_sondeo",
] as const;
export const Indicator = z.enum(indicators);
export type Indicator = z.infer<typeof Indicator>;

/** How a conversation turned out, said by the executive who closes it. */
export const classifications = [
  "emergency",
  "risk",
  "support",
  "guidance",
  "information",
  "no-answer",
  "unrelated",
] as const;
export const Classification = z.enum(classifications);
export type Classification = z.infer<typeof Classification>;

/** Where an outgoing message is. States only advance; `unknown` is "it left, and nobody confirmed". */
export const deliveryStates = [
  "queued",
  "unknown",
  "accepted",
  "sent",
  "delivered",
  "read",
  "failed",
] as const;
export const DeliveryState = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** What the robot may be asked to treat. The articles live in services/bot/content. */
export const RobotTopic = z.string().regex(/^[a-z][a-z-]{1,40}$/);
export type RobotTopic = z.infer<typeof RobotTopic>;
