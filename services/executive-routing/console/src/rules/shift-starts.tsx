import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { readStarts, stretchesOf } from "./starts.ts";

/** When the shifts of a day begin, and what that makes of the day. */
export function ShiftStarts({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation("desk");
  const read = readStarts(text);
  return (
    <TextInput
      label={t("rules.shiftStarts")}
      description={
        read.ok ? t("rules.stretches", { stretches: stretchesOf(read.starts).join(" · ") }) : undefined
      }
      inputWrapperOrder={["label", "input", "description", "error"]}
      autoComplete="off"
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={read.ok ? null : t(`rules.startsProblems.${read.problem}`)}
    />
  );
}
