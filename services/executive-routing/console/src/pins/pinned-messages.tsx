import type { Conversation } from "@liss/executive-routing/desk-api";
import { formatTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { plainOf } from "../conversation/plain.ts";
import { usePinning } from "./pinning.ts";
import classes from "./pins.module.css";

/** In the context column: the messages that are kept at hand, in the order in which they were chosen. */
export function PinnedMessages({
  conversation: { messages },
  onShow,
}: {
  conversation: Conversation;
  onShow: (messageId: string) => void;
}) {
  const { t } = useTranslation("desk");
  const { pins, toggle } = usePinning();
  if (pins.size === 0 && !toggle) return null;
  return (
    <section>
      <h3>{t("pins.title")}</h3>
      {pins.size === 0 && <p className={classes.empty}>{t("pins.empty")}</p>}
      <ul className={classes.list}>
        {[...pins].map((id) => {
          const message = messages.find((one) => one.id === id);
          const text = (message && plainOf(message.content, t)) || t("pins.gone");
          return (
            <li key={id}>
              <q>{text}</q>
              <span className={classes.acts}>
                {message && <time dateTime={message.sentAt}>{formatTime(message.sentAt)}</time>}
                {message && (
                  <button type="button" aria-label={t("pins.showNamed", { text })} onClick={() => onShow(id)}>
                    {t("pins.show")}
                  </button>
                )}
                {toggle && (
                  <button
                    type="button"
                    aria-label={t("pins.unpinNamed", { text })}
                    onClick={() => toggle(id)}
                  >
                    {t("pins.remove")}
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
