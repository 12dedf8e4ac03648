import { useTranslation } from "react-i18next";
import { PageFrame } from "../app/page-frame.tsx";
import { MyPasskeys } from "./my-passkeys.tsx";
import { MyRecoveryCodes } from "./my-recovery-codes.tsx";

/** With what she enters, beside the queue. */
export function MyLoginRoute() {
  const { t } = useTranslation("desk");
  return (
    <PageFrame title={t("myLogin.title")}>
      <MyPasskeys />
      <MyRecoveryCodes />
    </PageFrame>
  );
}
