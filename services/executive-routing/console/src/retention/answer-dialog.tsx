import { Problem } from "@liss/ui";
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { HerCopy } from "./her-copy.tsx";
import { type Asked, answerRight, checkWord, extendRight } from "./retention-api.ts";
import { useDoing } from "./use-doing.ts";

const legalReasons = [
  "not-identified",
  "public-function",
  "legal-obligation",
  "legal-claims",
  "others-rights",
  "nothing-kept",
] as const;

/** Makes sure that it is she, and grants or refuses. */
export function AnswerDialog({
  asked,
  onClose,
  onDone,
}: {
  asked: Asked;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const [word, setWord] = useState("");
  const [legalReason, setReason] = useState("");
  const { start, busy, refused } = useDoing((does: () => Promise<unknown>) => does(), onDone);
  const isShe = asked.identity === "matches";
  const copies = asked.kind === "access" || asked.kind === "portability";
  const hint = asked.kind === "erasure" || asked.kind === "blocking" ? asked.kind : "other";
  return (
    <Dialog title={t("data.answer.title", { codeName: asked.codeName })} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">{t(`data.kinds.${asked.kind}`)}</Text>
        <Text size="sm">{t(`data.rights.identity.${asked.identity}`)}</Text>
        {!isShe && (
          <Group align="flex-end" wrap="nowrap">
            <TextInput
              flex={1}
              label={t("data.answer.word")}
              description={t("data.answer.wordHint")}
              value={word}
              autoComplete="off"
              onChange={(event) => setWord(event.currentTarget.value)}
            />
            <Button
              variant="default"
              loading={busy}
              disabled={!word.trim()}
              onClick={() => start(() => checkWord(asked.id, word.trim()))}
            >
              {t("data.answer.check")}
            </Button>
          </Group>
        )}
        {isShe && copies && <HerCopy requestId={asked.id} />}
        {isShe && <Text size="sm">{t(`data.answer.grantHint.${hint}`)}</Text>}
        <Group align="flex-end" wrap="nowrap">
          <NativeSelect
            flex={1}
            label={t("data.answer.reason")}
            value={legalReason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data={[
              { value: "", label: t("data.answer.chooseReason") },
              ...legalReasons.map((value) => ({ value, label: t(`data.legalReasons.${value}`) })),
            ]}
          />
          <Button
            variant="default"
            loading={busy}
            disabled={!legalReason}
            onClick={() => start(() => answerRight(asked.id, { outcome: "refused", legalReason }))}
          >
            {t("data.answer.refuse")}
          </Button>
        </Group>
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("data.answer.close")}
          </Button>
          {!asked.extended && asked.kind !== "blocking" && (
            <Button variant="default" loading={busy} onClick={() => start(() => extendRight(asked.id))}>
              {t("data.answer.extend")}
            </Button>
          )}
          <Button
            loading={busy}
            disabled={!isShe}
            onClick={() => start(() => answerRight(asked.id, { outcome: "granted" }))}
          >
            {t("data.answer.grant")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
