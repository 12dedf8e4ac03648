import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { notificationPermission } from "../rings/notification.ts";
import { changeSound, useSoundPreferences } from "../rings/preferences.ts";
import { ringOnce } from "../rings/ringer.ts";
import classes from "./my-day.module.css";

/** How loud it rings, whether at all, and whether the browser may call her from another window. */
export function Sounds() {
  const { t } = useTranslation("desk");
  const { volume, quiet } = useSoundPreferences();
  const [permission, setPermission] = useState(notificationPermission);
  return (
    <section className={classes.part} aria-labelledby="my-day-sound">
      <h3 id="my-day-sound">{t("myDay.sound.title")}</h3>
      <div className={classes.volume}>
        <label htmlFor="my-day-volume">{t("myDay.sound.volume")}</label>
        <input
          id="my-day-volume"
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(volume * 100)}
          disabled={quiet}
          onChange={(event) => changeSound({ volume: Number(event.currentTarget.value) / 100 })}
        />
        <Button variant="default" size="xs" disabled={quiet} onClick={() => ringOnce(volume)}>
          {t("myDay.sound.try")}
        </Button>
      </div>
      <Checkbox
        label={t("myDay.sound.quiet")}
        description={t("myDay.sound.quietHint")}
        checked={quiet}
        onChange={(event) => changeSound({ quiet: event.currentTarget.checked })}
      />
      <div>
        <p className={classes.label}>{t("myDay.sound.outside")}</p>
        <p className={classes.hint}>
          {t("myDay.sound.outsideHint")} {t(`myDay.sound.states.${permission}`)}
        </p>
        {permission === "default" && (
          <Button
            variant="default"
            size="xs"
            mt="xs"
            onClick={() => void Notification.requestPermission().then(setPermission, () => {})}
          >
            {t("myDay.sound.allow")}
          </Button>
        )}
      </div>
    </section>
  );
}
