import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import classes from "./veil.module.css";

/** An empty page over everything, in one key, when somebody comes near who must not read. Nothing of what is below is said. */
export default function Veil({ onLift }: { onLift: () => void }) {
  const { t } = useTranslation("desk");
  const cover = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const title = document.title;
    document.title = t("veil.tab");
    // In the browser's top layer: above dialogs and their focus, which it gives back.
    cover.current?.showModal();
    return () => {
      document.title = title;
    };
  }, [t]);
  return createPortal(
    <dialog
      ref={cover}
      className={classes.veil}
      aria-modal="true"
      aria-label={t("veil.name")}
      onCancel={(event) => {
        event.preventDefault();
        onLift();
      }}
      onKeyDown={(event) => {
        if (event.altKey && event.code === "KeyO") onLift();
      }}
    >
      <button type="button" onClick={onLift}>
        {t("veil.lift", { key: nameOfKey("veil") })}
      </button>
    </dialog>,
    document.body,
  );
}
