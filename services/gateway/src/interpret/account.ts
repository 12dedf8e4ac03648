import type { AlertCode } from "@liss/contracts";
import type { Item, LineAlert, Place } from "./item.ts";
import {
  errorNote,
  type Fields,
  fieldsOf,
  firstErrorCode,
  listOf,
  notesOf,
  textOf,
  wordOf,
} from "./reading.ts";
import { identify } from "./sender.ts";

/**
 * Fields that tell something about the account, the number, its templates, its security or other products of
 * WhatsApp's that Liss does not use. Source: whatsapp-cloud-api.md §5 and Meta's webhook reference.
 */
const accountFields = new Set([
  "account_update",
  "account_alerts",
  "account_review_update",
  "account_settings_update",
  "phone_number_quality_update",
  "phone_number_name_update",
  "phone_number_settings_update",
  "business_capability_update",
  "business_status_update",
  "message_template_status_update",
  "message_template_quality_update",
  "message_template_components_update",
  "message_template_language_update",
  "template_category_update",
  "template_correct_category_detection",
  "security",
  "user_preferences",
  "flows",
  "history",
  "smb_app_state_sync",
  "automatic_events",
  "partner_solutions",
  "payment_configuration_update",
  "messaging_handovers",
  "tracking_events",
]);

export function isAccountField(field: string): boolean {
  return accountFields.has(field) || /^(account|phone_number|message_template|business)_[a-z_]+$/.test(field);
}

/** One event about the line. `event` is WhatsApp's word where it has one, otherwise the field's name. */
export function accountItems(value: Fields, place: Place): Item[] {
  if (place.field === "user_preferences") return preferenceItems(value, place);
  const alertInfo = fieldsOf(value.alert_info);
  const word = wordOf(value.event) ?? wordOf(alertInfo.alert_type) ?? place.field;
  const [banned] = [fieldsOf(value.ban_info).waba_ban_state].flat();
  const banState = wordOf(banned);
  const decision = wordOf(value.decision) ?? wordOf(alertInfo.alert_status);
  const severity = wordOf(alertInfo.alert_severity);
  const details = { word, banState, decision, severity, quality: wordOf(value.new_quality_score) };
  return [
    {
      ...place,
      kind: "account",
      event: word,
      raw: value,
      alert: alertFor(place.field, details),
      note: notesOf(banState, decision, severity, detailsOf(value)),
    },
  ];
}

type Details = {
  word: string;
  banState: string | undefined;
  decision: string | undefined;
  severity: string | undefined;
  quality: string | undefined;
};

/** account_update: what takes the line away or narrows it. The rest (sharing, pricing, terms) is only kept. */
const accountUpdates: Record<string, LineAlert> = {
  ACCOUNT_DELETED: { code: "account-deleted", severity: "critical" },
  ACCOUNT_OFFBOARDED: { code: "account-offboarded", severity: "critical" },
  ACCOUNT_RESTRICTION: { code: "account-restricted", severity: "critical" },
  ACCOUNT_VIOLATION: { code: "account-violation", severity: "critical" },
  DISABLED_UPDATE: { code: "account-disabled", severity: "critical" },
  PARTNER_REMOVED: { code: "account-partner-removed", severity: "critical" },
  PARTNER_APP_UNINSTALLED: { code: "account-app-removed", severity: "critical" },
};

const templateTrouble = new Set([
  "REJECTED",
  "PAUSED",
  "DISABLED",
  "FLAGGED",
  "PENDING_DELETION",
  "LIMIT_EXCEEDED",
]);

/**
 * Whether a person must hear of it: what restricts the line, threatens it, or could be somebody taking it over.
 * An event of an account that nobody has documented is a warning: silence would be a guess.
 */
function alertFor(field: string, details: Details): LineAlert | undefined {
  const { word, banState, decision, severity, quality } = details;
  const warning = (code: AlertCode): LineAlert => ({ code, severity: "warning" });
  switch (field) {
    case "account_update":
      if (banState === "REINSTATE") return warning("account-reinstated");
      return Object.hasOwn(accountUpdates, word) ? accountUpdates[word] : undefined;
    case "account_review_update":
      return decision === "APPROVED" ? undefined : { code: "account-review-rejected", severity: "critical" };
    case "account_alerts":
      if (severity === "CRITICAL") return { code: "account-alert", severity: "critical" };
      return severity === "WARNING" ? warning("account-alert") : undefined;
    case "business_status_update":
      return { code: "business-status-changed", severity: "critical" };
    case "phone_number_quality_update":
      return ["FLAGGED", "DOWNGRADE"].includes(word) ? warning("number-quality-low") : undefined;
    case "phone_number_name_update":
      return decision === "APPROVED" ? undefined : warning("display-name-not-approved");
    case "message_template_status_update":
      return templateTrouble.has(word) ? warning("template-not-usable") : undefined;
    case "message_template_quality_update":
      return quality === "RED" ? warning("template-quality-low") : undefined;
    case "security":
      return { code: "line-security-changed", severity: "critical" };
    default:
      return undefined;
  }
}

/** Small facts that tell events of one field apart. */
function detailsOf(value: Fields): string | undefined {
  const facts = [
    "message_template_name",
    "reason",
    "previous_quality_score",
    "new_quality_score",
    "previous_category",
    "new_category",
    "current_limit",
    "max_daily_conversation_per_phone",
    "max_daily_conversations_per_business",
    "requested_verified_name",
    "rejection_reason",
    "requester",
    "message",
  ];
  const told = facts.flatMap((fact) => {
    const text = textOf(value[fact]);
    return text === undefined || text === "NONE" ? [] : [`${fact}: ${text}`];
  });
  return textOf(told.join(", "));
}

/** She stops or resumes marketing messages. Liss sends none; it is kept like any other event. */
function preferenceItems(value: Fields, place: Place): Item[] {
  const list = listOf(value.user_preferences ?? value, `${place.path}.user_preferences`) ?? [];
  return list.map((preference): Item => {
    const { wa_id, user_id, category, value: choice, detail } = fieldsOf(preference.value);
    return {
      ...place,
      path: preference.path,
      kind: "account",
      event: "user_preferences",
      raw: preference.value,
      contact: identify(wa_id, user_id),
      text: textOf(detail),
      note: notesOf([textOf(category), textOf(choice)].filter(Boolean).join(": ")),
    };
  });
}

/** `value.errors[]`: the line itself, outside any message. */
export function lineErrorItem(error: unknown, place: Place): Item {
  const errorCode = firstErrorCode(error) ?? 0;
  const alert: LineAlert = { code: "channel-error", severity: "warning" };
  return { ...place, kind: "account", event: "error", raw: error, alert, errorCode, note: errorNote(error) };
}
