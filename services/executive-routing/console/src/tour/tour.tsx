import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { nameOfKey } from "../desk/key-names.tsx";
import { tour } from "./texts.es-cl.ts";
import classes from "./tour.module.css";

const steps = Object.keys(tour.steps) as (keyof typeof tour.steps)[];

/** What one must know to work here, in five cards. Escape or "Saltar" ends it at any moment. */
export default function Tour({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("desk");
  const [at, setAt] = useState(0);
  const onwards = useRef<HTMLButtonElement>(null);
  const step = steps[at] ?? "queue";
  const last = at === steps.length - 1;
  // One key, pressed again and again, leads through it; and a screen reader hears each card.
  useEffect(() => {
    if (at > 0) onwards.current?.focus();
  }, [at]);
  const names = {
    take: nameOfKey("takeRing"),
    pass: nameOfKey("passRing"),
    robot: nameOfKey("robot"),
    takeBack: nameOfKey("takeBack"),
    palette: nameOfKey("palette"),
    veil: nameOfKey("veil"),
  };
  return (
    <Dialog title={t("tour.title")} onClose={onClose}>
      <div aria-live="polite" className={classes.card}>
        <h3>{t(`tour.steps.${step}.title`)}</h3>
        <p>{t(`tour.steps.${step}.text`, names)}</p>
      </div>
      <div className={classes.foot}>
        <span className={classes.at}>{t("tour.step", { at: at + 1, of: steps.length })}</span>
        {!last && (
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("tour.skip")}
          </Button>
        )}
        {at > 0 && (
          <Button variant="default" onClick={() => setAt(at - 1)}>
            {t("tour.back")}
          </Button>
        )}
        <Button ref={onwards} data-autofocus onClick={() => (last ? onClose() : setAt(at + 1))}>
          {t(last ? "tour.end" : "tour.next")}
        </Button>
      </div>
    </Dialog>
  );
}
