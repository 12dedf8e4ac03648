import { unknownVariablesIn } from "@liss/executive-routing/canned";
import { Problem, useServerClock } from "@liss/ui";
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { newKey } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import classes from "./canned.module.css";
import { cannedQuery, writeCanned } from "./canned-query.ts";
import { filled } from "./fill.ts";
import type { Canned } from "./pick.ts";

const isName = /^[\p{Ll}\p{N}][\p{Ll}\p{N}-]{0,39}$/u;

/** Writes a canned text, and shows how it will be read. */
export function CannedForm({ reply, onDone }: { reply: Canned | null; onDone: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const clock = useServerClock();
  const queries = useQueryClient();
  const [replyId] = useState(reply?.id ?? newKey);
  const [scope, setScope] = useState<Canned["scope"]>(reply?.scope ?? "personal");
  const [name, setName] = useState(reply?.name ?? "");
  const [text, setText] = useState(reply?.text ?? "");
  const [tried, setTried] = useState(false);
  const unknown = unknownVariablesIn(text);
  const wrong = {
    name: isName.test(name) ? null : t("canned.nameWrong"),
    text:
      text.trim() === ""
        ? t("canned.textMissing")
        : unknown.length > 0
          ? t("canned.unknown", { name: unknown.join(", ") })
          : null,
  };
  const saving = useMutation({
    mutationFn: () => writeCanned({ replyId, scope, name, text }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: cannedQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!wrong.name && !wrong.text) saving.mutate();
      }}
    >
      <TextInput
        label={t("canned.name")}
        description={t("canned.nameHint")}
        value={name}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value.replace(/^\//, "").toLocaleLowerCase("es-CL"))}
        error={tried && wrong.name}
        maxLength={40}
      />
      <Textarea
        label={t("canned.text")}
        description={t("canned.textHint")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={tried && wrong.text}
        rows={4}
        maxLength={2000}
      />
      {text.trim() !== "" && unknown.length === 0 && (
        <p className={classes.hint}>
          {t("canned.preview")} <em>{filled(text, clock.now(), me.name)}</em>
        </p>
      )}
      {me.role === "supervisor" && (
        <NativeSelect
          label={t("canned.whose")}
          value={scope}
          onChange={(event) => setScope(event.currentTarget.value as Canned["scope"])}
          data={(["personal", "team"] as const).map((value) => ({
            value,
            label: t(`canned.scopes.${value}`),
          }))}
        />
      )}
      {saving.error && <Problem>{t(`shared:refusals.${codeOf(saving.error)}`)}</Problem>}
      <div className={classes.actions}>
        <Button type="submit" loading={saving.isPending}>
          {t("canned.save")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("canned.cancel")}
        </Button>
      </div>
    </form>
  );
}
