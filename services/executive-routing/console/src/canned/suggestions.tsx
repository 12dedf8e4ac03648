import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./canned.module.css";
import type { Canned } from "./pick.ts";

/** The canned texts that fit, above the field; the focus stays where she writes. */
export function Suggestions({
  id,
  replies,
  at,
  onPick,
}: {
  id: string;
  replies: readonly Canned[];
  at: number;
  onPick: (reply: Canned) => void;
}) {
  const { t } = useTranslation("desk");
  return (
    <div id={id} role="listbox" aria-label={t("canned.suggestions")} className={classes.suggestions}>
      {replies.map((reply, index) => (
        // The keyboard chooses from the field, whose `aria-activedescendant` this is.
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={reply.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(reply)}
        >
          <strong>/{reply.name}</strong>
          <span>{reply.text}</span>
          {reply.betrays && (
            <IconAlertTriangle
              size={15}
              role="img"
              aria-label={t("canned.betrays")}
              className={classes.betrays}
            />
          )}
        </div>
      ))}
    </div>
  );
}
