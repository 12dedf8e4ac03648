import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDuration, formatNumber, useServerSecond } from "@liss/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { dragType } from "./use-assign.ts";
import classes from "./wall.module.css";
import { teamOf, type WallPerson } from "./wall.ts";
import { type WallActions, WallCard } from "./wall-card.tsx";

/** Who works, with what load, since when she is here or rests, and whom she attends. */
export function Team({
  people,
  onDrop,
  ...actions
}: WallActions & { people: readonly WallPerson[]; onDrop: (card: SessionCard, person: WallPerson) => void }) {
  const { t } = useTranslation("desk");
  const { queue, mine, offered, attendedByOthers } = useDesk();
  const attended = [...mine, ...offered, ...attendedByOthers];
  const cards = [...queue, ...attended];
  const team = teamOf(people);
  return (
    <section aria-labelledby="wall-team" className={classes.column}>
      <h3 id="wall-team">
        {t("wall.team")} <span>{team.length}</span>
      </h3>
      {team.length === 0 && <p className={classes.quiet}>{t("wall.teamEmpty")}</p>}
      <ul className={classes.team}>
        {team.map((person) => (
          <Person
            key={person.id}
            person={person}
            cards={attended.filter(({ owner }) => owner?.id === person.id)}
            onDropped={(id) => {
              const card = cards.find((one) => one.id === id);
              if (card) onDrop(card, person);
            }}
            {...actions}
          />
        ))}
      </ul>
    </section>
  );
}

function Person({
  person,
  cards,
  onDropped,
  ...actions
}: WallActions & {
  person: WallPerson;
  cards: readonly SessionCard[];
  onDropped: (sessionId: string) => void;
}) {
  const { t } = useTranslation("desk");
  const [over, setOver] = useState(false);
  const { load, capacity, presence } = person;
  return (
    <li
      className={classes.person}
      data-person={person.id}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDropped(event.dataTransfer.getData(dragType));
      }}
    >
      <div className={classes.personHead}>
        <strong>{person.name}</strong>
        <span className={classes.presence} data-presence={presence}>
          {t(`wall.presences.${presence}`)}
          {person.presenceSince && presence !== "here" && <For since={person.presenceSince} />}
        </span>
        <span className={classes.load}>
          <span className={classes.bar} data-full={load >= capacity || undefined} aria-hidden="true">
            <span style={{ inlineSize: `${capacity > 0 ? Math.min(1, load / capacity) * 100 : 0}%` }} />
          </span>
          <span className="liss-tabular">
            {t("wall.load", {
              used: formatNumber(load),
              capacity: formatNumber(capacity),
            })}
          </span>
        </span>
      </div>
      {over && <p className={classes.drop}>{t("wall.dropHere", { name: person.name })}</p>}
      {cards.length === 0 ? (
        <p className={classes.quiet}>{t("wall.free")}</p>
      ) : (
        <ul className={classes.cards}>
          {cards.map((card) => (
            <WallCard key={card.id} card={card} {...actions} />
          ))}
        </ul>
      )}
    </li>
  );
}

function For({ since }: { since: string }) {
  const { t } = useTranslation("desk");
  return <> {t("wall.since", { duration: formatDuration(useServerSecond() - Date.parse(since)) })}</>;
}
