import { renewRecoveryCodes } from "@liss/identity/client";
import { Problem } from "@liss/ui";
import { RecoveryCodes } from "@liss/ui/login";
import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./my-login.module.css";

type Refused = Exclude<Awaited<ReturnType<typeof renewRecoveryCodes>>, { ok: true }>["code"];

/** New recovery codes for her password, told once. */
export function MyRecoveryCodes() {
  const { t } = useTranslation("desk");
  const [codes, setCodes] = useState<string[] | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);

  async function renew(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    const answer = await renewRecoveryCodes(String(new FormData(form).get("password") ?? ""));
    setBusy(false);
    setRefused(answer.ok ? null : answer.code);
    if (answer.ok) setCodes(answer.codes);
  }

  return (
    <section className={classes.card} aria-labelledby="codes-title">
      <h3 id="codes-title">{t("myLogin.codes.title")}</h3>
      {codes ? (
        <>
          <RecoveryCodes codes={codes} />
          <Button onClick={() => setCodes(null)}>{t("myLogin.codes.kept")}</Button>
        </>
      ) : (
        <>
          <p className={classes.hint}>{t("myLogin.codes.hint")}</p>
          {refused && <Problem>{t(`myLogin.codes.refusals.${refused}`)}</Problem>}
          <form className={classes.row} onSubmit={renew} noValidate>
            <PasswordInput
              name="password"
              label={t("myLogin.codes.password")}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ "aria-hidden": true }}
            />
            <Button type="submit" variant="default" loading={busy}>
              {t("myLogin.codes.renew")}
            </Button>
          </form>
        </>
      )}
    </section>
  );
}
