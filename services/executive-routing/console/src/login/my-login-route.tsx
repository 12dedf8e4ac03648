import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./my-login.module.css";
import { MyPasskeys } from "./my-passkeys.tsx";
import { MyRecoveryCodes } from "./my-recovery-codes.tsx";

/** With what she enters, beside the queue. */
export function MyLoginRoute() {
  const { t } = useTranslation("desk");
  const { watch } = useLive();
  useEffect(() => watch(null), [watch]);
  return (
    <main className={classes.page}>
      <h2 className={classes.title}>{t("myLogin.title")}</h2>
      <MyPasskeys />
      <MyRecoveryCodes />
    </main>
  );
}
