import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./door.module.css";

/** Codes for the day without her telephone, told this once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation("shared");
  const [copied, setCopied] = useState(false);
  return (
    <>
      <p className={classes.hint}>{t("door.keepHint")}</p>
      <ul className={classes.codes} aria-label={t("door.codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button
        variant="default"
        onClick={() => void navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true))}
      >
        {t(copied ? "door.copied" : "door.copy")}
      </Button>
    </>
  );
}
