import type { TimelineEntry } from "@liss/executive-routing/desk-api";
import { shared } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { desk } from "../texts.es-cl.ts";

/** A step of the session's life in words. One that nobody has put into words yet is still told. */
export function useStepSentence(): (entry: TimelineEntry) => string {
  const { t } = useTranslation(["desk", "shared"]);
  return ({ type, detail }) => {
    switch (type) {
      case "tier-raised":
      case "tier-settled": {
        const tier = nameIn(shared.tiers, detail.to) ?? "unassessed";
        const key = type === "tier-raised" && detail.cause === "waiting" ? "tier-raised-waiting" : type;
        return t(`timeline.${key}`, { tier: t(`shared:tiers.${tier}`) });
      }
      case "session-released": {
        const reason = nameIn(desk.timeline.releases, detail.reason) ?? "by-executive";
        return t(`timeline.releases.${reason}`);
      }
      case "risk-set": {
        const tier = nameIn(shared.tiers, detail.to) ?? "unassessed";
        return t("timeline.risk-set", { tier: t(`shared:tiers.${tier}`) });
      }
      case "delegation-ended": {
        const reason = nameIn(desk.timeline.endings, detail.reason) ?? "other";
        return t("timeline.delegation-ended", { reason: t(`timeline.endings.${reason}`) });
      }
      case "robot-reply-refused": {
        const reason = nameIn(desk.timeline.refusals, detail.reason) ?? "other";
        return t("timeline.robot-reply-refused", { reason: t(`timeline.refusals.${reason}`) });
      }
      case "contact-marked": {
        const mark = nameIn(desk.who.names, detail.mark) ?? "third-party";
        const key = detail.set === false ? "contact-unmarked" : type;
        return t(`timeline.${key}`, { mark: t(`who.names.${mark}`) });
      }
      case "message-pinned":
        return t(`timeline.${detail.pinned === false ? "message-unpinned" : type}`);
      case "note-pinned":
        return t(`timeline.${detail.pinned === false ? "note-unpinned" : type}`);
      case "session-classified": {
        const classification = nameIn(shared.classifications, detail.classification) ?? "no-answer";
        return t("timeline.session-classified", {
          classification: t(`shared:classifications.${classification}`),
        });
      }
      case "session-closed": {
        const classification = nameIn(shared.classifications, detail.classification) ?? "no-answer";
        return t("timeline.session-closed", {
          classification: t(`shared:classifications.${classification}`),
        });
      }
      case "session-opened":
      case "session-claimed":
      case "delegated":
      case "emergency-recorded":
      case "identity-questioned":
      case "agreed-word-heard":
      case "identity-confirmed":
      case "case-offered":
      case "offer-ended":
      case "help-called":
      case "session-transferred":
      case "transfer-proposed":
      case "transfer-ended":
      case "coaching-changed":
      case "note-added":
      case "answer-overdue":
      case "silence-noticed":
      case "emergency-opened":
      case "emergency-detailed":
      case "emergency-step-taken":
      case "care-limit-yielded":
      case "session-held":
      case "hold-ended":
      case "needs-set":
        return t(`timeline.${type}`);
      default:
        return t("timeline.other");
    }
  };
}

/** The name as a key of the catalogue, if the catalogue has it. */
function nameIn<Words extends object>(words: Words, name: unknown): (keyof Words & string) | undefined {
  return typeof name === "string" && Object.hasOwn(words, name) ? (name as keyof Words & string) : undefined;
}
