import type { World } from "../world/world.ts";

/**
 * `GET /{phone-number-id}?fields=…` and `GET /{business account}?fields=health_status`.
 * @returns undefined when there is no such object.
 */
export function lineFields(world: World, id: string, fields: unknown): Record<string, unknown> | undefined {
  const { phoneNumberId, businessAccountId, displayPhoneNumber } = world.line;
  const { status, quality, canSendMessage } = world.health;
  const health = {
    can_send_message: canSendMessage,
    entities: [
      { entity_type: "PHONE_NUMBER", id: phoneNumberId, can_send_message: canSendMessage },
      { entity_type: "WABA", id: businessAccountId, can_send_message: "AVAILABLE" },
    ],
  };
  const known: Record<string, Record<string, unknown>> = {
    [phoneNumberId]: {
      verified_name: "Liss",
      display_phone_number: `+${displayPhoneNumber}`,
      status,
      quality_rating: quality,
      name_status: "APPROVED",
      code_verification_status: "VERIFIED",
      platform_type: "CLOUD_API",
      throughput: { level: "STANDARD" },
      whatsapp_business_manager_messaging_limit: "TIER_2K",
      health_status: health,
    },
    [businessAccountId]: { name: "Liss", health_status: health },
  };
  const object = known[id];
  if (!object) return undefined;
  const wanted =
    typeof fields === "string"
      ? fields.split(",").map((field) => field.trim())
      : Object.keys(object).slice(0, 5);
  return {
    ...Object.fromEntries(wanted.filter((field) => field in object).map((field) => [field, object[field]])),
    id,
  };
}
