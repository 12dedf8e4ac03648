import { Problem } from "@liss/ui";
import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Asked, askForRight } from "./retention-api.ts";
import { useDoing } from "./use-doing.ts";

const kinds = ["access", "rectification", "erasure", "opposition", "portability", "blocking"] as const;

/** In the conversation: she asks for something about her data, and it is written down while she is there. */
export function AskRight({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const [kind, setKind] = useState<Asked["kind"]>("access");
  const [word, setWord] = useState("");
  const [saved, setSaved] = useState(false);
  const { start, busy, refused } = useDoing(
    () => askForRight(sessionId, kind, word.trim() || undefined),
    () => {
      setWord("");
      setSaved(true);
    },
  );
  return (
    <details>
      <summary>{t("data.ask.open")}</summary>
      <Stack gap="xs" mt="xs">
        <NativeSelect
          label={t("data.ask.kind")}
          value={kind}
          onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? "access")}
          data={kinds.map((value) => ({ value, label: t(`data.kinds.${value}`) }))}
        />
        <TextInput
          label={t("data.ask.word")}
          value={word}
          autoComplete="off"
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" loading={busy} onClick={() => start(undefined)}>
          {t("data.ask.save")}
        </Button>
        {saved && <Problem kind="info">{t("data.ask.saved")}</Problem>}
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      </Stack>
    </details>
  );
}
