import type { CheckText } from "./check-text.ts";
import type { PlanWords } from "./plan-words.ts";
import type { ReasonCode } from "./reasons.es-cl.ts";

/** What stands where somebody's data stood. */
const marks: Partial<Record<ReasonCode, string>> = {
  rut: "[RUT]",
  phone: "[teléfono]",
  email: "[correo]",
  address: "[dirección]",
  "real-name": "[nombre]",
};

/** A text without what would identify somebody; what was taken away says of which kind it was. */
export type MaskText = (text: string, plan?: Pick<PlanWords, "realName" | "alias">) => string;

/**
 * For notes of the team: number, RUT, mail, address, and the name that she does not want written, are masked as they are
 * written, for the place of each is elsewhere, sealed and on the record. Source: domain.md §3.7.
 */
export function createMaskText(checkText: CheckText): MaskText {
  return (text, plan) => {
    const names = plan && { realName: plan.realName, alias: plan.alias };
    let masked = "";
    let from = 0;
    for (const { code, start, end } of checkText(text, names, { pii: true }).reasons) {
      const mark = marks[code];
      if (mark === undefined || end <= from) continue;
      masked += text.slice(from, Math.max(from, start)) + mark;
      from = end;
    }
    return masked + text.slice(from);
  };
}
