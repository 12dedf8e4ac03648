import type { ShiftHistory } from "@liss/executive-routing/desk-api";
import { coloursOf, formatTime, TierShape } from "@liss/ui";
import { IconBellOff, IconVolumeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Attended, hoursOf, rowsOf, scaleOf, stepsOf } from "./scale.ts";
import classes from "./shift-picture.module.css";

type Person = ShiftHistory["people"][number];
const marks = { "ring-missed": IconBellOff, silence: IconVolumeOff };
const percent = (value: number) => `${value}%`;

/** The shift as a picture: presence, conversations and alarms of each, below how many waited. The table says the same. */
export function ShiftPicture({ shift, team }: { shift: ShiftHistory; team: boolean }) {
  const { t } = useTranslation("desk");
  const scale = scaleOf(shift);
  const hours = hoursOf(shift);
  return (
    <figure className={classes.figure}>
      <div role="img" aria-label={t("shifts.picture")} className={classes.picture}>
        <div className={classes.grid}>
          {hours.map((hour) => (
            <i key={hour} style={{ left: percent(scale.at(hour)) }} />
          ))}
          {shift.now < shift.to && shift.now > shift.from && (
            <i data-now style={{ left: percent(scale.at(shift.now)) }} />
          )}
        </div>
        <Curve shift={shift} team={team} />
        {shift.people.map((person) => (
          <Row key={person.id} person={person} shift={shift} />
        ))}
        <div className={classes.name} />
        <div className={classes.axis}>
          {hours.map((hour) => (
            <span key={hour} className="liss-tabular" style={{ left: percent(scale.at(hour)) }}>
              {formatTime(hour)}
            </span>
          ))}
        </div>
      </div>
      <Legend team={team} />
    </figure>
  );
}

/** How many waited and how many were attended, from the beginning to now. */
function Curve({ shift: { curve, from, to, now }, team }: { shift: ShiftHistory; team: boolean }) {
  const { t } = useTranslation("desk");
  const width = scaleOf({ from, to }).at(now < to ? now : to);
  const most = Math.max(1, ...curve.map(({ waiting, attended }) => Math.max(waiting, attended)));
  const line = (name: "waiting" | "attended") =>
    stepsOf(
      curve.map((point) => point[name]),
      most,
    );
  return (
    <>
      <div className={classes.name}>
        <span className={classes.small}>{t("shifts.most", { count: most })}</span>
      </div>
      <div className={classes.curve}>
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          style={{ width: percent(width) }}
          aria-hidden="true"
          focusable="false"
        >
          <polygon className={classes.attended} points={`0,100 ${line("attended")} 100,100`} />
          {team && <polyline className={classes.waiting} points={line("waiting")} />}
        </svg>
      </div>
    </>
  );
}

function Row({ person, shift }: { person: Person; shift: ShiftHistory }) {
  const { t } = useTranslation("desk");
  const scale = scaleOf(shift);
  const place = (span: { from: string; to: string }) => {
    const { left, width } = scale.span(span);
    return { left: percent(left), width: percent(width) };
  };
  return (
    <>
      <div className={classes.name}>{person.name}</div>
      <div className={classes.track}>
        <div className={classes.presence}>
          {person.presence.map((span) => (
            <span
              key={span.from}
              data-presence={span.state}
              style={place(span)}
              title={`${t(`shifts.presences.${span.state}`)}, ${formatTime(span.from)}–${formatTime(span.to)}`}
            />
          ))}
          {person.marks.map(({ kind, sessionId, at }) => {
            const Icon = marks[kind];
            return (
              <b key={kind + sessionId + at} data-mark={kind} style={{ left: percent(scale.at(at)) }}>
                <Icon size={14} stroke={2} aria-hidden="true" />
              </b>
            );
          })}
        </div>
        {rowsOf(person.attended).map((row) => (
          <div key={row[0]?.sessionId} className={classes.bars}>
            {row.map((attended) => (
              <Bar key={attended.sessionId + attended.from} attended={attended} style={place(attended)} />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

function Bar({ attended, style }: { attended: Attended; style: { left: string; width: string } }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { tier, ended, from, to } = attended;
  const codeName = attended.codeName ?? t("shifts.forgotten");
  const words = { codeName, tier: t(`shared:tiers.${tier}`), from: formatTime(from), to: formatTime(to) };
  return (
    <span
      className={classes.bar}
      data-ended={ended}
      style={{ ...coloursOf(tier), ...style }}
      title={t(ended === "goes-on" ? "shifts.barOpen" : "shifts.bar", words)}
    >
      <TierShape tier={tier} size={10} />
      <span>{codeName}</span>
    </span>
  );
}

function Legend({ team }: { team: boolean }) {
  const { t } = useTranslation("desk");
  return (
    <figcaption className={classes.legend}>
      {(["here", "away", "break"] as const).map((state) => (
        <span key={state}>
          <i data-presence={state} /> {t(`shifts.presences.${state}`)}
        </span>
      ))}
      {(["ring-missed", "silence"] as const).map((kind) => {
        const Icon = marks[kind];
        return (
          <span key={kind}>
            <Icon size={14} stroke={2} aria-hidden="true" /> {t(`shifts.marks.${kind}`)}
          </span>
        );
      })}
      <span>
        <i data-curve="attended" /> {t("shifts.attended")}
      </span>
      {team && (
        <span>
          <i data-curve="waiting" /> {t("shifts.waiting")}
        </span>
      )}
    </figcaption>
  );
}
