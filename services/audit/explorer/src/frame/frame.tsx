import { SchemeSwitch } from "@liss/ui";
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./frame.module.css";
import { useLeave } from "./leave.ts";
import { useMe } from "./use-me.ts";

const sections = [
  { to: "/", name: "sessions" },
  { to: "/periodo", name: "period" },
  { to: "/informe", name: "report" },
  { to: "/sin-atencion", name: "unattached" },
] as const;

/** The head of every page, and the page. */
export function Frame() {
  const { t } = useTranslation("explorer");
  const { me } = useMe();
  return (
    <div className={classes.frame}>
      <header className={classes.head}>
        <span className={classes.name}>
          Liss <span className={classes.application}>{t("application")}</span>
        </span>
        <nav aria-label={t("nav.label")} className={classes.nav}>
          {sections.map(({ to, name }) => (
            <Link
              key={to}
              to={to}
              className={classes.section}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {t(`nav.${name}`)}
            </Link>
          ))}
        </nav>
        {me && <Account name={me.name} />}
      </header>
      <main className={classes.page}>
        <Outlet />
      </main>
      <footer className={classes.foot}>{t("onRecord")}</footer>
    </div>
  );
}

function Account({ name }: { name: string }) {
  const { t } = useTranslation("explorer");
  const leave = useLeave();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          aria-label={t("menu.label", { name })}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.scheme}>
          <SchemeSwitch />
        </div>
        <Menu.Item onClick={() => void leave()}>{t("menu.logout")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
