import { IconPin, IconPinFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./pins.module.css";

/** The pin itself: seen by all once it is set, and pressed by whoever may. */
export function Pin({
  what,
  pinned,
  toggle,
}: {
  what: "message" | "note";
  pinned: boolean;
  toggle: (() => void) | null;
}) {
  const { t } = useTranslation("desk");
  if (!toggle) return pinned ? <IconPinFilled size={14} role="img" aria-label={t("pins.pinned")} /> : null;
  const Icon = pinned ? IconPinFilled : IconPin;
  const name = pinned ? t("pins.unpin") : t(`pins.pin.${what}`);
  return (
    <button
      type="button"
      className={classes.pin}
      data-pinned={pinned || undefined}
      aria-label={name}
      title={name}
      onClick={toggle}
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
