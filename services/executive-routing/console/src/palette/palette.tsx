import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { fold } from "../canned/pick.ts";
import { KeyHint } from "../desk/key-names.tsx";
import { actionsNow, type KeyName } from "../desk/keys.ts";
import { useDesk } from "../desk/use-desk.ts";
import classes from "./palette.module.css";

type Item = { id: string; name: string; hint?: ReactNode; run: () => void };

/** Everything that can be done now and everywhere one can go, by its name. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("desk");
  const items = useItems();
  const listId = useId();
  // Where she was, to be given back: to what she chooses, too, which may then go elsewhere.
  const [before] = useState(() => document.activeElement);
  const [wanted, want] = useState("");
  const [at, setAt] = useState(0);
  const shown = items.filter(({ name }) => fold(name).includes(fold(wanted.trim())));
  const current = shown[Math.min(at, shown.length - 1)];

  function leave(item?: Item): void {
    onClose();
    setTimeout(() => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      item?.run();
    });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, shown.length - 1) + step + shown.length) % shown.length);
    }
    if (event.key === "Enter" && current) {
      event.preventDefault();
      leave(current);
    }
  }

  return (
    <Dialog onClose={() => leave()} title={t("palette.title")} returnFocus={false}>
      <input
        className={classes.field}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        aria-label={t("palette.field")}
        placeholder={t("palette.field")}
        value={wanted}
        data-autofocus
        onChange={(event) => {
          want(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t("palette.title")} className={classes.list}>
        {shown.map((item) => (
          // The keyboard chooses from the field, whose `aria-activedescendant` this is.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            key={item.id}
            id={`${listId}-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={item === current}
            ref={item === current ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => leave(item)}
          >
            <span>{item.name}</span>
            <span className={classes.hint}>{item.hint}</span>
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className={classes.none}>{t("palette.none")}</p>}
    </Dialog>
  );
}

function useItems(): Item[] {
  const { t } = useTranslation(["desk", "shared"]);
  const navigate = useNavigate();
  const { me, mine, attendedByOthers } = useDesk();
  const { setColorScheme } = useMantineColorScheme();
  // What could be done when it was opened: while it is open nothing else listens to keys.
  const [actions] = useState(actionsNow);
  const commands = [...actions].map(([name, run]) => ({
    id: name,
    name: t(`keys.${name satisfies KeyName}`),
    hint: <KeyHint name={name} />,
    run,
  }));
  const conversations = [...mine, ...attendedByOthers].map(({ id, codeName, tier }) => ({
    id,
    name: t("palette.open", { codeName, tier: t(`shared:tiers.${tier}`) }),
    run: () => void navigate({ to: "/atenciones/$sessionId", params: { sessionId: id } }),
  }));
  const isSupervisor = me.role === "supervisor";
  const everybodys = [
    ["/", t("palette.desk")],
    ["/mi-dia", t("myDay.link")],
    ["/turnos", t(isSupervisor ? "shifts.link" : "shifts.ownLink")],
    ["/respuestas", t("canned.title")],
    ["/otro-canal", t("otherChannel.link")],
    ["/mi-ingreso", t("myLogin.link")],
  ] as const;
  const supervisors = [
    ["/anuncios", t("announcements.title")],
    ["/equipo", t("people.link")],
    ["/horario", t("hours.link")],
    ["/reglas", t("rules.link")],
    ["/directorio", t("directory.link")],
    ["/datos", t("data.link")],
    ["/robot", t("editors.link")],
  ] as const;
  const places = [...everybodys, ...(isSupervisor ? supervisors : [])].map(([to, name]) => ({
    id: `to${to.replace("/", "-")}`,
    name,
    run: () => void navigate({ to }),
  }));
  const schemes = (["light", "dark", "auto"] as const).map((scheme) => ({
    id: scheme,
    name: t(`palette.schemes.${scheme}`),
    run: () => setColorScheme(scheme),
  }));
  return [...commands, ...conversations, ...places, ...schemes];
}
