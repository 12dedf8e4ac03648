import { useTranslation } from "react-i18next";
import type { ChatMessage } from "../../view.ts";

/** One line that stands for a message: in notifications, quotes and labels. */
export function useSummary(): (message: ChatMessage) => string {
  const { t } = useTranslation();
  return ({ content, revoked }) => {
    if (revoked) return t("message.revokedHers");
    switch (content.kind) {
      case "media":
        if (content.caption) return content.caption;
        return t(content.voice ? "message.voice" : `message.${content.media}`);
      case "location":
        return content.name ?? t("message.location");
      case "choice":
        return content.title;
      case "other":
        return t("message.other", { type: content.type });
      default:
        return content.text;
    }
  };
}
