import type { MessageView } from "@liss/executive-routing/desk-api";
import type { TFunction } from "i18next";

/** A message in one line, to quote it. */
export function plainOf(content: MessageView["content"], t: TFunction<"desk">): string {
  if (!content) return "";
  switch (content.kind) {
    case "text":
    case "template":
      return content.text;
    case "choice":
      return content.title;
    case "list":
    case "buttons":
    case "link":
    case "location-request":
      return content.body;
    case "location":
      return t("thread.location");
    case "reaction":
      return content.emoji ?? "";
    case "unsupported":
      return t("thread.unsupported", { original: content.original });
    default:
      return content.caption ?? t(`thread.media.${content.kind}`);
  }
}
