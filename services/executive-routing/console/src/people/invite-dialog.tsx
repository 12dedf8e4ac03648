import type { InvitePerson } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useWorkbench } from "../app/workbench.ts";
import { codeOf } from "../server/request.ts";
import type { Handing } from "./link-dialog.tsx";
import classes from "./people.module.css";
import { invite, peopleQuery } from "./people-api.ts";
import { roleChoices, roleOf } from "./roles.ts";

/** A new member of the team: who she is; her password is hers to choose. */
export function InviteDialog({
  onClose,
  onLink,
}: {
  onClose: () => void;
  onLink: (handing: Handing) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { queries } = useWorkbench();
  const [wrong, setWrong] = useState<{ name?: string; email?: string }>({});
  const { mutate, isPending, error } = useMutation({
    mutationFn: (person: InvitePerson) => invite(person),
    onSuccess: ({ url, expiresAt }, { name }) => onLink({ name, url, until: expiresAt }),
    onSettled: () => queries.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const name = String(fields.get("name") ?? "").trim();
    const email = String(fields.get("email") ?? "").trim();
    const isAddress = /^\S+@\S+\.\S+$/.test(email);
    setWrong({
      ...(name.length < 3 && { name: t("people.form.missing") }),
      ...(!isAddress && { email: t("people.form.emailWrong") }),
    });
    if (name.length >= 3 && isAddress) mutate({ name, email, role: roleOf(fields.get("role")) });
  }

  return (
    <Dialog title={t("people.invite")} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        <TextInput
          name="name"
          label={t("people.form.name")}
          maxLength={80}
          autoComplete="off"
          error={wrong.name}
          data-autofocus
        />
        <TextInput
          name="email"
          type="email"
          label={t("people.form.email")}
          maxLength={200}
          autoComplete="off"
          error={wrong.email}
        />
        <NativeSelect
          name="role"
          label={t("people.form.role")}
          data={roleChoices((role) => t(`shared:roles.${role}`))}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t("people.form.cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("people.form.send")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
