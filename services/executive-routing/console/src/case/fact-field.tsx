import { Problem } from "@liss/ui";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./case.module.css";
import { useWrittenBy } from "./known-fact.tsx";
import { type Fact, factsQuery, writeFact } from "./server.ts";
import { useCaseAct } from "./use-case-act.ts";

/** One fact and its own button, which is there once it was changed; Enter saves too. Emptied, it is taken away. */
export function FactField({
  sessionId,
  fact,
  written,
  onWrite,
}: {
  sessionId: string;
  fact: Fact;
  written: string | undefined;
  /** What stands in the field; undefined once it is what is known. */
  onWrite: (value: string | undefined) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const by = useWrittenBy(fact);
  const [saved, setSaved] = useState(false);
  const { act, acting, refused } = useCaseAct(
    (value: string | null, key) => writeFact(sessionId, { field: fact.field, value }, key),
    factsQuery(sessionId).queryKey,
  );
  const name = t(`case.fields.${fact.field}`);
  const known = fact.value ?? "";
  const changed = written !== undefined && written.trim() !== known;
  const what = written?.trim() ? "save" : "clear";
  function save(event: FormEvent) {
    event.preventDefault();
    if (!changed || acting || state !== "online") return;
    act(written.trim() || null, () => {
      onWrite(undefined);
      setSaved(true);
    });
  }
  return (
    <form className={classes.fact} onSubmit={save} noValidate>
      <TextInput
        label={name}
        // Sixteen times "nobody knows" says nothing: an empty field says it.
        description={fact.byName === null ? null : by}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={written ?? known}
        maxLength={500}
        autoComplete="off"
        readOnly={acting}
        onChange={({ currentTarget: { value } }) => {
          setSaved(false);
          onWrite(value === known ? undefined : value);
        }}
      />
      <div className={classes.factEnd}>
        {changed && (
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={acting}
            disabled={state !== "online"}
            aria-label={t(`case.facts.${what}Of`, { name })}
          >
            {t(`case.facts.${what}`)}
          </Button>
        )}
        <span className={classes.hint} role="status">
          {saved && !changed && t("case.facts.saved")}
        </span>
      </div>
      {refused && changed && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
    </form>
  );
}
