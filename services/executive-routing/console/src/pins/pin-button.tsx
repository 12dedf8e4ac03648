import { IconPin, IconPinFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePinning } from "./pinning.ts";
import classes from "./pins.module.css";

/** On a message: whether it is kept at hand, and for whoever attends the way to change that. */
export function PinButton({ messageId }: { messageId: string }) {
  const { t } = useTranslation("desk");
  const { pins, toggle } = usePinning();
  const pinned = pins.has(messageId);
  if (!toggle) return pinned ? <IconPinFilled size={14} role="img" aria-label={t("pins.pinned")} /> : null;
  const Icon = pinned ? IconPinFilled : IconPin;
  return (
    <button
      type="button"
      className={classes.pin}
      data-pinned={pinned || undefined}
      aria-label={t(pinned ? "pins.unpin" : "pins.pin")}
      title={t(pinned ? "pins.unpin" : "pins.pin")}
      onClick={() => toggle(messageId)}
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
