import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeField, type CodeProblem, useCode } from "./code-field.tsx";
import classes from "./door.module.css";
import { DoorCard } from "./door-card.tsx";

type Check = (code: string) => Promise<CodeProblem | null>;

/** After the password: the code of her telephone, or one of those that she kept. */
export function CodeStep({
  application,
  onCode,
  onRecoveryCode,
  onAgain,
}: {
  application: string;
  onCode: Check;
  onRecoveryCode: Check;
  onAgain: () => void;
}) {
  const { t } = useTranslation("shared");
  const [kind, setKind] = useState<"digits" | "recovery">("digits");
  const asked = useCode((code) => (kind === "digits" ? onCode(code) : onRecoveryCode(code)));
  const digits = kind === "digits";
  return (
    <DoorCard application={application} title={t("door.codeTitle")} onSubmit={asked.submit}>
      <p className={classes.hint}>{t(digits ? "door.codeHint" : "door.recoveryHint")}</p>
      <CodeField
        asked={asked}
        kind={kind}
        label={t(digits ? "door.code" : "door.recoveryCode")}
        action={t("door.enter")}
      />
      {!digits && <p className={classes.hint}>{t("door.noCodes")}</p>}
      {asked.problem?.code === "over" ? (
        <Button variant="default" onClick={onAgain}>
          {t("door.again")}
        </Button>
      ) : (
        <Button
          variant="subtle"
          onClick={() => {
            asked.forget();
            setKind(digits ? "recovery" : "digits");
          }}
        >
          {t(digits ? "door.toRecovery" : "door.toCode")}
        </Button>
      )}
    </DoorCard>
  );
}
