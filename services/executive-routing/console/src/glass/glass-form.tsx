import { Problem } from "@liss/ui";
import { Button, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import classes from "./glass.module.css";
import { breakGlass, type GlassReason } from "./server.ts";
import { glass } from "./texts.es-cl.ts";

const reasons = Object.keys(glass.reasons) as GlassReason[];

/** Why she opens what is not hers to open, and what happens when she does. */
export function GlassForm({
  sessionId,
  onOpened,
  wayBack,
}: {
  sessionId: string;
  onOpened: () => void;
  /** How to leave it closed. */
  wayBack: ReactNode;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const [reason, setReason] = useState<GlassReason | null>(null);
  const [missing, setMissing] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ why, key }: { why: GlassReason; key: string }) => breakGlass(sessionId, why, key),
    onSuccess: onOpened,
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(reason === null);
    if (reason !== null) mutate({ why: reason, key: newKey() });
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>{t("glass.hint")}</p>
      <NativeSelect
        label={t("glass.reason")}
        value={reason ?? ""}
        error={missing && t("glass.missing")}
        onChange={({ currentTarget: { value } }) => {
          setReason(reasons.find((one) => one === value) ?? null);
          setMissing(false);
        }}
        data={[
          { value: "", label: t("glass.choose") },
          ...reasons.map((value) => ({ value, label: t(`glass.reasons.${value}`) })),
        ]}
      />
      <div>
        <h3>{t("glass.happens")}</h3>
        <ul>
          <li>{t("glass.told")}</li>
          <li>{t("glass.recorded")}</li>
          <li>{t("glass.readOnly")}</li>
          <li>{t("glass.anHour")}</li>
        </ul>
      </div>
      {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      <div className={classes.actions}>
        {wayBack}
        <Button type="submit" loading={isPending}>
          {t("glass.open")}
        </Button>
      </div>
    </form>
  );
}
