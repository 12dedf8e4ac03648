import { Problem, TierShape } from "@liss/ui";
import { Button, Kbd } from "@mantine/core";
import { IconBellOff, IconBellRinging } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";
import { useLive } from "../live/live-desk.tsx";
import type { RefusedBecause } from "../server/request.ts";
import { contextQuery } from "../server/shift.ts";
import { useSessionCommand } from "../server/use-commands.ts";
import { useSoundPreferences } from "./preferences.ts";
import { type Ring, secondsLeft } from "./ring.ts";
import { soundIsBlocked } from "./ringer.ts";
import classes from "./rings.module.css";
import { useRings } from "./use-rings.ts";

/** Rings over the desk until it is answered. It takes no focus: she may be in the middle of a sentence. */
export function Rings({ onTaken }: { onTaken: (sessionId: string) => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { ring, more, now, pass } = useRings();
  const [missed, setMissed] = useState<RefusedBecause | null>(null);
  if (!ring && !missed) return null;
  return (
    <section className={classes.rings} aria-label={t("rings.region")}>
      {missed && <Problem onClose={() => setMissed(null)}>{t(`shared:refusals.${missed}`)}</Problem>}
      {ring && (
        <RingCard
          key={ring.key}
          ring={ring}
          more={more}
          now={now}
          onTaken={onTaken}
          onPassed={() => pass(ring)}
          onMissed={setMissed}
        />
      )}
    </section>
  );
}

function RingCard({
  ring,
  more,
  now,
  onTaken,
  onPassed,
  onMissed,
}: {
  ring: Ring;
  more: number;
  now: number;
  onTaken: (sessionId: string) => void;
  onPassed: () => void;
  onMissed: (code: RefusedBecause | null) => void;
}) {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  const { quiet } = useSoundPreferences();
  const { card, kind, until } = ring;
  const { act, acting } = useSessionCommand(card.id, onMissed);
  const able = state === "online" && acting === null;
  const take = () => {
    onMissed(null);
    act({ name: "accept" }, () => onTaken(card.id));
  };
  // What rings for everybody is nobody's to refuse: it only leaves her in peace.
  const pass = () => (kind === "everybody" ? onPassed() : act({ name: "decline" }, onPassed));
  useKeys({ takeRing: able ? take : undefined, passRing: able ? pass : undefined });
  const Bell = quiet ? IconBellOff : IconBellRinging;
  return (
    <div className={classes.card} data-ring={kind} data-sounding={!quiet && kind !== "transfer"}>
      <p className={classes.title}>
        <Bell
          size={20}
          stroke={1.8}
          {...(quiet ? { role: "img", "aria-label": t("rings.quiet") } : { "aria-hidden": true })}
        />
        <strong>
          {kind === "transfer"
            ? t("rings.transfer.title", {
                name: card.owner?.name ?? t("rings.colleague"),
                codeName: card.codeName,
              })
            : t(`rings.${kind}.title`, { codeName: card.codeName })}
        </strong>
        {kind === "transfer" && <TierShape tier={card.tier} />}
      </p>
      <p className={classes.hint}>{t(`rings.${kind}.hint`)}</p>
      {!quiet && soundIsBlocked() && <p className={classes.hint}>{t("rings.blocked")}</p>}
      {until && <Left until={until} now={now} />}
      {kind === "transfer" && <HandoverNote sessionId={card.id} />}
      <div className={classes.actions}>
        <Button
          onClick={take}
          disabled={!able}
          loading={acting === "accept"}
          aria-keyshortcuts={nameOfKey("takeRing")}
        >
          {t("rings.take")} <Kbd className={classes.key}>{nameOfKey("takeRing")}</Kbd>
        </Button>
        <Button
          variant="default"
          onClick={pass}
          disabled={!able}
          loading={acting === "decline"}
          aria-keyshortcuts={nameOfKey("passRing")}
        >
          {t(kind === "everybody" ? "rings.passAll" : "rings.pass")}{" "}
          <Kbd className={classes.key}>{nameOfKey("passRing")}</Kbd>
        </Button>
      </div>
      {more > 0 && <p className={classes.hint}>{t("rings.more", { count: more })}</p>}
    </div>
  );
}

/** The clock of the ring, as a bar and in seconds. */
function Left({ until, now }: { until: string; now: number }) {
  const { t } = useTranslation("desk");
  const [whole] = useState(() => Math.max(1, secondsLeft(until, now)));
  const left = secondsLeft(until, now);
  return (
    <div className={classes.left} role="timer" aria-label={t("rings.left", { count: left })}>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(1, left / whole) * 100}%` }} />
      </span>
      <span className="liss-tabular" aria-hidden="true">
        {t("rings.seconds", { count: left })}
      </span>
    </div>
  );
}

/** What the colleague wrote for her, once she asks for it: reading it is on the record. */
function HandoverNote({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation("desk");
  const [asked, ask] = useState(false);
  const { data, isError } = useQuery({ ...contextQuery(sessionId), enabled: asked });
  if (!asked)
    return (
      <Button size="xs" variant="subtle" className={classes.read} onClick={() => ask(true)}>
        {t("rings.readNote")}
      </Button>
    );
  const note = data?.notes.findLast(({ kind }) => kind === "handover");
  return (
    <blockquote className={classes.note}>
      {isError ? t("rings.noteFailed") : data ? (note?.text ?? t("rings.noteGone")) : t("rings.noteLoading")}
    </blockquote>
  );
}
