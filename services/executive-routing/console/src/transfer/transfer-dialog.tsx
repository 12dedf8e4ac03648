import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Radio, SegmentedControl, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import { colleaguesQuery } from "../server/shift.ts";
import { useSessionCommand } from "../server/use-commands.ts";
import { type Colleague, hasRoom, inOrderOfHelp } from "./colleagues.ts";
import classes from "./transfer.module.css";

type Way = "warm" | "cold";

/** To whom, how, and what she must know. Warm unless she says otherwise: nobody is surprised by a case. */
export default function TransferDialog({
  card,
  onClose,
  onGiven,
}: {
  card: SessionCard;
  onClose: () => void;
  onGiven: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const colleagues = useQuery(colleaguesQuery);
  const { act, acting, refused } = useSessionCommand(card.id);
  const [to, setTo] = useState("");
  const [how, setHow] = useState<Way>("warm");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const howId = useId();
  const people = inOrderOfHelp(colleagues.data ?? []);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const words = note.trim();
    if (!to || (how === "warm" && !words)) return;
    if (how === "cold") act({ name: "transfer", body: { how, to } }, onGiven);
    else act({ name: "transfer", body: { how, to, note: words } }, onClose);
  }

  return (
    <Dialog onClose={onClose} title={t("transfer.title", { codeName: card.codeName })}>
      <form onSubmit={submit} className={classes.form} noValidate>
        {colleagues.isError && <Problem>{t(`shared:refusals.${codeOf(colleagues.error)}`)}</Problem>}
        {colleagues.isPending && <p className={classes.quiet}>{t("transfer.loading")}</p>}
        {colleagues.data && people.length === 0 && <p className={classes.quiet}>{t("transfer.nobody")}</p>}
        {people.length > 0 && (
          <Radio.Group
            label={t("transfer.to")}
            value={to}
            onChange={setTo}
            error={tried && !to ? t("transfer.missing.to") : null}
          >
            <div className={classes.people}>
              {people.map((person, at) => (
                <Radio
                  key={person.id}
                  value={person.id}
                  label={person.name}
                  description={<Standing person={person} />}
                  {...(at === 0 && { "data-autofocus": true })}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        <div>
          <p className={classes.label} id={howId}>
            {t("transfer.how")}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby={howId}
            value={how}
            onChange={(value) => setHow(value as Way)}
            data={(["warm", "cold"] as const).map((value) => ({ value, label: t(`transfer.ways.${value}`) }))}
          />
          <p className={classes.quiet}>{t(`transfer.hints.${how}`)}</p>
        </div>
        {how === "warm" && (
          <Textarea
            label={t("transfer.note")}
            description={t("transfer.noteHint")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={2000}
            minRows={2}
            autosize
            maxRows={6}
            error={tried && !note.trim() ? t("transfer.missing.note") : null}
          />
        )}
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t("transfer.cancel")}
          </Button>
          <Button
            type="submit"
            loading={acting === "transfer"}
            disabled={state !== "online" || people.length === 0}
          >
            {t(`transfer.confirm.${how}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Standing({ person }: { person: Colleague }) {
  const { t } = useTranslation("desk");
  return [
    t(`transfer.presences.${person.presence}`),
    ...(person.presence === "here" && !hasRoom(person) ? [t("transfer.full")] : []),
    ...(person.role === "supervisor" ? [t("transfer.supervisor")] : []),
  ].join(" · ");
}
