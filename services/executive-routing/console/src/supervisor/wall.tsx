import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatTime, Problem, TierMark, useAlertText, WaitingClock } from "@liss/ui";
import { IconSpeakerphone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { Blocked } from "../kept-away/blocked.tsx";
import type { RefusedBecause } from "../server/request.ts";
import { Alarms } from "./alarms.tsx";
import { Held } from "./held.tsx";
import { Team } from "./team.tsx";
import { useAssign } from "./use-assign.ts";
import classes from "./wall.module.css";
import { apart, type WallPerson, waitsOf } from "./wall.ts";
import { WallCard } from "./wall-card.tsx";

const AssignDialog = lazy(() => import("./assign-dialog.tsx"));

/** The shift at a glance: who waits, who attends whom, and what must not be overlooked. */
export function Wall() {
  const { t } = useTranslation(["desk", "shared"]);
  const alertText = useAlertText();
  const { queue, alerts } = useDesk();
  const { waiting, held } = apart(queue);
  const navigate = useNavigate();
  // Its frames keep it: nothing is fetched.
  const { data: people = [] } = useQuery<WallPerson[]>({
    queryKey: ["shift"],
    queryFn: () => [],
    enabled: false,
  });
  const [assigning, setAssigning] = useState<SessionCard | null>(null);
  const [refused, setRefused] = useState<{ code: RefusedBecause; name: string } | null>(null);
  const assign = useAssign(setRefused);
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name;
  const open = (sessionId: string) => void navigate({ to: "/atenciones/$sessionId", params: { sessionId } });
  const actions = { open, assign: setAssigning, nameOf };

  return (
    <main className={classes.wall} aria-labelledby="wall-title" onKeyDown={moveFocus}>
      <div className={classes.top}>
        <h2 id="wall-title">{t("wall.title")}</h2>
        <ul className={classes.waits} aria-label={t("wall.waiting")}>
          {waitsOf(waiting).map(({ tier, count, since }) => (
            <li key={tier}>
              <TierMark tier={tier} />
              <strong className="liss-tabular">{count}</strong>
              <WaitingClock since={since} />
            </li>
          ))}
        </ul>
        <p className={classes.keys}>{t("wall.keysHint")}</p>
        <Link to="/anuncios" className={classes.toAnnouncements}>
          <IconSpeakerphone size={16} aria-hidden="true" />
          {t("announcements.link")}
        </Link>
      </div>
      {refused && (
        <Problem onClose={() => setRefused(null)}>
          {refused.code === "at-capacity"
            ? t("wall.full", { name: refused.name })
            : t(`shared:refusals.${refused.code}`)}
        </Problem>
      )}
      <div className={classes.columns}>
        <div className={classes.column}>
          <section aria-labelledby="wall-waiting">
            <h3 id="wall-waiting">
              {t("wall.waiting")} <span>{waiting.length}</span>
            </h3>
            {waiting.length === 0 && <p className={classes.quiet}>{t("wall.nobodyWaits")}</p>}
            <ul className={classes.cards}>
              {waiting.map((card) => (
                <WallCard key={card.id} card={card} {...actions} />
              ))}
            </ul>
          </section>
          <Held cards={held} {...actions} />
          <Blocked />
        </div>
        <Team people={people} {...actions} onDrop={(card, person) => assign.give(card, person)} />
        <div className={classes.column}>
          <Alarms onOpen={open} />
          <section aria-labelledby="wall-notices">
            <h3 id="wall-notices">
              {t("wall.notices")} <span>{alerts.length}</span>
            </h3>
            <ul className={classes.notices}>
              {alerts.slice(0, 12).map(({ id, code, severity, at }) => (
                <li key={id} data-severity={severity}>
                  <time dateTime={at}>{formatTime(at)}</time> {alertText(code)}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
      {assigning && (
        <Suspense>
          <AssignDialog
            card={assigning}
            people={people}
            onChosen={(person) => {
              assign.give(assigning, person);
              setAssigning(null);
            }}
            onClose={() => setAssigning(null)}
          />
        </Suspense>
      )}
    </main>
  );
}

/** The arrows go from card to card, in the order of the page, as in a list. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const all: Element[] = [...event.currentTarget.querySelectorAll("[data-wall-card]")];
  const next = document.activeElement && all[all.indexOf(document.activeElement) + by];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
