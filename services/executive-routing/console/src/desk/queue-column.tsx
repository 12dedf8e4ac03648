import type { SessionCard } from "@liss/executive-routing/desk-api";
import { EmptyState, Problem, TierShape, WaitingClock } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconLeaf } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import type { useTakeNext } from "../server/use-commands.ts";
import { nameOfKey } from "./key-names.tsx";
import classes from "./lists.module.css";
import { QueueRow } from "./queue-row.tsx";
import { useDesk } from "./use-desk.ts";
import { useFirst } from "./use-first.ts";

/** From this length on the last tiers are out of sight, and the longest wait of each is said above. */
const longQueue = 7;

/** Who waits, most urgent first, and the one button that matters. */
export function QueueColumn({
  next,
  nobodyLeft,
  onOpen,
}: {
  next: ReturnType<typeof useTakeNext>;
  nobodyLeft: boolean;
  onOpen: (sessionId: string) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { queue } = useDesk();
  const { state } = useLive();
  const [expanded, setExpanded] = useState<string | null>(null);
  const toggle = useCallback((id: string) => setExpanded((before) => (before === id ? null : id)), []);
  const shown = useFirst(queue.length);
  return (
    <section className={classes.queue} aria-labelledby="queue-title">
      <h2 id="queue-title" className={classes.title}>
        {t("queue.title")} <span className={classes.count}>{queue.length}</span>
      </h2>
      {queue.length > longQueue && <LongestWaits queue={queue} />}
      {queue.length === 0 ? (
        <div className={classes.empty}>
          <EmptyState icon={<IconLeaf size={32} stroke={1.2} />} title={t("queue.empty")} />
        </div>
      ) : (
        <ul className={classes.rows}>
          {queue.slice(0, shown).map((card) => (
            <QueueRow
              key={card.id}
              card={card}
              expanded={expanded === card.id}
              onToggle={toggle}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        {next.refused && <Problem onClose={next.forget}>{t(`shared:refusals.${next.refused}`)}</Problem>}
        {nobodyLeft && <Problem kind="info">{t("queue.nobodyLeft")}</Problem>}
        <Button
          fullWidth
          loading={next.taking}
          disabled={queue.length === 0 || state !== "online"}
          onClick={next.take}
          aria-keyshortcuts={nameOfKey("takeNext")}
          title={nameOfKey("takeNext")}
        >
          {t("queue.takeNext")}
        </Button>
      </div>
    </section>
  );
}

/** The longest wait of each tier, when the list is too long to see them all. */
function LongestWaits({ queue }: { queue: readonly SessionCard[] }) {
  const { t } = useTranslation(["desk", "shared"]);
  const tiers = [...new Set(queue.map(({ tier }) => tier))];
  return (
    <ul className={classes.longest} aria-label={t("queue.longest")}>
      {tiers.map((tier) => {
        const waiting = queue.filter((card) => card.tier === tier);
        // The list is in order, but an unassessed case may wait among those of high risk.
        const since = waiting.map(({ waitingSince }) => waitingSince).sort()[0] ?? "";
        return (
          <li key={tier} title={t(`shared:tiers.${tier}`)}>
            <TierShape tier={tier} size={11} />
            <span className={classes.srOnly}>{t(`shared:tiers.${tier}`)}</span>
            <span className="liss-tabular">{waiting.length}</span>
            <WaitingClock since={since} />
          </li>
        );
      })}
    </ul>
  );
}
