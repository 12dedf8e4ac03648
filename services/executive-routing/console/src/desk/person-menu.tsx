import { Problem, SchemeSwitch } from "@liss/ui";
import { Button, Popover } from "@mantine/core";
import {
  IconAddressBook,
  IconAdjustments,
  IconChartBar,
  IconClock,
  IconFingerprint,
  IconLogout,
  IconPhone,
  IconRobot,
  IconShieldLock,
  IconSpeakerphone,
  IconSunHigh,
  IconUsers,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useReducer } from "react";
import { useTranslation } from "react-i18next";
import { useLogout } from "../login/use-logout.ts";
import classes from "./desk.module.css";
import { useMe } from "./use-desk.ts";

/** Who she is, how the screen looks, and the way out. */
export default function PersonMenu({ openAtOnce, children }: { openAtOnce: boolean; children: ReactNode }) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const { leave, refused } = useLogout();
  // Whoever goes somewhere from here leaves the menu behind.
  const [left, goAway] = useReducer((times: number) => times + 1, 0);
  return (
    <Popover key={left} position="bottom-end" width={280} trapFocus defaultOpened={openAtOnce && left === 0}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={classes.personMenu}>
        <p>
          <strong>{me.name}</strong> {t(`shared:roles.${me.role}`)}
        </p>
        <SchemeSwitch />
        <Link to="/mi-dia" className={classes.menuLink} onClick={goAway}>
          <IconSunHigh size={16} aria-hidden="true" />
          {t("myDay.link")}
        </Link>
        <Link to="/turnos" className={classes.menuLink} onClick={goAway}>
          <IconChartBar size={16} aria-hidden="true" />
          {t(me.role === "supervisor" ? "shifts.link" : "shifts.ownLink")}
        </Link>
        <Link to="/otro-canal" className={classes.menuLink} onClick={goAway}>
          <IconPhone size={16} aria-hidden="true" />
          {t("otherChannel.link")}
        </Link>
        <Link to="/mi-ingreso" className={classes.menuLink} onClick={goAway}>
          <IconFingerprint size={16} aria-hidden="true" />
          {t("myLogin.link")}
        </Link>
        {me.role === "supervisor" && (
          <>
            <Link to="/equipo" className={classes.menuLink} onClick={goAway}>
              <IconUsers size={16} aria-hidden="true" />
              {t("people.link")}
            </Link>
            <Link to="/anuncios" className={classes.menuLink} onClick={goAway}>
              <IconSpeakerphone size={16} aria-hidden="true" />
              {t("announcements.link")}
            </Link>
            <Link to="/horario" className={classes.menuLink} onClick={goAway}>
              <IconClock size={16} aria-hidden="true" />
              {t("hours.link")}
            </Link>
            <Link to="/reglas" className={classes.menuLink} onClick={goAway}>
              <IconAdjustments size={16} aria-hidden="true" />
              {t("rules.link")}
            </Link>
            <Link to="/directorio" className={classes.menuLink} onClick={goAway}>
              <IconAddressBook size={16} aria-hidden="true" />
              {t("directory.link")}
            </Link>
            <Link to="/datos" className={classes.menuLink} onClick={goAway}>
              <IconShieldLock size={16} aria-hidden="true" />
              {t("data.link")}
            </Link>
            <Link to="/robot" className={classes.menuLink} onClick={goAway}>
              <IconRobot size={16} aria-hidden="true" />
              {t("editors.link")}
            </Link>
          </>
        )}
        <Button
          variant="default"
          fullWidth
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={leave}
        >
          {t("header.logout")}
        </Button>
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      </Popover.Dropdown>
    </Popover>
  );
}
