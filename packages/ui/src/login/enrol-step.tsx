import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CodeField, type CodeProblem, useCode } from "./code-field.tsx";
import classes from "./door.module.css";
import { DoorCard } from "./door-card.tsx";
import { QrCode } from "./qr-code.tsx";

/** At her first login: the secret goes from this screen into her telephone, and comes back as a code. */
export function EnrolStep({
  application,
  uri,
  onCode,
  onAgain,
}: {
  application: string;
  /** `otpauth://totp/…` */
  uri: string;
  onCode: (code: string) => Promise<CodeProblem | null>;
  onAgain: () => void;
}) {
  const { t } = useTranslation("shared");
  const asked = useCode(onCode);
  return (
    <DoorCard application={application} title={t("door.enrolTitle")} onSubmit={asked.submit}>
      <p className={classes.hint}>{t("door.enrolHint")}</p>
      <QrCode value={uri} label={t("door.qr")} />
      <p className={classes.secret}>
        {t("door.secret")}
        <code data-secret>{inFours(uri)}</code>
      </p>
      <CodeField asked={asked} kind="digits" label={t("door.enrolCode")} action={t("door.activate")} />
      {asked.problem?.code === "over" && (
        <Button variant="default" onClick={onAgain}>
          {t("door.again")}
        </Button>
      )}
    </DoorCard>
  );
}

/** `ABCDEFGH` → `ABCD EFGH`: nobody loses her place while typing it. */
function inFours(uri: string): string {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
}
