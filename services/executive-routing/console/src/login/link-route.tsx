import { type LinkRefusal, lookAtLink, useLink as spendLink } from "@liss/identity/client";
import { Problem } from "@liss/ui";
import { DoorCard } from "@liss/ui/login";
import { Button, PasswordInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

/** Where an invitation or a recovery leads: she chooses her own password. The token stays behind the `#`. */
export function LinkRoute() {
  const { t } = useTranslation("desk");
  const [token] = useState(() => location.hash.slice(1));
  const [done, setDone] = useState(false);
  const whose = useQuery({
    queryKey: ["link", token],
    queryFn: () => lookAtLink(token),
    gcTime: 0,
    retry: false,
  });
  const application = t("login.application");

  if (done)
    return (
      <DoorCard application={application} title={t("login.link.doneTitle")}>
        <Problem kind="info">{t("login.link.done")}</Problem>
        <ToLogin />
      </DoorCard>
    );
  if (!whose.data)
    return (
      <DoorCard application={application} title={t("login.link.title")}>
        <p role="status">{t("login.link.reading")}</p>
      </DoorCard>
    );
  if (!whose.data.ok)
    return (
      <DoorCard application={application} title={t("login.link.overTitle")}>
        <Problem>{t(`login.link.refusals.${whose.data.code}`)}</Problem>
        <ToLogin />
      </DoorCard>
    );
  const { name, email } = whose.data;
  return <NewPassword token={token} name={name} email={email} onDone={() => setDone(true)} />;
}

type Asked = { token: string; name: string; email: string; onDone: () => void };

function NewPassword({ token, name, email, onDone }: Asked) {
  const { t } = useTranslation("desk");
  const [refused, setRefused] = useState<LinkRefusal["code"] | null>(null);
  const [different, setDifferent] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const password = String(fields.get("password") ?? "");
    const same = password === String(fields.get("repeat") ?? "");
    setDifferent(!same);
    if (!same || busy) return;
    setBusy(true);
    const answer = await spendLink(token, password);
    setBusy(false);
    if (answer.ok) onDone();
    else setRefused(answer.code);
  }

  return (
    <DoorCard application={t("login.application")} title={t("login.link.title")} onSubmit={submit}>
      <p>{t("login.link.hello", { name: name.split(" ")[0] ?? name, email })}</p>
      {refused && <Problem>{t(`login.link.refusals.${refused}`)}</Problem>}
      {/* For the browser's own keeper of passwords. */}
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label={t("login.link.password")}
        description={t("login.link.rule")}
        name="password"
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-hidden": true }}
        autoFocus
      />
      <PasswordInput
        label={t("login.link.repeat")}
        name="repeat"
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-hidden": true }}
        error={different && t("login.link.different")}
      />
      <Button type="submit" size="md" loading={busy} fullWidth>
        {t("login.link.set")}
      </Button>
    </DoorCard>
  );
}

function ToLogin() {
  const { t } = useTranslation("desk");
  return (
    <Button component={Link} to="/entrar" variant="default">
      {t("login.link.toLogin")}
    </Button>
  );
}
