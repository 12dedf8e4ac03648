import { formatNumber, Problem } from "@liss/ui";
import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useMe } from "../desk/use-desk.ts";
import { AccountActions } from "./account-actions.tsx";
import type { Handing } from "./link-dialog.tsx";
import classes from "./people.module.css";
import { type AtTheDesk, changeAtTheDesk, changeRole, type Member } from "./people-api.ts";
import { attends, roleChoices, roleOf } from "./roles.ts";
import { useChange } from "./use-change.ts";
import { capacityOf, wordsOf } from "./words-field.ts";

type Wrong = { capacity?: string; languages?: string; skills?: string };

/** One member of the team: her role, how the desk treats her, and her account. */
export function MemberDialog({
  member,
  onClose,
  onChanged,
  onLink,
}: {
  member: Member;
  onClose: () => void;
  onChanged: () => void;
  onLink: (handing: Handing) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const isMe = useMe().id === member.id;
  const [wrong, setWrong] = useState<Wrong>({});
  const wanted = useRef<{ role: Member["role"]; desk: AtTheDesk } | null>(null);
  const saving = useChange(async () => {
    if (!wanted.current) return;
    const { role, desk } = wanted.current;
    if (role !== member.role) await changeRole(member.id, role);
    if (attends(role)) await changeAtTheDesk(member.id, desk);
  }, onChanged);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "");
    const capacity = capacityOf(text("capacity"));
    const languages = wordsOf(text("languages"));
    const skills = wordsOf(text("skills"));
    setWrong({
      ...(capacity === null && { capacity: t("people.form.numberWrong") }),
      ...(!languages && { languages: t("people.form.wordsWrong") }),
      ...(!skills && { skills: t("people.form.wordsWrong") }),
    });
    if (capacity === null || !languages || !skills) return;
    const team = text("team").trim() || null;
    const mayChoose = fields.get("mayChoose") !== null;
    wanted.current = {
      role: isMe ? member.role : roleOf(fields.get("role")),
      desk: { capacity, mayChoose, team, languages, skills },
    };
    saving.start();
  }

  return (
    <Dialog title={member.name} onClose={onClose}>
      {member.active && (
        <form className={classes.form} onSubmit={submit} noValidate>
          {saving.refused && <Problem>{t(`shared:refusals.${saving.refused}`)}</Problem>}
          <NativeSelect
            name="role"
            label={t("people.form.role")}
            description={t(isMe ? "people.account.own" : "people.form.roleHint")}
            disabled={isMe}
            defaultValue={member.role}
            data={roleChoices((role) => t(`shared:roles.${role}`))}
          />
          <TextInput
            name="capacity"
            label={t("people.form.capacity")}
            description={t("people.form.capacityHint")}
            inputMode="decimal"
            defaultValue={formatNumber(member.capacity)}
            error={wrong.capacity}
          />
          <Checkbox name="mayChoose" label={t("people.form.mayChoose")} defaultChecked={member.mayChoose} />
          <TextInput
            name="team"
            label={t("people.form.team")}
            maxLength={60}
            defaultValue={member.team ?? ""}
          />
          <TextInput
            name="languages"
            label={t("people.form.languages")}
            description={t("people.form.languagesHint")}
            defaultValue={member.languages.join(", ")}
            error={wrong.languages}
          />
          <TextInput
            name="skills"
            label={t("people.form.skills")}
            description={t("people.form.skillsHint")}
            defaultValue={member.skills.join(", ")}
            error={wrong.skills}
          />
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              {t("people.form.cancel")}
            </Button>
            <Button type="submit" loading={saving.busy}>
              {t("people.form.save")}
            </Button>
          </div>
        </form>
      )}
      {!isMe && <AccountActions member={member} onLink={onLink} onClosed={onChanged} />}
    </Dialog>
  );
}
