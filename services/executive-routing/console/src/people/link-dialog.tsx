import { Problem } from "@liss/ui";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import classes from "./people.module.css";

/** A link that was made for somebody, and until when it works. */
export type Handing = { name: string; url: string; until: string };

/** The only moment in which the link can be seen. */
export function LinkDialog({ handing, onClose }: { handing: Handing; onClose: () => void }) {
  const { t } = useTranslation("desk");
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(handing.url).then(() => setCopied(true));
  return (
    <Dialog title={t("people.handing.title", { name: handing.name })} onClose={onClose}>
      <div className={classes.form}>
        <Problem kind="warning">{t("people.handing.once")}</Problem>
        <TextInput
          label={t("people.handing.label")}
          value={handing.url}
          readOnly
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
        />
        <p className={classes.hint}>{t("people.handing.until", { until: handing.until })}</p>
        <div className={classes.actions}>
          <Button variant="default" onClick={copy}>
            {t(copied ? "people.handing.copied" : "people.handing.copy")}
          </Button>
          <Button onClick={onClose}>{t("people.handing.done")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
