import type { Classification } from "@liss/contracts";
import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Radio } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useLive } from "../live/live-desk.tsx";
import { classifications } from "../search/choices.ts";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./closing.module.css";

/** How it turned out, said by the person who attended. An emergency asks for its record first. */
export default function CloseDialog({
  card,
  onClose,
  onRecord,
  onUnread,
  onClosed,
}: {
  card: SessionCard;
  onClose: () => void;
  onRecord: () => void;
  onUnread: () => void;
  onClosed: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused, forget } = useSessionCommand(card.id);
  const [chosen, setChosen] = useState<Classification | null>(card.classification);
  const [missing, setMissing] = useState(false);
  const [recordNeeded, setRecordNeeded] = useState(false);

  /** Says it without ending the conversation. */
  function onlyClassify() {
    setMissing(chosen === null);
    if (chosen !== null) act({ name: "classify", body: { classification: chosen } }, onClose);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(chosen === null);
    if (chosen === null) return;
    const emergency = chosen === "emergency" || card.tier === "imminent";
    setRecordNeeded(emergency && !card.emergencyRecorded);
    if (emergency && !card.emergencyRecorded) return;
    act({ name: "close", body: { classification: chosen } }, () => {
      onClose();
      onClosed();
    });
  }

  const needsRecord = recordNeeded || refused === "emergency-without-record";
  return (
    <Dialog onClose={onClose} title={t("closing.title", { codeName: card.codeName })}>
      <form onSubmit={submit} className={classes.form}>
        <Radio.Group
          label={t("closing.question")}
          description={card.classification && t("classify.before")}
          value={chosen ?? ""}
          onChange={(value) => {
            setChosen(value as Classification);
            setMissing(false);
            setRecordNeeded(false);
            forget();
          }}
          error={missing && t("closing.missing")}
        >
          <div className={classes.choices}>
            {classifications.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`shared:classifications.${value}`)}
                description={t(`closing.hints.${value}`)}
                data-autofocus={value === (card.classification ?? classifications[0]) || undefined}
              />
            ))}
          </div>
        </Radio.Group>
        <Button
          className={classes.only ?? ""}
          size="compact-sm"
          variant="subtle"
          onClick={onlyClassify}
          loading={acting === "classify"}
          disabled={state !== "online"}
        >
          {t("classify.onlyClassify")}
        </Button>
        {needsRecord && (
          <Problem
            kind="warning"
            action={
              <Button size="xs" variant="default" onClick={onRecord}>
                {t("closing.openRecord")}
              </Button>
            }
          >
            {t("closing.needsRecord")}
          </Problem>
        )}
        {refused && !needsRecord && (
          <Problem
            action={
              refused === "unread-messages" && (
                <Button size="xs" variant="default" onClick={onUnread}>
                  {t("closing.openUnread")}
                </Button>
              )
            }
          >
            {t(`shared:refusals.${refused}`)}
          </Problem>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t("closing.cancel")}
          </Button>
          <Button type="submit" loading={acting === "close"} disabled={state !== "online"}>
            {t("closing.confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
