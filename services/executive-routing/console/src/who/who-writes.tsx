import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { GuideButton } from "../guides/guide-button.tsx";
import { guidesQuery } from "../guides/server.ts";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import { protocolOf } from "./protocols.ts";
import { who } from "./texts.es-cl.ts";
import classes from "./who.module.css";

type ContactMark = SessionCard["marks"][number];
const marks = Object.keys(who.names) as ContactMark[];

/** Who is probably writing. Whoever attends says it, mark by mark, and is handed the card that leads on from there. */
export function WhoWrites({ card, mine }: { card: SessionCard; mine: boolean }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused, forget } = useSessionCommand(card.id);
  const shown = mine ? marks : marks.filter((mark) => card.marks.includes(mark));
  return (
    <section data-who-writes>
      <h3>{t("who.title")}</h3>
      <p className={classes.hint}>{t(mine ? "who.hint" : shown.length === 0 ? "who.none" : "who.seen")}</p>
      <ul className={classes.marks}>
        {shown.map((mark) => (
          <li key={mark}>
            {mine ? (
              // What the server has not decided is not shown as done; the box keeps the focus meanwhile.
              <Checkbox
                size="sm"
                label={t(`who.names.${mark}`)}
                checked={card.marks.includes(mark)}
                disabled={state !== "online"}
                onChange={({ currentTarget: { checked } }) => {
                  if (acting === null) act({ name: "marks", body: { mark, set: checked } });
                }}
              />
            ) : (
              <strong>{t(`who.names.${mark}`)}</strong>
            )}
            {card.marks.includes(mark) && <Marked mark={mark} sessionId={card.id} mine={mine} />}
          </li>
        ))}
      </ul>
      {refused && <Problem onClose={forget}>{t(`shared:refusals.${refused}`)}</Problem>}
    </section>
  );
}

/** What a mark means for what is written next, and its card. */
function Marked({ mark, sessionId, mine }: { mark: ContactMark; sessionId: string; mine: boolean }) {
  const { t } = useTranslation("desk");
  const { data } = useQuery(guidesQuery);
  const guide = data?.guides.find(({ id }) => id === protocolOf[mark]);
  return (
    <div className={classes.marked} role="status">
      <p>{t(`who.means.${mark}`)}</p>
      {guide && (
        <GuideButton guide={guide} sessionId={sessionId} mine={mine} variant="light">
          {t("who.guide", { title: guide.title })}
        </GuideButton>
      )}
    </div>
  );
}
