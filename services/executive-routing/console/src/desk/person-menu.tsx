import { Problem, SchemeSwitch } from "@liss/ui";
import { Button, Popover } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLogout } from "../login/use-logout.ts";
import classes from "./desk.module.css";
import { useDesk } from "./use-desk.ts";

/** Who she is, how the screen looks, and the way out. */
export default function PersonMenu({ openAtOnce, children }: { openAtOnce: boolean; children: ReactNode }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { me } = useDesk();
  const { leave, refused } = useLogout();
  return (
    <Popover position="bottom-end" width={280} trapFocus defaultOpened={openAtOnce}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={classes.personMenu}>
        <p>
          <strong>{me.name}</strong> {t(`shared:roles.${me.role}`)}
        </p>
        <SchemeSwitch />
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
