import { addPasskey, canUsePasskeys, listPasskeys, removePasskey } from "@liss/identity/passkeys";
import { formatDay, Problem } from "@liss/ui";
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./my-login.module.css";

type Refused = Exclude<Awaited<ReturnType<typeof addPasskey>>, { ok: true }>["code"];

/** Her passkeys: what each is called, another, and away with one. */
export function MyPasskeys() {
  const { t } = useTranslation("desk");
  const known = useQuery({ queryKey: ["passkeys"], queryFn: listPasskeys, refetchOnMount: "always" });
  const [refused, setRefused] = useState<Refused | null>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);

  async function change(doing: Promise<Awaited<ReturnType<typeof addPasskey>>>): Promise<boolean> {
    setBusy(true);
    const answer = await doing;
    setBusy(false);
    setRefused(answer.ok ? null : answer.code);
    await known.refetch();
    return answer.ok;
  }
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name") ?? "").trim();
    setMissing(name === "");
    if (name !== "" && !busy && (await change(addPasskey(name)))) form.reset();
  }

  const passkeys = known.data?.ok ? known.data.passkeys : [];
  return (
    <section className={classes.card} aria-labelledby="passkeys-title">
      <h3 id="passkeys-title">{t("myLogin.passkeys.title")}</h3>
      <p className={classes.hint}>{t("myLogin.passkeys.hint")}</p>
      {refused && <Problem>{t(`myLogin.passkeys.refusals.${refused}`)}</Problem>}
      {known.data && passkeys.length === 0 && <p>{t("myLogin.passkeys.none")}</p>}
      {passkeys.length > 0 && (
        <ul className={classes.list}>
          {passkeys.map(({ id, name, createdAt }) => (
            <li key={id}>
              <span>
                <strong>{name}</strong>
                {createdAt && <small>{t("myLogin.passkeys.since", { day: formatDay(createdAt) })}</small>}
              </span>
              <Button
                size="xs"
                variant="default"
                aria-label={t("myLogin.passkeys.removeOf", { name })}
                onClick={() => void change(removePasskey(id))}
              >
                {t("myLogin.passkeys.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {canUsePasskeys() ? (
        <form className={classes.row} onSubmit={add} noValidate>
          <TextInput
            name="name"
            label={t("myLogin.passkeys.name")}
            description={t("myLogin.passkeys.nameHint")}
            maxLength={60}
            autoComplete="off"
            error={missing && t("myLogin.passkeys.missing")}
          />
          <Button type="submit" loading={busy}>
            {t("myLogin.passkeys.add")}
          </Button>
        </form>
      ) : (
        <Problem kind="info">{t("myLogin.passkeys.unsupported")}</Problem>
      )}
    </section>
  );
}
