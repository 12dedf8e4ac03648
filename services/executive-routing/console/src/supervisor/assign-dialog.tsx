import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatNumber } from "@liss/ui";
import { Kbd, UnstyledButton } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import classes from "./wall.module.css";
import { receiversOf, type WallPerson } from "./wall.ts";

/** To whom, by one key: the numbers choose. */
export default function AssignDialog({
  card,
  people,
  onChosen,
  onClose,
}: {
  card: SessionCard;
  people: readonly WallPerson[];
  onChosen: (person: WallPerson) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("desk");
  const receivers = receiversOf(people, card);
  function onKeyDown(event: KeyboardEvent) {
    const person = /^[1-9]$/.test(event.key) ? receivers[Number(event.key) - 1] : undefined;
    if (person) onChosen(person);
  }
  return (
    <Dialog onClose={onClose} title={t("wall.assignTitle", { codeName: card.codeName })}>
      <p className={classes.quiet}>{receivers.length > 0 ? t("wall.assignHint") : t("wall.assignNobody")}</p>
      <ol className={classes.receivers} onKeyDown={onKeyDown}>
        {receivers.map((person, at) => (
          <li key={person.id}>
            <UnstyledButton
              className={classes.receiver}
              onClick={() => onChosen(person)}
              {...(at === 0 && { "data-autofocus": true })}
            >
              {at < 9 && <Kbd>{at + 1}</Kbd>}
              <span>{person.name}</span>
              <span className={classes.quiet}>
                {t(`wall.presences.${person.presence}`)} ·{" "}
                {t("wall.load", {
                  used: formatNumber(person.load),
                  capacity: formatNumber(person.capacity),
                })}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
