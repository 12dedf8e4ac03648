import { TextInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import page from "../app/page-form.module.css";
import { type NumberDraft, type NumberName, problemWith } from "./fields.ts";
import classes from "./rules.module.css";
import { rules } from "./texts.es-cl.ts";

type PartName = keyof typeof rules.parts;
type WithSentence = {
  [Name in PartName]: (typeof rules.parts)[Name] extends { hint: string } ? Name : never;
}[PartName];
const hasSentence = (name: PartName): name is WithSentence => "hint" in rules.parts[name];
const hasHint = (name: NumberName): name is NumberName & keyof typeof rules.hints => name in rules.hints;

/** Numbers that belong together, with what they do in a sentence. */
export function Numbers({
  name,
  fields,
  draft,
  onChange,
  beside = false,
  children,
}: {
  name: PartName;
  fields: readonly NumberName[];
  draft: NumberDraft;
  onChange: (draft: NumberDraft) => void;
  /** One thing by tier: the numbers stand in a row, and the sentence is for all of them. */
  beside?: boolean;
  children?: ReactNode;
}) {
  const { t } = useTranslation("desk");
  const id = useId();
  const said = hasSentence(name) ? t(`rules.parts.${name}.hint`) : null;
  return (
    <section className={`${page.part} ${classes.part}`} aria-labelledby={id}>
      <h3 id={id}>{t(`rules.parts.${name}.title`)}</h3>
      {said && <p className={page.hint}>{said}</p>}
      <div className={classes.fields} data-beside={beside || undefined}>
        {fields.map((field) => {
          const problem = problemWith(field, draft[field]);
          return (
            <TextInput
              key={field}
              label={t(`rules.fields.${field}`)}
              {...(hasHint(field) && { description: t(`rules.hints.${field}`) })}
              inputWrapperOrder={["label", "input", "description", "error"]}
              classNames={{ input: classes.number ?? "" }}
              inputMode="decimal"
              autoComplete="off"
              maxLength={8}
              value={draft[field]}
              onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })}
              error={problem && t(`rules.problems.${problem.code}`, { min: problem.min, max: problem.max })}
            />
          );
        })}
      </div>
      {children}
    </section>
  );
}
