import { formatNumber } from "@liss/ui";
import { ActionIcon, UnstyledButton } from "@mantine/core";
import {
  IconChevronDown,
  IconKeyboard,
  IconLayoutDashboard,
  IconList,
  IconSearch,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { withPageTexts } from "../app/with-page-texts.ts";
import { StatusButton } from "../status/status-button.tsx";
import classes from "./desk.module.css";
import { KeyHint, nameOfKey } from "./key-names.tsx";
import { useDesk } from "./use-desk.ts";

// What floats is heavy, and nobody opens it in the first second.
const PersonMenu = lazy(() => withPageTexts(import("./person-menu.tsx")));

export function Header({
  showKeys,
  showPalette,
  showLists,
  listsShown,
}: {
  showKeys: () => void;
  showPalette: () => void;
  showLists: () => void;
  listsShown: boolean;
}) {
  const { t } = useTranslation("desk");
  const { me, load } = useDesk();
  // Its menu is fetched when it is first wanted, and opens when it comes.
  const [wanted, want] = useState(false);
  const person = (onClick?: () => void) => (
    <UnstyledButton
      {...(onClick && { onClick })}
      className={classes.person}
      aria-label={t("header.person", { name: shortName(me.name) })}
    >
      {shortName(me.name)}
      <IconChevronDown size={14} aria-hidden="true" />
    </UnstyledButton>
  );
  return (
    <header className={classes.header}>
      <ActionIcon
        className={classes.onlyNarrow}
        variant="subtle"
        color="gray"
        onClick={showLists}
        aria-label={t("header.queue")}
        aria-expanded={listsShown}
      >
        <IconList size={20} />
      </ActionIcon>
      <h1 className={classes.brand}>
        <Link to="/">
          Liss <span>{t("name")}</span>
        </Link>
      </h1>
      <button type="button" className={classes.palette} onClick={showPalette} aria-keyshortcuts="Control+K">
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <span className={classes.paletteWords}>{t("palette.title")}</span>
        <KeyHint name="palette" />
      </button>
      <div className={classes.headerEnd}>
        {me.role === "supervisor" && (
          <Link
            to="/turno"
            className={classes.link}
            aria-keyshortcuts={nameOfKey("wall")}
            title={nameOfKey("wall")}
          >
            <IconLayoutDashboard size={18} stroke={1.6} aria-hidden="true" />
            {t("wall.link")}
          </Link>
        )}
        <StatusButton />
        <Load used={load.used} capacity={load.capacity} />
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={showKeys}
          aria-label={t("header.keys")}
          title={t("header.keys")}
        >
          <IconKeyboard size={20} stroke={1.6} />
        </ActionIcon>
        {wanted ? (
          <Suspense fallback={person()}>
            <PersonMenu openAtOnce>{person()}</PersonMenu>
          </Suspense>
        ) : (
          person(() => want(true))
        )}
      </div>
    </header>
  );
}

/** How much of her is taken, as a bar and in numbers. */
function Load({ used, capacity }: { used: number; capacity: number }) {
  const { t } = useTranslation("desk");
  const numbers = { used: formatNumber(used), capacity: formatNumber(capacity) };
  const share = capacity > 0 ? Math.min(1, used / capacity) : 0;
  return (
    <span className={classes.load}>
      <span className={classes.loadBar} aria-hidden="true">
        <span style={{ inlineSize: `${share * 100}%` }} />
      </span>
      <span className="liss-tabular">{t("header.load", numbers)}</span>
    </span>
  );
}

/** `Ana Ficticia` → `Ana F.` */
function shortName(name: string): string {
  const [first = name, last] = name.split(" ");
  return last ? `${first} ${last.charAt(0)}.` : first;
}
